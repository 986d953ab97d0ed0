import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/causal/index";
import { byClaim, press, read, sentence, type Causes } from "../src/causal/state";
import { states } from "./known";
import { isHidden, Page, type View } from "./page";

const { maps } = states.causal;
const open = (answer: object = {}) => {
  const page = new Page(widget, states.causal, answer);
  return { page, view: page.open() };
};
const fate = (view: View, arrow: string) =>
  view.one(`[data-arrow=${arrow}]`).getAttribute("data-fate");
const click = (view: View, selector: string) => view.pointer(view.one(selector), "click", 0, 0);

/** Thin ground and a shock meet; doubt makes it worse, and what is worse breeds doubt. */
const SMALL: Causes = {
  name: "small",
  boxes: ["thin", "shock", "doubt", "meet", "relation"].map((id, i) => ({
    ...{ id, label: id, column: Math.max(0, i - 2), low: i, high: i + 1 },
    ...(id === "meet" && { needs: "thin" }),
  })),
  arrows: [
    ["a", "thin", "meet", "+", "interaction"],
    ["b", "shock", "meet", "+", "interaction"],
    ["c", "meet", "relation", "-", "main"],
    ["d", "doubt", "meet", "+", "amplifies"],
    ["e", "relation", "doubt", "-", "feedback"],
  ].map(([id, from, to, sign, kind]) => ({ id, from, to, sign, kind, claim: "C1", note: "" })),
};

test("what is taken out, what falls and what is left are said in numbers", () => {
  const said = (...out: string[]) => sentence(SMALL, new Set(out));
  const ways = (down: number, larger: number) =>
    `Ways to better relations: 0 of 0. Ways to worse relations: ${down} of 2. ` +
    `Harms that something makes larger: ${larger} of 1.`;
  const turns = "The loop turns: worse relations make the next harm larger.";
  const broken =
    "The loop is broken: nothing here makes one round end lower than the round before.";
  assert.equal(said(), `Everything stands. ${ways(2, 1)} ${turns}`);
  assert.equal(said("a"), `Taken out: 1 arrow. With them 4 more fall. ${ways(0, 0)} ${broken}`);
  assert.equal(said("d"), `Taken out: 1 arrow. With them 1 more falls. ${ways(2, 0)} ${broken}`);
  assert.equal(said("d", "e"), `Taken out: 2 arrows. Nothing else falls. ${ways(2, 0)} ${broken}`);
});

test("a second press puts back, and of several arrows only when none of them stands", () => {
  const shown = { part: "base", out: new Set(["E01"]) };
  assert.deepEqual([...press(shown, ["E01"]).out], []);
  assert.deepEqual([...press(shown, ["E01", "E02"]).out], ["E01", "E02"]);
  assert.deepEqual([...press(press(shown, ["E01", "E02"]), ["E01", "E02"]).out], []);
});

test("of a kept answer only maps and arrows of today are read", () => {
  const strange = { part: "biden", out: ["E99", 5, "E26", "E01"] };
  assert.deepEqual(read({ maps, answer: strange }), {
    part: "base",
    out: new Set(["E01", "E26"]),
  });
  assert.deepEqual(read({ maps, answer: { out: "E01" } }).out, new Set());
});

test("an arrow of the picture goes with one press, and its words are those of the article", () => {
  const { page, view } = open();
  click(view, "[data-arrow=E09]");
  assert.deepEqual(page.get("answer"), { part: "base", out: ["E09"] });
  assert.deepEqual(
    [fate(view, "E09"), fate(view, "E11"), fate(view, "E12")],
    ["out", "falls", "stands"],
  );
  assert.match(view.text(".taken"), /^C23, paragraph 14: “Even when the relationship/);
  assert.equal(view.all("[data-box=shallow_foundations]")[0].getAttribute("data-fate"), "falls");
  click(view, "[data-arrow=E09]");
  assert.deepEqual(page.get("answer"), { part: "base", out: [] });
  assert.equal(view.text(".taken"), "");
});

test("a box takes all its arrows with it, by keys too, and the end of the map takes none", () => {
  const { page, view } = open();
  const box = view.one("[data-box=mutual_suspicion]");
  view.key(box, "Enter");
  const around = ["E15", "E16", "E17", "E18", "E19", "E37", "E38"];
  assert.deepEqual([...(page.get("answer").out as string[])].sort(), around);
  assert.equal(box.getAttribute("aria-pressed"), "true");
  assert.equal(box.getAttribute("aria-label"), "Mutual suspicion: falls");
  view.key(box, " ");
  view.key(box, "x");
  assert.deepEqual(page.get("answer").out, []);
  assert.equal(view.one("[data-box=relation]").getAttribute("role"), null);
});

test("a claim takes all arrows that rest on it, in the list", () => {
  const { page, view } = open();
  const [, arrows] = byClaim(maps.base).find(([name]) => name === "C21") ?? ["", []];
  view.press(`Take out C21: ${arrows.length} arrows`);
  assert.deepEqual(
    page.get("answer").out,
    arrows.map(({ id }) => id),
  );
  const row = view.all<HTMLElement>("li[data-fate=falls]")[0];
  assert.match(row.textContent ?? "", /^ State of US-Russia relations → Mutual suspicion/);
  view.check(row.querySelector("input")!);
  assert.equal((page.get("answer").out as string[]).length, arrows.length + 1);
});

test("one map is shown at a time, and what is out of the other is kept", () => {
  const { page, view } = open({ part: "base", out: ["E01"] });
  const seen = () => view.all(".fluid").map((each) => !isHidden(each));
  assert.deepEqual(seen(), [true, false]);
  view.check(view.all("input[type=radio]")[1]);
  assert.deepEqual(seen(), [false, true]);
  assert.deepEqual(page.get("answer"), { part: "trump", out: ["E01"] });
  assert.match(view.says, /^Everything stands\. .* 10 of 10\. .* 1 of 1\.$/);
  view.press("Put everything back");
  assert.deepEqual(page.get("answer"), { part: "trump", out: [] });
});
