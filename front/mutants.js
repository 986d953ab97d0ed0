// Do the tests bite? Change one operator or number of the source at a time and see who notices.
//
// `npm run mutants -- [--sample 40] [--seed 1] [folder ...]` prints how many places can be changed,
// how many were tried, how many changes the tests notice, and each that nobody noticed. It judges
// nothing: a survivor is a gap in the tests or a change that changes nothing, and only a reader can
// tell which. What is not changed: types, texts, the numbers of drawings, which only lay out, and
// what readers found to change nothing (ALIKE, with their reasons).
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import ts from "typescript";

const FRONT = fileURLToPath(new URL(".", import.meta.url));
const TIMEOUT = 60_000;
// A folder is tested by the file of its name; what all widgets share, by all files.
const OWN_TESTS = {
  measures: ["known", "weigh", "null", "draw", "classes"],
  pool: ["pool", "pool-kinds", "views"],
  kit: null,
};
const DRAWINGS = /(axes|bars|chart|dots|drawing|marks|plot)\.ts$/;
// Changes that nobody could notice: the file, a piece of the line, what is changed in it, and why.
const ALIKE = [
  ["measures/ranks.ts", "difference >= -TIE", ">=", "no difference is exactly the margin of a tie"],
  ["measures/ranks.ts", "difference > TIE", ">", "no difference is exactly the margin of a tie"],
  ["measures/ranks.ts", "> burdens[i] + TIE", ">", "no burden is exactly that much greater"],
  ["measures/ranks.ts", "parts.reduce((a, b)", "0", "all burdens grow by one, their order stays"],
  ["measures/ranks.ts", "DRAWN_WEIGHTS = ", "4000", "one draw more of four thousand"],
  [
    "draw/hands.ts",
    "spots.length - 1, 1)",
    "1",
    "keeps from dividing by zero; no line is one point",
  ],
];
const { SyntaxKind } = ts;
const OTHER = new Map([
  ["+", "-"],
  ["-", "+"],
  ["*", "/"],
  ["/", "*"],
  ["%", "*"],
  ["<", "<="],
  ["<=", "<"],
  [">", ">="],
  [">=", ">"],
  ["===", "!=="],
  ["!==", "==="],
  ["&&", "||"],
  ["||", "&&"],
  ["++", "--"],
  ["+=", "-="],
  ["true", "false"],
  ["false", "true"],
]);

/** The changes of one file, as [place, length, new text]. */
function changes(path) {
  const source = ts.createSourceFile(
    path,
    readFileSync(path, "utf8"),
    ts.ScriptTarget.ES2022,
    true,
  );
  const found = [];
  const lines = source.text.split("\n");
  const isAlike = (node) => {
    const line = lines[source.getLineAndCharacterOfPosition(node.getStart()).line];
    return ALIKE.some(
      ([file, piece, was]) => path.endsWith(file) && line.includes(piece) && node.getText() === was,
    );
  };
  const put = (node, text) => {
    if (!isAlike(node)) found.push([node.getStart(), node.getEnd() - node.getStart(), text]);
  };
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node))
      return;
    if (ts.isNumericLiteral(node)) {
      if (!DRAWINGS.test(path)) put(node, `(${node.getText()} + 1)`);
    } else if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword)
      put(node, OTHER.get(node.getText()));
    else if (ts.isBinaryExpression(node) && OTHER.has(node.operatorToken.getText()))
      put(node.operatorToken, OTHER.get(node.operatorToken.getText()));
    else if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
      put(node, `(${node.operand.getText()})`);
    else if (ts.isConditionalExpression(node))
      put(node.condition, `!(${node.condition.getText()})`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Numbers from 0 to 1, the same each time. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function sample(all, n, seed) {
  const next = random(seed);
  return all
    .map((each) => [next(), each])
    .sort(([a], [b]) => a - b)
    .slice(0, n)
    .map(([, each]) => each);
}

/** Whether some test of a folder fails in a copy of front/. */
function noticed(copy, folder) {
  const all = readdirSync(join(copy, "test"))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => name.replace(".test.ts", ""));
  const files = folder in OWN_TESTS ? (OWN_TESTS[folder] ?? all) : [folder, "views"];
  return files.some((name) => {
    const command = ["--import", "tsx", `test/${name}.test.ts`];
    return spawnSync("node", command, { cwd: copy, timeout: TIMEOUT }).status !== 0;
  });
}

function tried(copy, folder, path, [at, length, text]) {
  const whole = readFileSync(path, "utf8");
  writeFileSync(path, whole.slice(0, at) + text + whole.slice(at + length));
  const found = noticed(copy, folder);
  writeFileSync(path, whole);
  if (!found) {
    const line = whole.slice(0, at).split("\n").length;
    const was = whole.slice(at, at + length);
    console.log(`  lives: ${path.slice(copy.length + 1)}:${line}  ${was} -> ${text}`);
  }
  return found;
}

const { values, positionals } = parseArgs({
  options: { sample: { type: "string", default: "40" }, seed: { type: "string", default: "1" } },
  allowPositionals: true,
});
const copy = mkdtempSync(join(tmpdir(), "mutants-"));
for (const name of ["src", "test", "eslint.config.js", "package.json", "tsconfig.json"])
  cpSync(join(FRONT, name), join(copy, name), { recursive: true });
symlinkSync(join(FRONT, "node_modules"), join(copy, "node_modules"));
for (const folder of positionals.length ? positionals : readdirSync(join(copy, "src"))) {
  const all = readdirSync(join(copy, "src", folder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(copy, "src", folder, name))
    .flatMap((path) => changes(path).map((change) => [path, change]));
  const some = sample(all, Number(values.sample), Number(values.seed));
  const found = some.filter(([path, change]) => tried(copy, folder, path, change)).length;
  const share = some.length ? Math.round((100 * found) / some.length) : 100;
  console.log(
    `${folder}: ${all.length} places, ${some.length} tried, ${found} noticed (${share} %)`,
  );
}
