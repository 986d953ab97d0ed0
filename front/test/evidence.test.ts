/** WeighEvidence: what follows from figures is what Python computes, and every hand is undone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/evidence/index";
import {
  bandWords,
  figuresOf,
  frameOf,
  readingOf,
  sentence,
  sharedOf,
  update,
  type EvidenceTraits,
} from "../src/evidence/state";
import { pack } from "../src/kit/codes";
import { known, states } from "./known";
import { near } from "./near";
import { Page, type View } from "./page";

const STATE = states.evidence;
const LAW = "2017-08-caatsa";
const place = (id: string) => STATE.findings.findIndex((finding) => finding.id === id);
const rival = (id: string) => STATE.rivals.findIndex((one) => one.id === id);
const open = (answer: EvidenceTraits["answer"] = {}) => {
  const page = new Page(widget, STATE, answer);
  return { page, view: page.open() };
};
const sliders = (view: View, finding: string) =>
  view.all<HTMLInputElement>("tr.panel")[place(finding)].querySelectorAll("input");
const cell = (view: View, finding: string, name: string) =>
  view.all<HTMLElement>("td.chance")[place(finding) * STATE.rivals.length + rival(name)];
const settle = () => new Promise((done) => setTimeout(done, 5));

test("beliefs and ratios are those of Python", () => {
  for (const { answer, posterior, for_best, against_worst } of known.beliefs) {
    const frame = frameOf(answer, STATE);
    near(frame.posterior, posterior);
    near(
      frame.readings.map(({ forBest }) => forBest),
      for_best,
    );
    near(
      frame.readings.map(({ againstWorst }) => againstWorst),
      against_worst,
    );
  }
});

test("only ratios count: twice as probable under every explanation changes nothing", () => {
  const row = [0.1, 0.2, 0.45];
  const once = update([0.2, 0.3, 0.5], [row]);
  near(update([0.2, 0.3, 0.5], [row.map((p) => 2 * p)]), once, 1e-12);
  near(once, [2 / 30.5, 6 / 30.5, 22.5 / 30.5], 1e-12);
});

test("a figure is compared with the mean of the others", () => {
  const { best, forBest, worst, againstWorst } = readingOf([0.8, 0.1, 0.3]);
  assert.deepEqual([best, worst], [0, 1]);
  near([forBest, againstWorst], [4, 5.5], 1e-12);
});

test("a learner's own figure goes before that of a desk, and that before the kit's", () => {
  const [i, j] = [place("2022-02-invasion"), rival("choices")];
  const cellOf = (answer: EvidenceTraits["answer"]) => figuresOf(answer, STATE)[i][j];
  const own = { "2022-02-invasion": { choices: 0.12 } };
  assert.deepEqual(cellOf({}).whose, "kit");
  assert.deepEqual(cellOf({ desk: "RUS" }), {
    p: STATE.argued.RUS["2022-02-invasion"].choices?.p,
    whose: "desk",
  });
  assert.deepEqual(cellOf({ desk: "RUS", figures: own }), { p: 0.12, whose: "own" });
});

test("below the ratio that counts as strong, no leader is named", () => {
  const said = (posterior: number[]) =>
    sentence({ ...frameOf({}, STATE), posterior }, STATE).includes("does not decide");
  const rest = [0, 0, 0, 0, 0];
  assert.ok(said([0.79, 0.21, ...rest]));
  assert.ok(!said([0.8, 0.2, ...rest]));
});

test("a figure at the border of two bands has the words of the lower one", () => {
  const words = (p: number) => bandWords(p, STATE);
  assert.equal(words(0.55), "roughly even chance");
  assert.equal(words(0.56), "likely");
  assert.equal(words(0.99), "almost certain");
});

test("a slider moves its cell and every belief, and Undo takes one gesture back", async () => {
  const { page, view } = open();
  view.press("Sanctions law");
  const before = view.texts(".bars .number");
  const [structure] = sliders(view, LAW);
  view.put(structure, "10");
  await settle();
  assert.equal(cell(view, LAW, "structure").textContent, ".10");
  assert.deepEqual(page.get("answer").figures, { [LAW]: { structure: 0.1 } });
  const after = view.texts(".bars .number");
  assert.notDeepEqual(after, before);
  assert.match(
    structure.getAttribute("aria-valuetext") ?? "",
    /^\.10, very unlikely; .* has \.\d\d$/,
  );
  view.press("Undo");
  await settle();
  assert.deepEqual(view.texts(".bars .number"), before);
});

test("a desk moves its own figures only, says how many, and the reason names its source", async () => {
  const { view } = open();
  view.check(view.all("fieldset input")[2]);
  await settle();
  const moved = view.all<HTMLElement>('td[data-whose="desk"]').length;
  const argued = Object.values(STATE.argued.RUS).flatMap((row) => Object.values(row));
  assert.equal(moved, argued.length);
  assert.ok(view.says.startsWith(`${moved} figures are as an adviser in Moscow`));
  view.press("Invasion of Ukraine");
  const [panel] = view.all<HTMLElement>("tr.panel:not([hidden])");
  assert.match(panel.textContent ?? "", /Moscow might argue: .*\(Kremlin: Address/);
});

test("a finding that is left out neither counts nor is forgotten", async () => {
  const { page, view } = open();
  const box = view.all("td input[type=checkbox]")[place(LAW)];
  view.check(box);
  await settle();
  assert.deepEqual(page.get("answer").left_out, [LAW]);
  near(
    frameOf(page.get("answer"), STATE).posterior,
    update(
      STATE.rivals.map(() => 1 / 7),
      STATE.findings.filter(({ id }) => id !== LAW).map(({ kit }) => kit),
    ),
    1e-12,
  );
  view.check(box);
  await settle();
  assert.deepEqual(page.get("answer").left_out, []);
});

test("with every figure at one half, what was believed before is believed after", async () => {
  const { page, view } = open({ points: { structure: 100, drift: 1 } });
  view.press("Every figure one half");
  await settle();
  const { prior, posterior } = frameOf(page.get("answer"), STATE);
  near(posterior, prior, 1e-12);
  view.press("Reset");
  assert.deepEqual(page.get("answer"), {});
});

test("a code holds whole findings that differ from the kit's, and none where nothing does", () => {
  assert.equal(sharedOf({ points: { drift: 3 }, left_out: [LAW] }, STATE), null);
  const kit = STATE.findings[place(LAW)].kit[rival("status")];
  assert.equal(sharedOf({ figures: { [LAW]: { status: kit } } }, STATE), null);
  const shared = sharedOf({ figures: { [LAW]: { status: 0.99 } } }, STATE);
  assert.deepEqual(Object.keys(shared?.work.likelihoods ?? {}), [LAW]);
  assert.equal(Object.keys(shared?.work.likelihoods[LAW] ?? {}).length, STATE.rivals.length);
  const { view } = open({ figures: { [LAW]: { status: 0.99 } } });
  const [, first] = view.text(".share-code").split("-");
  const at = { learner: STATE.learner, saved: "2026-11-29T03:00:00Z" };
  assert.ok(shared && pack("likelihoods", shared.work, at, STATE.lists as never).includes(first));
});
