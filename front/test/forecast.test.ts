import assert from "node:assert/strict";
import { test } from "node:test";
import { noReply } from "../src/kit/words";
import widget from "../src/forecast/index";
import * as say from "../src/forecast/state";
import { states } from "./known";
import { near } from "./near";
import { isHidden, Page, type View } from "./page";

const { questions, bands } = states.forecast;
const empty = { forecasts: {}, locked_at: null, hash: null };
const reveal = states.forecast_reveal;
const open = (answer: say.ForecastTraits["answer"] = empty, state = states.forecast) => {
  const page = new Page(widget, state, answer);
  return { page, view: page.open() };
};
const pick = (view: View, band: string) => view.check(view.one(`input[value=${band}]`));
const marks = (view: View) => view.texts(".steps button");

test("a question stands with its facts; one without a condition has none", () => {
  const { view } = open();
  const [one] = questions;
  assert.equal(view.text("h3"), `Question 1 of 3: ${one.text}`);
  assert.deepEqual(view.texts("dt"), ["Known so far", "Counts as yes", "Closes"]);
  assert.deepEqual(view.texts("dd"), [one.background, one.criteria, one.closes]);
  const conditional = questions.findIndex(({ condition }) => condition);
  view.press(`○ ${conditional + 1}`);
  assert.deepEqual(view.texts("dt"), ["Known so far", "Counts as yes", "Only if", "Closes"]);
  assert.equal(view.texts("dd")[2], questions[conditional].condition);
  assert.equal(
    view.text("p"),
    `It is ${one.opens}. You know what was known on that day, and nothing later.`,
  );
});

test("bands have their words, their range and a drawing of it", () => {
  const { view } = open();
  const rows = view
    .all("label.band")
    .map((row) => [...row.children].map((each) => each.textContent));
  assert.deepEqual(
    rows.map(([, words, range]) => [words, range]),
    bands.map(({ words, low, high }) => [
      words,
      `${(low * 100).toFixed()} to ${(high * 100).toFixed()} in 100`,
    ]),
  );
  const tracks = view.all(".track span").map((each) => each.getAttribute("style"));
  assert.match(tracks[3] ?? "", new RegExp(`^left:${bands[3].low * 100}%;width:`));
});

test("previous and next stop at the ends", () => {
  const { view } = open();
  const [back, on] = view.all<HTMLButtonElement>(".card .bar button");
  const here = () => [back.disabled, on.disabled];
  assert.deepEqual(here(), [true, false]);
  on.click();
  assert.deepEqual(here(), [false, false]);
  on.click();
  assert.deepEqual(here(), [false, true]);
  assert.equal(view.text("h3"), `Question 3 of 3: ${questions[2].text}`);
  assert.deepEqual(
    view.all(".steps button").map((step) => step.getAttribute("aria-current")),
    [null, null, "step"],
  );
  back.click();
  assert.match(view.text("h3"), /^Question 2 of 3/);
});

test("a band is said, kept with its probability, and marked in the list", () => {
  const { page, view } = open();
  view.press("Next");
  pick(view, "likely");
  assert.equal(view.says, "Question 2: likely, counted as 67.5 in 100.");
  const entry = { band: "likely", p: 0.675, reason: "" };
  assert.deepEqual(page.get("answer"), { ...empty, forecasts: { [questions[1].id]: entry } });
  assert.deepEqual(marks(view), ["○ 1: open", "● 2: likely", "○ 3: open"]);
  assert.ok(view.texts("span").includes("1 of 3 answered."));
});

test("a reason waits for its band, belongs to its question, and is followed by the other view", () => {
  const { page, view } = open();
  const other = page.open();
  const reason = (each: View) => each.one("input[type=text]");
  view.put(reason(view), "said first");
  assert.deepEqual(page.get("answer"), empty);
  view.press("Next");
  assert.equal(reason(view).value, "");
  view.press("← Previous");
  assert.equal(reason(view).value, "said first");
  pick(view, "even");
  assert.equal(page.get("answer").forecasts?.[questions[0].id].reason, "said first");
  assert.equal(reason(other).value, "said first");
  view.put(reason(view), "said later");
  assert.equal(reason(other).value, "said later");
  assert.equal(page.get("answer").forecasts?.[questions[0].id].band, "even");
});

