/** Criteria: verdicts as Python gives them, a seal that waits for all, and verdicts that turn. */
import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/criteria/index";
import { judged, tally, turned, verdict, verdictWords, type Step } from "../src/criteria/state";
import { known, states } from "./known";
import { isHidden, Page } from "./page";

const LEAST = 6;
const step = (more: Partial<Step>): Step => ({
  ...{ acts: "all", sure: "mean", presidency: "Obama", claim: "C04" },
  ...{ size: 1, low: 0, high: 2, n: 9, ...more },
});

test("a verdict is the one that Python gives", () => {
  for (const { verdict: said, points, ...one } of known.verdicts)
    assert.equal(verdictWords(verdict(step(one), points, LEAST)), said);
});

test("a seal waits until all is chosen, and then asks Python once", () => {
  const page = new Page(widget, states.criteria);
  const view = page.open();
  view.press("Seal");
  assert.equal(view.says, "6 choices are left.");
  view.all("input[type=range]").forEach((slider) => view.put(slider, "2"));
  view.check(view.one("input[value=deeds]"));
  view.check(view.one("input[value=mean]"));
  view.press("Seal");
  assert.equal(page.sent.at(-1)?.locking, true);
});

test("what was sealed is told with its moment and its code, and can be changed no more", () => {
  const view = new Page(widget, states.criteria_sealed).open();
  assert.match(view.says, /^Sealed on 22 November 2026 at 12:00 UTC/);
  assert.ok(view.all("input").every(isHidden));
  assert.match(view.text(".share-code"), /^RC8-/);
});

test("before the seal the page holds nothing of the record", () => {
  assert.equal("steps" in states.criteria, false);
});

test("a threshold that is moved turns verdicts, and says whose", () => {
  const steps = [step({}), step({ presidency: "Biden", size: 5, low: 4, high: 6 })];
  const at = (points: string) => judged(steps, { acts: "all", sure: "mean", C04: points }, LEAST);
  assert.equal(turned(at("1"), at("1.5")), "No verdict turns.");
  assert.equal(turned(at("1"), at("5")), "Turned: Obama not met; Biden cannot tell.");
  assert.equal(tally(at("3"), "Obama"), "Obama: 1 not met.");
});

test("the board over the record shows four pictures and as many thresholds", () => {
  const view = new Page(widget, states.criteria_moved).open();
  assert.equal(view.all("svg").length, 4);
  assert.match(view.text(".sums"), /^Trump I: 1 not met, 3 cannot tell\. Biden: 3 met, 1 cannot/);
  assert.equal(view.all("svg .sealed").length, 4, "the seal is marked in each");
});
