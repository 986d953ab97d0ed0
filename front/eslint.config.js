import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** The doors to the language that is spoken, and how many of their arguments are sentences. */
const DOORS = new Map([
  ["t", 1],
  ["n", 2],
]);
/** Words with room between them, or one with a capital. */
const SAYS = /\p{L}.*\s|\s.*\p{L}|^\p{Lu}\p{Ll}/su;
/** Attributes that are looked at, and those that are read. */
const LOOKS = new Set(["class", "className", "cssText", "d", "style", "transform", "viewBox"]);
const READ = new Set([
  "alt",
  "aria-label",
  "aria-valuetext",
  "placeholder",
  "textContent",
  "title",
]);
/** Calls that show their arguments, from which one on. */
const SHOW = new Map([
  ...[...["h", "s", "dress", "text"].map((name) => [name, 2]), ["button", 0]],
  ...["append", "prepend", "replaceChildren"].map((name) => [name, 0]),
]);
/** Calls that look for an element, by what it is. */
const FINDS = /^(querySelector(All)?|closest|matches)$/;
const PASSED_ON = /^(ArrayExpression|ConditionalExpression|LogicalExpression|SpreadElement)$/;

const nameOf = (node) => node.name ?? node.value ?? (node.property && nameOf(node.property));
const isDoor = (node) => node.type === "CallExpression" && DOORS.has(node.callee.name);
const isLiteral = (node) =>
  node.type === "BinaryExpression" && node.operator === "+"
    ? isLiteral(node.left) && isLiteral(node.right)
    : node.type === "Literal" && typeof node.value === "string";

/** Whether a text is where a learner reads it; undefined if its place does not tell. */
function isRead(child, parent = child.parent) {
  if (
    PASSED_ON.test(parent.type) ||
    (parent.type === "BinaryExpression" && parent.operator === "+")
  )
    return isRead(parent);
  if (parent.type === "Property" || parent.type === "AssignmentExpression") {
    const name = nameOf(parent.key ?? parent.left);
    if (parent.key === child) return false;
    return LOOKS.has(name) ? false : READ.has(name) || undefined;
  }
  // A text that is compared is the name of something; a tagged one is a pattern.
  if (parent.type !== "CallExpression")
    return /^(BinaryExpression|ImportDeclaration|TaggedTemplateExpression|TSLiteralType)$/.test(
      parent.type,
    )
      ? false
      : undefined;
  const [name, place] = [nameOf(parent.callee), parent.arguments.indexOf(child)];
  if (isDoor(parent) && place < DOORS.get(name)) return false;
  if (FINDS.test(name)) return false;
  if (name === "setAttribute")
    return place > 0 && (READ.has(parent.arguments[0].value) || undefined);
  return place >= SHOW.get(name) || undefined;
}

/** Every text that a learner reads goes through t() or n(), where all tools find it. */
export const words = {
  meta: {
    type: "problem",
    messages: {
      bare: "What a learner reads goes through t() or n() of kit/language.ts.",
      made: "Write the sentence out where it is used: a catalogue has only what is written.",
      early: "Say it in a function: while a module loads, no language is spoken yet.",
      inside: "Say it in a line of its own: inside another call or text no catalogue finds it.",
    },
  },
  create(context) {
    const check = (node, text) => {
      const read = isRead(node);
      if (read === false) return;
      if (SAYS.test(text) || (read && /\p{L}/u.test(text)))
        context.report({ node, messageId: "bare" });
    };
    return {
      Literal: (node) => typeof node.value === "string" && check(node, node.value),
      TemplateLiteral: (node) =>
        // String.raw`...` writes a pattern.
        node.parent.type !== "TaggedTemplateExpression" &&
        check(node, node.quasis.map(({ value }) => value.cooked).join("\0")),
      CallExpression(node) {
        if (!isDoor(node)) return;
        const over = context.sourceCode.getAncestors(node);
        const sentences = node.arguments.slice(0, DOORS.get(node.callee.name));
        if (!sentences.every(isLiteral)) context.report({ node, messageId: "made" });
        if (over.some((each) => isDoor(each) || each.type === "TemplateLiteral"))
          context.report({ node, messageId: "inside" });
        if (!over.some(({ type }) => /Function|PropertyDefinition/.test(type)))
          context.report({ node, messageId: "early" });
      },
    };
  },
};

export default tseslint.config(
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // As in Python: a function fits on a screen.
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["src/**/*.ts"],
    plugins: { kit: { rules: { words } } },
    rules: {
      "kit/words": "error",
      // A number in a sentence is given its form in words.ts, so that all widgets say it alike.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // node's `test` answers with a promise that the runner itself waits for.
      "@typescript-eslint/no-floating-promises": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["*.js"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
);