test("a lock names what is without an answer, asks, and tells of Python's silence", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { page, view } = open();
  view.press("Lock my forecasts");
  assert.equal(view.says, "There is nothing to lock yet: answer at least one question.");
  pick(view, "even");
  view.press("Lock my forecasts");
  assert.ok(view.one<HTMLDialogElement>("dialog").open);
  assert.equal(view.text("dialog h3"), "Lock 1 forecast?");
  const rest = "Without an answer, and so without a score: questions 2, 3.";
  assert.equal(
    view.text("dialog p"),
    `Once locked, they cannot be changed, and none can be added. ${rest}`,
  );
  view.press("Not yet");
  assert.ok(!view.one<HTMLDialogElement>("dialog").open);
  view.press("Lock my forecasts");
  view.press("Lock them");
  assert.equal(page.sent[page.sent.length - 1].locking, true);
  t.mock.timers.tick(8000);
  assert.equal(view.says, noReply());
});

test("the question before a lock counts forecasts and open questions", () => {
  const given = (n: number) =>
    Object.fromEntries(questions.slice(0, n).map(({ id }) => [id, { band: "even", p: 0.5 }]));
  assert.match(say.lockWords(questions, given(2))[1], /without a score: question 3\.$/);
  assert.deepEqual(say.lockWords(questions, given(3)), [
    "Lock 3 forecasts?",
    "Once locked, they cannot be changed, and none can be added.",
  ]);
});

test("a lock that comes from Python closes the board and shows its seal in every view", () => {
  const { page, view } = open();
  const other = page.open();
  view.put(view.one("input[type=text]"), "never given");
  const locked = states.forecast_locked.answer;
  page.python("answer", locked);
  for (const each of [view, other]) {
    assert.equal(each.says, "Your forecasts are locked.");
    assert.ok(
      each
        .texts("p")
        .includes(
          `Locked on 22 November 2026 at 12:00 UTC: 3 forecasts, seal ${locked.hash?.slice(0, 12)}. A later lesson reveals what happened.`,
        ),
    );
    assert.ok(each.all("input[type=radio]").every(({ disabled }) => disabled));
    assert.equal(each.one("input[type=text]").value, questions[0].id);
    assert.ok(each.one("input[type=text]").readOnly);
  }
  assert.ok(isHidden(view.all(".bar")[1]));
  assert.throws(() => view.press("Lock my forecasts"));
});

// ---- the reveal

const remembered = Object.fromEntries(questions.map(({ id }) => [id, { band: "even", p: 0.5 }]));

test("before any outcome all is remembered, one by one", () => {
  const { page, view } = open(
    { remembered: {}, revealed: [] },
    { ...reveal, shown: [], summary: {} },
  );
  assert.equal(
    view.text("p"),
    "Before any outcome: what did you say then? 0 of 3 remembered. If you are unsure, give your best guess.",
  );
  const next = view.all("button").find(({ textContent }) => textContent?.startsWith("Reveal"));
  assert.ok(next);
  questions.forEach((_, i) => {
    assert.ok(isHidden(next));
    pick(view, "unlikely");
    const end = i === 2 ? " That was the last: the outcomes can be revealed now." : "";
    assert.equal(view.says, `Question ${i + 1}: you remember unlikely.${end}`);
    if (i < 2) view.press("Next");
  });
  assert.ok(!isHidden(next));
  assert.deepEqual(marks(view), ["● 1: unlikely", "● 2: unlikely", "● 3: unlikely"]);
  assert.deepEqual(page.get("answer").remembered?.[questions[2].id], {
    band: "unlikely",
    p: 0.325,
  });
});

test("outcomes are asked for in order, and told as Python sends them", () => {
  const { page, view } = open({ remembered, revealed: [] }, { ...reveal, shown: [], summary: {} });
  questions.forEach(({ id }, i) => {
    view.press(`Reveal the outcome of question ${i + 1}`);
    assert.deepEqual(
      page.sent[page.sent.length - 1].answer?.revealed,
      questions.slice(0, i + 1).map((each) => each.id),
    );
    page.python("shown", reveal.shown.slice(0, i + 1));
    const one = reveal.shown[i];
    assert.equal(one.id, id);
    assert.equal(view.text("h3"), `Question ${i + 1} of 3: ${questions[i].text}`);
    assert.equal(
      view.says,
      `Question ${i + 1}, outcome: ${one.outcome}. You said ${one.words}, ${+(one.p * 100).toFixed(1)} in 100. Brier score so far ${one.brier?.toFixed(3)}.`,
    );
    assert.equal(view.text(".verdict"), `Outcome: ${one.outcome}`);
    assert.equal(view.text(".result p + p"), one.note);
    assert.equal(view.one("a").getAttribute("href"), one.url);
    assert.equal(view.text("a"), one.source);
    assert.equal(view.text("p"), `${i + 1} of 3 outcomes revealed.`);
  });
  assert.ok(isHidden(view.one("fieldset")));
  assert.deepEqual(
    marks(view),
    reveal.shown.map((one, i) => `● ${i + 1}: ${one.outcome}; you: ${one.words}`),
  );
  view.press("● 1");
  assert.equal(view.text(".verdict"), `Outcome: ${reveal.shown[0].outcome}`);
});

