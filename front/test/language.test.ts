/** Other languages: every sentence is found, each number has its form, and none goes by the door. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Linter } from "eslint";
import ts from "typescript";
import tseslint from "typescript-eslint";
import { words as rule } from "../eslint.config.js";
import causal from "../src/causal/index";
import clocks from "../src/clocks/index";
import code from "../src/code/index";
import paper from "../src/document/index";
import places from "../src/places/index";
import criteria from "../src/criteria/index";
import draw from "../src/draw/index";
import evidence from "../src/evidence/index";
import find from "../src/find/index";
import forecast from "../src/forecast/index";
import { h, placed } from "../src/kit/elements";
import { n, speak, t, type Catalogue } from "../src/kit/language";
import { chance, day, fixed, plain, score, share, whole, windowName } from "../src/kit/words";
import leaveout from "../src/leaveout/index";
import marking from "../src/marking/index";
import { pieces } from "../src/marking/state";
import memo from "../src/memo/index";
import byhand from "../src/byhand/index";
import { line } from "../src/byhand/state";
import memory from "../src/memory/index";
import lineup from "../src/null/index";
import pool from "../src/pool/index";
import predict from "../src/predict/index";
import sort from "../src/sort/index";
import ways from "../src/ways/index";
import weigh from "../src/weigh/index";
import work from "../src/work/index";
import { states } from "./known";
import { isHidden, Page, type View } from "./page";
import type { Traits } from "../src/kit/store";

const FRONT = fileURLToPath(new URL("..", import.meta.url));
const PYTHON =
  process.env.PYTHON ?? fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));

// ---- what is written

const files = readdirSync(`${FRONT}src`, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .sort();

interface Said {
  readonly file: string;
  readonly door: string;
  /** The one sentence, or the singular and the plural; undefined what is not written out. */
  readonly sentences: (string | undefined)[];
}

