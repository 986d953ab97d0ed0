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
  assert.deepEqual(view.texts("dt"), ["Counts as yes", "Closes"]);
  assert.deepEqual(view.texts("dd"), [one.criteria, one.closes]);
  assert.equal(view.text("details"), `Known so far${one.background}`);
  const conditional = questions.findIndex(({ condition }) => condition);
  view.press(`○ ${conditional + 1}`);
  assert.deepEqual(view.texts("dt"), ["Counts as yes", "Only if", "Closes"]);
  assert.equal(view.texts("dd")[1], questions[conditional].condition);
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
      `${(low * 100).toFixed()} to ${(high * 100).toFixed()} %`,
    ]),
  );
  const tracks = view.all(".track span").map((each) => each.getAttribute("style"));
  assert.match(tracks[3] ?? "", new RegExp(`^left:${bands[3].low * 100}%;width:`));
});

test("previous and next stop at the ends", () => {
  const { view } = open();
  const [back, on] = view.all<HTMLButtonElement>(".asked .bar button");
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
  assert.deepEqual(marks(view), ["○ 1", "● 2: likely", "○ 3"]);
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

const before = { ...reveal, shown: [], summary: {} };
const byId = (id: string) => {
  const found = reveal.shown.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};
const button = (view: View) => {
  const found = view
    .all<HTMLButtonElement>("button")
    .find((one) => one.textContent.startsWith("Open"));
  assert.ok(found);
  return found;
};

test("before any outcome a few forecasts are recalled on one screen", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { page, view } = open({ remembered: {}, revealed: [] }, before);
  const all = reveal.recalls.length;
  const intro = (done: number) =>
    `Before any outcome: what did you say then? ${done} of ${all} remembered. If you are unsure, give your best guess.`;
  assert.ok(view.texts("p").includes(intro(0)));
  assert.deepEqual(
    view.texts(".recall label"),
    reveal.recalls.map((id) => reveal.questions.find((one) => one.id === id)?.text),
  );
  button(view).click();
  assert.equal(view.says, "Recall every forecast first.");
  assert.ok(page.sent.every((sent) => sent.opening === undefined));
  view.all<HTMLSelectElement>("select").forEach((select) => {
    view.put(select, "unlikely");
  });
  assert.ok(view.texts("p").includes(intro(all)));
  assert.deepEqual(
    page.get("answer").remembered,
    Object.fromEntries(reveal.recalls.map((id) => [id, { band: "unlikely", p: 0.325 }])),
  );
  button(view).click();
  assert.equal(page.sent[page.sent.length - 1].opening, true);
  t.mock.timers.tick(8000);
  assert.equal(view.says, noReply());
});

test("a choice of nothing keeps what was recalled, and another view follows", () => {
  const { page, view } = open({ remembered: {}, revealed: [] }, before);
  const other = page.open();
  const [first] = view.all<HTMLSelectElement>("select");
  for (const value of ["even", ""]) view.put(first, value);
  assert.equal(page.get("answer").remembered?.[reveal.recalls[0]].band, "even");
  assert.equal(other.all<HTMLSelectElement>("select")[0].value, "even");
});

test("outcomes come together: those of the article's likelihoods open, the others folded", () => {
  const { page, view } = open(reveal.answer, before);
  page.python("shown", reveal.shown);
  page.python("summary", reveal.summary);
  assert.equal(document.activeElement?.textContent, `${reveal.shown.length} outcomes are open.`);
  const banded = reveal.shown.filter(({ article }) => article.band);
  const folded = view.all("details article").length;
  assert.equal(view.all("article").length, reveal.shown.length);
  assert.ok(banded.length && folded === reveal.shown.length - banded.length);
  assert.equal(view.text("blockquote"), `“${banded[0].article.quote}”${banded[0].article.place}`);
  assert.equal(view.text("article strong"), `Outcome: ${banded[0].outcome}`);
  assert.equal(view.one("article a").getAttribute("href"), banded[0].url);
});

test("forecast, band and outcome lie where they belong on the scale from no to yes", () => {
  const { view } = open(reveal.answer, reveal);
  const [first] = view.all("article");
  const style = (name: string) =>
    first
      .querySelector(`.sign.${name}`)
      ?.getAttribute("style")
      ?.match(/[\d.]+/g)
      ?.map(Number);
  const one = byId("Q19");
  near(style("you") ?? [], [100 * one.p]);
  near(style("words") ?? [], [20, 25]);
  assert.deepEqual(style("end"), [one.outcome === "yes" ? 100 : 0]);
  const untold = view.all("article").find((each) => each.textContent.includes("cannot tell."));
  assert.ok(untold && !untold.querySelector(".sign.end"));
});

test("what is said of an outcome: forecast, article, memory and cost", () => {
  const one = byId("Q19");
  assert.equal(say.saidWords({ ...one, p: 0.125 }), `You: ${one.words}, 12.5 in 100.`);
  assert.equal(say.articleWords(one.article), "The article: unlikely, 20 to 45 %.");
  assert.match(say.articleWords({ ...one.article, band: null }), /no likelihood that can/);
  const cost = (some: Partial<say.Opened>) => say.costWords({ ...one, ...some });
  const recalled = "likely";
  assert.equal(cost({ recalled, error: 0.105625 }), "You remembered: likely. Squared error 0.106.");
  assert.equal(cost({ recalled: "", error: 0.25 }), "Squared error 0.250.");
  assert.match(cost({ scored: false, error: null }), /condition did not come about\.$/);
  assert.match(cost({ scored: false, error: null, outcome: "cannot tell" }), /neither yes nor no/);
});

test("a reason is asked for where the article expected what came, kept and counted", () => {
  const { page, view } = open(reveal.answer, reveal);
  const asked = reveal.shown.filter(say.cameOut).length;
  assert.equal(view.all("fieldset.why").length, asked);
  const noun = asked === 1 ? "outcome" : "outcomes";
  const count = (its: number, other: number) =>
    `Of ${asked} ${noun} that the article expected: ${its} for the article's reason, ${other} for another reason, 0 cannot tell.`;
  assert.equal(view.text(".count"), count(0, 0));
  view.check(view.one("input[value=other]"));
  assert.deepEqual(page.get("answer").reasons, { Q19: "other" });
  assert.equal(view.text(".count"), count(0, 1));
  view.check(view.one("input[value=its]"));
  assert.equal(view.text(".count"), count(1, 0));
});

test("the article expected what came only on its side of one half, and where it can be scored", () => {
  const one = byId("Q19");
  assert.ok(say.cameOut(one));
  assert.ok(!say.cameOut({ ...one, outcome: "yes" }));
  assert.ok(!say.cameOut({ ...one, scored: false }));
  assert.ok(!say.cameOut({ ...one, article: { ...one.article, band: null } }));
});

test("the summary tells score, the article's, hindsight, references and each question", () => {
  const { view } = open(reveal.answer, reveal);
  const all = reveal.summary as say.Summary;
  const score = `Your Brier score is ${all.brier.toFixed(3)} over ${all.questions} questions, of which ${all.yes} came true.`;
  assert.ok(
    view.texts("p").some((line) => line.startsWith(score)),
    score,
  );
  assert.ok(all.beside && view.texts("p").includes(say.besideWords(all)));
  assert.equal(
    say.besideWords({ ...all, beside: { questions: 2, yours: 0.1234, article: 0.25 } }),
    "On the 2 questions on which the article can be scored: you 0.123, the article 0.250.",
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
  assert.equal(rows[1].length, reveal.shown.length);
  const untold = reveal.shown.findIndex(({ scored }) => !scored);
  assert.deepEqual(rows[1][untold].slice(-1), ["not scored"]);
  assert.deepEqual(rows[1][0], ["1", "no", "0.125", "0.500", "0.016"]);
});

test("who recalled nothing is told nothing of memory", () => {
  const all = { ...(reveal.summary as say.Summary), shift: null, beside: null };
  assert.equal(say.shiftWords(all), "");
  assert.equal(say.besideWords(all), "");
  assert.equal(say.single([{ ...byId("Q19"), remembered: null }], questions)[0][3], "");
});

test("on the spot the board locks first, then waits, then shows the outcomes", () => {
  const here = states.forecast_here;
  const { page, view } = open(here.answer, here);
  assert.equal(
    view.text("h3"),
    `Question 1 of ${here.questions.length}: ${here.questions[0].text}`,
  );
  page.python("answer", { ...here.answer, ...states.forecast_locked.answer });
  assert.equal(document.activeElement?.textContent, "Before the outcomes");
  assert.equal(view.says, "Your forecasts are locked.");
  assert.ok(view.texts("p").some((line) => /^Locked on .* seal \w+\.$/.test(line)));
  assert.equal(view.all("select").length + view.all("input").length, 0);
  button(view).click();
  assert.equal(page.sent[page.sent.length - 1].opening, true);
  page.python("shown", [byId("Q19")]);
  assert.equal(view.text("h3"), "1 outcome is open.");
});

test("of two places of a board the later one shows the outcomes, and the other says so", () => {
  const page = new Page(widget, reveal, reveal.answer);
  const [upper, lower] = [page.open(), page.open()];
  const articles = () => [upper, lower].map((view) => view.all("article").length);
  assert.deepEqual(articles(), [0, reveal.shown.length]);
  assert.ok(upper.texts("p").includes("The outcomes are open where this board is shown again."));
  lower.close();
  assert.deepEqual(articles()[0], reveal.shown.length);
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

test("the board is named by what it is for", () => {
  const name = (view: View) => view.one("section").getAttribute("aria-label");
  assert.equal(name(open().view), "Forecast board: give and lock forecasts");
  assert.equal(name(open(reveal.answer, reveal).view), "Forecast board: remember and reveal");
});

test("an outcome of no question here is passed over", () => {
  const { page, view } = open(reveal.answer, before);
  page.python("shown", [{ ...reveal.shown[0], id: "another" }, ...reveal.shown]);
  assert.equal(view.all("article").length, reveal.shown.length);
});