test("a question that is not revealed yet says so, and the next one is offered", () => {
  const { view } = open(
    { remembered, revealed: [questions[0].id] },
    { ...reveal, shown: reveal.shown.slice(0, 1), summary: {} },
  );
  assert.ok(view.texts(".card p").includes("Not revealed yet."));
  assert.match(view.text("h3"), /^Question 2/);
  assert.deepEqual(marks(view).slice(1), ["○ 2: open", "○ 3: open"]);
  view.press("Reveal the outcome of question 2");
});

test("what is said of an outcome: forecast, memory, error, score so far", () => {
  const [one] = reveal.shown;
  assert.deepEqual(
    say.outcomeFacts({
      ...one,
      p: 0.675,
      remembered: 0.5,
      error: 0.105625,
      brier: 0.0625,
      count: 1,
    }),
    [
      ["You said", `${one.words}, 67.5 in 100`],
      ["You remembered", `${one.recalled}, 50 in 100`],
      ["Squared error", "0.106"],
      ["Brier score so far", "0.062 over 1 question"],
    ],
  );
  const [, , error, score] = say.outcomeFacts({ ...one, scored: false, brier: null });
  assert.deepEqual(
    [error[1], score[1]],
    ["not scored: its condition did not come about", "none yet"],
  );
  assert.match(say.outcomeFacts({ ...one, count: 2 })[3][1], /over 2 questions$/);
  assert.match(
    say.news({ ...one, scored: false, brier: null }, 4),
    /^Question 5, .* Not scored\.$/,
  );
});