/** A text that is written out, whole or in pieces; undefined if it is made while the page runs. */
function written(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node)) return node.text;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return;
  const [left, right] = [written(node.left), written(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

function saidIn(file: string): Said[] {
  const text = readFileSync(`${FRONT}src/${file}`, "utf8");
  const found: Said[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const door = node.expression.text;
      const places = { t: 1, n: 2 }[door] ?? 0;
      const sentences = node.arguments.slice(0, places).map(written);
      if (places) found.push({ file, door, sentences });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
  return found;
}

const said = files.flatMap(saidIn);

test("every sentence is written out where it is used", () => {
  assert.ok(said.length > 200);
  for (const { file, door, sentences } of said) {
    assert.equal(sentences.length, door === "n" ? 2 : 1, file);
    for (const each of sentences) assert.ok(each?.trim(), `${file}: ${String(each)}`);
  }
});

const PLACE = /\{\w+\}/g;

test("singular and plural have the same parts", () => {
  for (const { file, sentences } of said.filter(({ door }) => door === "n")) {
    const [one, many] = sentences.map((each) => (each?.match(PLACE) ?? []).sort().join());
    assert.equal(one, many, `${file}: ${String(sentences[0])}`);
  }
});

const BABEL = `
import json, sys
from babel.messages.extract import extract_from_file
keywords = {"t": None, "n": (1, 2)}
found = [[path, *([said] if isinstance(said, str) else said)]
         for path in sys.argv[1:]
         for _, said, *_ in extract_from_file("javascript", path, keywords)]
print(json.dumps(found))
`;

test(
  "Babel finds for its catalogues what is written, no more and no less",
  { skip: !existsSync(PYTHON) && "no Python of the kit" },
  () => {
    const found = execFileSync(PYTHON, ["-c", BABEL, ...files], {
      cwd: `${FRONT}src`,
      encoding: "utf8",
    });
    const own = said.map(({ file, sentences }) => [file, ...sentences]);
    assert.deepEqual((JSON.parse(found) as string[][]).sort(), own.sort());
  },
);

// ---- what is said

const RUSSIAN: Catalogue = {
  language: "ru",
  messages: {
    "{n} learner": { one: "{n} ученик", few: "{n} ученика", many: "{n} учеников", other: "?" },
    "{low} to {high} in 100": "от {low} до {high} из 100",
  },
};

const COMMA = { ".": ",", ",": "\u00a0", "%": "\u00a0%" };

/** Speak a language for as long as something is done. */
function speaking<T>(catalogue: Catalogue, act: () => T): T {
  speak(catalogue);
  try {
    return act();
  } finally {
    speak();
  }
}

const learners = (count: number) => n("{n} learner", "{n} learners", count);

test("a number has the form that its language gives it", () => {
  const all = [0, 1, 2, 5, 11, 21, 22];
  assert.deepEqual(
    speaking(RUSSIAN, () => all.map(learners)),
    ["0 учеников", "1 ученик", "2 ученика", "5 учеников", "11 учеников", "21 ученик", "22 ученика"],
  );
  assert.deepEqual([0, 1, 2, 21].map(learners), [
    "0 learners",
    "1 learner",
    "2 learners",
    "21 learners",
  ]);
});

test("parts go into the places of the translation; what has none is said in English", () => {
  const both = () => [
    t("{low} to {high} in 100", { low: 5, high: 20 }),
    t("Undone."),
    n("{n} month", "{n} months", 2),
  ];
  assert.deepEqual(speaking(RUSSIAN, both), ["от 5 до 20 из 100", "Undone.", "2 months"]);
  assert.equal(
    speaking(RUSSIAN, () => t("{n} learner", { n: 1 })),
    "1 ученик",
  );
  assert.equal(t("{a} and {b}", { a: "{b}", b: 1 }), "{b} and 1");
});

test("a language that has but one form has it for every number", () => {
  const japanese = { language: "ja", messages: { "{n} learner": { other: "{n}人" } } };
  assert.deepEqual(
    speaking(japanese, () => [1, 2].map(learners)),
    ["1人", "2人"],
  );
});

test("days and thousands are written as in the language that is spoken", () => {
  const both = () => [day("1993-01-20"), day("1993-01-20", { dateStyle: "long" }), whole(12500)];
  assert.deepEqual(both(), ["January 1993", "20 January 1993", "12,500"]);
  assert.deepEqual(speaking({ language: "de", numbers: { ",": "." } }, both), [
    "Januar 1993",
    "20. Januar 1993",
    "12.500",
  ]);
  assert.equal(
    speaking({ language: "pt_BR" }, () => day("1993-01-20")),
    "janeiro de 1993",
  );
});

test("a window has its name in the language that is spoken", () => {
  const both = () => ["start", "end", "a whole term"].map(windowName);
  assert.deepEqual(both(), ["start", "end", "a whole term"]);
  const messages = { start: "inicio", end: "final" };
  assert.deepEqual(speaking({ language: "es", messages }, both), [
    "inicio",
    "final",
    "a whole term",
  ]);
});

test("a number that is read has a comma, and a line of code a point", () => {
  const asked = { ...states.byhand, form: "plain", kind: "number" } as const;
  const said = () => [
    t("{share} of {all}", { share: 0.25, all: 1234.5 }),
    ...[plain(-1.5), fixed(1.005, 1), share(0.25), share(1), score(2.5), chance(0.125)],
    line({ ...asked, target: "x" }, { [asked.fields[0].name]: 0.25 }),
  ];
  assert.deepEqual(speaking({ language: "es", numbers: COMMA }, said), [
    ...["0,25 of 1234,5", "-1,5", "1,0", "0,25", "1,00", "+2,5", "12,5 in 100", "x = 0.25"],
  ]);
  assert.deepEqual(said(), [
    ...["0.25 of 1234.5", "-1.5", "1.0", ".25", "1.00", "+2.5", "12.5 in 100", "x = 0.25"],
  ]);
});

test("an element stands where the translation has its place", () => {
  const shown = (sentence: string) => h("p", {}, placed(sentence, "x", h("b", {}, "it"))).innerHTML;
  assert.deepEqual(["{x} comes.", "Here: {x}", "No place"].map(shown), [
    "<b>it</b> comes.",
    "Here: <b>it</b>",
    "No place<b>it</b>",
  ]);
});

// ---- the rule that keeps it so

const findings = (text: string): (string | undefined)[] =>
  new Linter()
    .verify(text, {
      languageOptions: { parser: tseslint.parser },
      plugins: { kit: { rules: { words: rule as never } } },
      rules: { "kit/words": "error" },
    })
    .map(({ messageId, message }) => messageId ?? message);

const CASES: Record<string, readonly string[]> = {
  bare: [
    'const ask = () => "Shall it stay?";',
    "const line = (x) => `Line ${x}`;",
    'const told = (x) => (x ? "All" : null);',
    'h("p", {}, "word");',
    'h("p", {}, x && ["word"]);',
    'button("word", act);',
    'text(1, 2, "word");',
    'h("p", { "aria-label": x ? "word" : "other word" });',
    'p.setAttribute("aria-valuetext", `${x}word`);',
    'p.textContent = "word";',
    'p.append("word");',
    'const say = () => t("{x}", { x: "no code" });',
  ],
  made: ["const say = (x) => t(x);", "const say = (x) => n(`${x}`, 'b', 2);"],
  early: ['const TASK = t("Draw.");'],
  inside: ['const say = () => t("{x}", { x: t("none") });', 'const say = () => `${t("none")}.`;'],
  "": [
    'import { n, t } from "../kit/language";',
    'const say = () => t("Draw " + "it.", { x: "id" });',
    'class Desk { b = button(t("Undo"), () => n("{n} day", "{n} days", 2)); }',
    'const dot = () => h("p", { class: x ? "own open" : "own", title: t("Draw") }, "○ 2");',
    "s('g', { d: `M0 0 ${x}`, transform: `rotate(-90 14 ${x})` });",
    'const goes = key === "Escape" || key !== "no key";',
    'let way: "a b" | "c";',
    "const pattern = new RegExp(String.raw`a b${x}`);",
  ],
};

for (const [finding, texts] of Object.entries(CASES))
  test(
    finding ? `the rule of words says "${finding}"` : "the rule of words lets the rest be",
    () => {
      for (const text of texts)
        assert.deepEqual([...new Set(findings(text))], finding ? [finding] : [], text);
    },
  );

// ---- every widget in a language of which no letter is English

const PLAIN = "abcdefghijklmnopqrstuvwxyz";
const MARKED = [..."áɓćđéƒǵĥíĵķĺḿńóṕɋŕśţúṽŵẋýź"];

/** A sentence as no one writes it, a third longer; what stands in the places is left alone. */
function marked(sentence: string): string {
  const letters = sentence.replaceAll(/\{\w+\}|[a-z]/gi, (each) => {
    const letter = MARKED[PLAIN.indexOf(each.toLowerCase())] ?? each;
    return each === each.toLowerCase() ? letter : letter.toUpperCase();
  });
  return letters + "~".repeat(Math.ceil(sentence.length / 3));
}

/** With the months and plural forms of Russian, which has no letter in common with English. */
function pseudo(): Catalogue {
  const each = said.map(({ sentences: [one = "", many] }) => {
    const forms = many && { one: marked(one), few: marked(many), many: marked(many) };
    return [one, forms ?? marked(one)] as const;
  });
  return { language: "ru", numbers: COMMA, messages: Object.fromEntries(each) };
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(leaves);
}

const ATTRIBUTES = ["aria-label", "aria-valuetext", "title", "alt", "placeholder"];

/** Everything of a view that is read or heard, piece by piece. */
function read({ el }: View): string[] {
  const pieces: string[] = [];
  for (const element of [el, ...el.querySelectorAll("*")]) {
    pieces.push(...ATTRIBUTES.map((name) => element.getAttribute(name) ?? ""));
    // A share code is the same in every language.
    if (element.localName === "code") continue;
    for (const child of element.childNodes)
      if (child.nodeType === child.TEXT_NODE) pieces.push(child.textContent ?? "");
  }
  return pieces.filter((each) => each.trim());
}

/**
 * What is left of a piece without what Python sent: two English letters or more, or the point of an
 * English number, go by the door.
 */
function isBare(piece: string, data: readonly string[]): boolean {
  const rest = data.reduce((left, each) => left.replaceAll(each, " "), piece.toLowerCase());
  return /[a-z]{2}|(^|\d|\W)\.\d/.test(rest);
}

/**
 * Choose, move, tick and press whatever a view has and still shows, one after the other, as long as
 * a look at it asks for more.
 */
function touch(view: View, look: () => boolean): void {
  const each = <E extends Element>(selector: string, act: (element: E) => void) => {
    for (const element of view.all<E>(selector))
      if (element.isConnected && !isHidden(element)) {
        act(element);
        if (!look()) return;
      }
  };
  each<HTMLInputElement>("input[type=range]", (one) => view.put(one, String(+one.max - 1)));
  each<HTMLInputElement>("input[type=radio], input[type=checkbox]", (one) => one.click());
  each<HTMLSelectElement>("select", (one) => view.put(one, one.options[1]?.value ?? ""));
  for (let round = 0; round < 2; round++) each<HTMLElement>("button", (one) => one.click());
}

const longestFirst = (texts: readonly string[]): string[] =>
  texts
    .map((each) => each.toLowerCase())
    .filter((each) => each.length > 1)
    .sort((a, b) => b.length - a.length);

/** The pieces of a page that go by the door, from its first picture on until they are enough. */
function leaks(
  page: Page<Traits>,
  data: readonly string[],
  tick: () => void,
  enough = Infinity,
): string[] {
  // Nearly all pieces stand there at every look: what the data explain is not asked again.
  const [found, explained] = [new Set<string>(), new Set<string>()];
  const always = longestFirst(data);
  const view = page.open();
  const look = () => {
    tick();
    const now = longestFirst([...data, ...leaves(page.get("answer"))]);
    for (const piece of read(view)) {
      if (explained.has(piece) || found.has(piece)) continue;
      if (!isBare(piece, always)) explained.add(piece);
      else if (isBare(piece, now)) found.add(piece);
    }
    return found.size < enough;
  };
  if (look()) touch(view, look);
  page.python("conflict", "!");
  page.reply();
  look();
  view.close();
  return [...found];
}

const seal = (states.forecast_locked.answer.hash ?? "").slice(0, 12);
const basic = { lesson: "06", notice: "", conflict: "", choice: "", answer: {} };
const memoOf = { text: `x ${states.memo.acts[0][0]} 2024-08-y`, other: { name: "z", text: "z" } };
// Labels of boxes stand in several lines, a few words each.
const boxes = Object.values(states.causal.maps).flatMap((map) => map.boxes);
const inBoxes = boxes.flatMap(({ label }) => label.split(" "));
// The model essay stands in pieces, where notes are.
const { text: model = "", notes = [] } = states.marking_locked.model;
const ofModel = pieces(model, notes).map(({ words }) => words);
/** Each with what it shows of its data that is not a text of its state as it stands. */
const WIDGETS: Record<string, readonly [() => unknown, object, ...string[]]> = {
  causal: [causal, states.causal, ...inBoxes],
  clocks: [clocks, states.clocks],
  places: [places, states.places],
  code: [code, states.code],
  "code, locked": [code, states.code_locked],
  document: [paper, states.document],
  "document, locked": [paper, states.document_locked],
  byhand: [byhand, states.byhand, "carried"],
  "byhand, calls": [byhand, states.byhand_calls, "rc.by_hand"],
  criteria: [criteria, states.criteria],
  "criteria, sealed": [criteria, states.criteria_sealed],
  draw: [draw, states.draw],
  evidence: [evidence, states.evidence],
  find: [find, { ...states.find, events: states.find.events.slice(0, 12) }],
  forecast: [forecast, states.forecast],
  "forecast, locked": [forecast, states.forecast_locked, seal],
  "forecast, reveal": [forecast, states.forecast_reveal],
  "forecast, on the spot": [forecast, states.forecast_here],
  marking: [marking, states.marking],
  "marking, locked": [marking, states.marking_locked, ...ofModel],
  memo: [memo, { ...states.memo, answer: memoOf }, "reset-cycle-memo-11-rus.txt", "january"],
  leaveout: [leaveout, { ...states.leaveout, draws: 100 }],
  memory: [memory, states.memory],
  null: [lineup, states.null],
  pool: [pool, states.pool],
  predict: [predict, states.predict],
  "predict, locked": [predict, states.predict_locked],
  sort: [sort, states.sort, ...Object.keys(states.sort.choices)],
  "sort, the desk, locked": [sort, states.sort_locked, ...Object.keys(states.sort_locked.choices)],
  ways: [ways, states.ways],
  weigh: [weigh, { ...states.weigh, draws: { n: 50, seed: 1 } }],
  work: [work, { ...basic, file_text: "{}", uploaded: "" }, "reset-cycle-06.json"],
};

for (const [name, [make, state, ...also]] of Object.entries(WIDGETS))
  test(`${name}: nothing that is read or heard goes by the door`, (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const clipboard = { writeText: () => Promise.resolve() };
    Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
    // jsdom goes nowhere but to a place on the page.
    t.mock.method(URL, "createObjectURL", () => "#");
    t.mock.method(URL, "revokeObjectURL", () => undefined);
    t.after(() => speak());
    const found = (catalogue: Catalogue, enough?: number) => {
      const page = new Page(make as never, { ...state, _catalogue: catalogue } as never);
      return leaks(page, [...also, ...leaves(state)], () => t.mock.timers.tick(9000), enough);
    };
    assert.deepEqual(found(pseudo()), []);
    assert.ok(found({}, 4).length > 3, "in English, nearly all would");
  });