test("the summary tells score, hindsight, references and each question", () => {
  const { view } = open(reveal.answer, reveal);
  const all = reveal.summary as say.Summary;
  assert.ok(view.texts("h3").includes("All revealed"));
  const score = `Your Brier score is ${all.brier.toFixed(3)} over 3 questions, of which ${all.yes} came true.`;
  assert.ok(
    view.texts("p").some((line) => line.startsWith(score)),
    score,
  );
  const rows = view
    .all<HTMLTableSectionElement>("tbody")
    .map((body) => [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(
    rows[0],
    all.references.map(({ name, brier, skill }) => [
      name,
      brier.toFixed(3),
      skill === null ? "" : skill.toFixed(2).replace("-", "−"),
    ]),
  );
  assert.ok(rows[0].some(([, , skill]) => skill === "") && rows[0].some(([, , skill]) => skill));
  assert.deepEqual(
    rows[1],
    reveal.shown.map((one, i) => [
      String(i + 1),
      one.outcome,
      ...[one.p, one.remembered, one.error].map(
        (x) => say.single([{ ...one, p: x }], questions)[0][2],
      ),
    ]),
  );
  assert.equal(rows[1][0][2], "0.675");
  assert.deepEqual(view.texts("thead th").slice(0, 3), [
    "Forecast",
    "Brier score",
    "Your skill against it",
  ]);
});

test("hindsight has a direction and a size in points of a hundred", () => {
  const shift = (by: number) => say.shiftWords({ ...(reveal.summary as say.Summary), shift: by });
  assert.match(shift(0.1234), /moved your forecasts 12\.3 points in 100 towards what happened\.$/);
  assert.match(shift(-0.05), /moved your forecasts 5\.0 points in 100 away from what happened\.$/);
  assert.match(shift(0.0004), /did not move your forecasts/);
});

test("a board without questions shows only what Python says of it", () => {
  const page = new Page(widget, { ...reveal, questions: [], notice: "No locked forecasts." });
  const view = page.open();
  assert.equal(view.text("p.notice"), "No locked forecasts.");
  assert.equal(view.all("h3").length, 0);
  page.python("notice", "");
  assert.ok(isHidden(view.one("p.notice")));
});

test("a step on or back leads to the question; an answer leaves the hand where it is", () => {
  const { view } = open();
  const band = view.one("input[value=likely]");
  band.focus();
  view.check(band);
  assert.ok(document.activeElement === band);
  view.press("Next");
  assert.ok(document.activeElement === view.one("h3"));
});

test("every range is drawn where it lies", () => {
  const tracks = open()
    .view.all(".track span")
    .map((each) => /^left:(.+)%;width:(.+)%$/.exec(each.getAttribute("style") ?? ""));
  near(
    tracks.map((found) => [Number(found?.[1]), Number(found?.[2])]),
    bands.map(({ low, high }) => [100 * low, 100 * (high - low)]),
  );
});

test("the lock that comes leads to its seal, is told once, and silences the complaint", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { page, view } = open();
  const sealed = () => view.all("p").find((line) => line.getAttribute("tabindex") === "-1");
  assert.ok(sealed()?.hidden);
  pick(view, "even");
  view.press("Lock my forecasts");
  view.press("Lock them");
  assert.equal(view.says, "Locking.");
  page.python("answer", states.forecast_locked.answer);
  page.python("locking", false);
  assert.ok(document.activeElement === sealed());
  assert.equal(sealed()?.hidden, false);
  t.mock.timers.tick(8000);
  assert.equal(view.says, "Your forecasts are locked.");
  view.one(".says").textContent = "";
  page.python("answer", { ...states.forecast_locked.answer });
  assert.equal(view.says, "");
});

test("a board that was locked before says nothing new", () => {
  const { view } = open(states.forecast_locked.answer);
  assert.equal(view.says, "");
  assert.ok(isHidden(view.all(".bar")[1]));
  assert.ok(view.all("input[type=radio]").every(({ disabled }) => disabled));
});

test("an outcome that comes leaves the hand where it is; the summary leads to its heading", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { page, view } = open({ remembered, revealed: [] }, { ...reveal, shown: [], summary: {} });
  const next = view.all("button").find(({ textContent }) => textContent?.startsWith("Reveal"));
  next?.focus();
  view.press("Reveal");
  page.python("shown", reveal.shown.slice(0, 1));
  assert.ok(document.activeElement === next);
  t.mock.timers.tick(8000);
  assert.match(view.says, /^Question 1, outcome/);
  view.press("Reveal");
  t.mock.timers.tick(8000);
  assert.equal(view.says, noReply());
  page.python("shown", reveal.shown);
  assert.ok(isHidden(next ?? view.el));
  assert.equal(view.texts("h3").length, 1);
  page.python("summary", reveal.summary);
  assert.equal(document.activeElement?.textContent, "All revealed");
});

test("a whole reveal opens at its first question, a part of one at the next", () => {
  assert.match(open(reveal.answer, reveal).view.text("h3"), /^Question 1 of 3/);
  const two = { ...reveal, shown: reveal.shown.slice(0, 2), summary: {} };
  assert.match(open({ remembered }, two).view.text("h3"), /^Question 3 of 3/);
});

test("an outcome of no question here is passed over", () => {
  const { page, view } = open({ remembered, revealed: [] }, { ...reveal, shown: [], summary: {} });
  page.python("shown", [{ ...reveal.shown[0], id: "another" }]);
  assert.equal(view.says, "");
  assert.equal(view.all(".verdict").length, 0);
  assert.match(view.text("h3"), /^Question 1 of 3/);
});

test("the board is named by what it is for", () => {
  const name = (view: View) => view.one("section").getAttribute("aria-label");
  assert.equal(name(open().view), "Forecast board: give and lock forecasts");
  assert.equal(name(open(reveal.answer, reveal).view), "Forecast board: remember and reveal");
});

test("a question that is not scored has no score in its news, whatever the others came to", () => {
  const [one] = reveal.shown;
  assert.match(say.news({ ...one, scored: false, brier: 0.25 }, 0), / Not scored\.$/);
  assert.match(say.news({ ...one, scored: true, brier: null }, 0), / Not scored\.$/);
  assert.match(say.news({ ...one, scored: true, brier: 0.25 }, 0), / so far 0\.250\.$/);
});
