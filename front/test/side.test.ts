/** What a page does with saved work: it keeps, tells what is amiss, sets aside, and loses nothing. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { EPOCH } from "../src/kit/codes";
import type { PageModel } from "../src/site/model";
import { unseal } from "../src/site/seal";
import * as work from "../src/site/work";
import { alone, keep, LEARNER, openBoard, storage } from "./alone";

const { claims, forecasts, seal, predict_02: predict } = alone.boards;
const cards = (claims.start as unknown as { cards: { id: string }[] }).cards.map(({ id }) => id);
const [choice] = Object.keys((claims.start as unknown as { choices: object }).choices);
const sorted = { chosen: { [cards[0]]: choice }, shown: false };
const all = { chosen: Object.fromEntries(cards.map((id) => [id, choice])), shown: false };

/** A hand does something on the board, and rests. */
function put(model: PageModel, answer: object): void {
  model.set("answer", answer);
  model.save_changes();
}

function ask(model: PageModel, name: string, value: unknown): void {
  model.set(name as never, value as never);
  model.save_changes();
}

const file = (lesson: string): Record<string, unknown> =>
  JSON.parse(storage.texts.get(`resetcycle/${lesson}`) ?? "null") as Record<string, unknown>;

beforeEach(() => keep({}));

test("an answer is kept in the form of my-work, beside what other boards keep", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2026, 10, 22, 12) });
  keep({ "01": { other: [1] } });
  put(openBoard(claims), sorted);
  const answers = { other: [1], kinds: sorted };
  const saved = "2026-11-22T12:00:00+00:00";
  assert.deepEqual(file("01"), {
    kit: "reset-cycle",
    lesson: "01",
    learner: LEARNER,
    saved,
    answers,
  });
});

test("the name of a learner is the same before the first answer and after it", () => {
  const model = openBoard(claims);
  const name = model.read("learner");
  put(model, sorted);
  assert.match(String(name), /^[0-9a-f]{8}$/);
  assert.deepEqual([model.read("learner"), file("01").learner], [name, name]);
});

test("a lock has the time, shows what was held back, and stays as it was", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2026, 10, 22, 12) });
  const model = openBoard(seal);
  const { parts } = seal.start as unknown as { parts: { name: string; choices: string[] }[] };
  const chosen = Object.fromEntries(parts.map(({ name, choices }) => [name, choices[0]]));
  ask(model, "locking", true);
  assert.match(String(model.read("notice")), /parts of your criteria are not chosen yet/);
  put(model, { chosen, locked_at: null });
  ask(model, "locking", true);
  assert.equal(model.read("locking"), false);
  const locked = { chosen, locked_at: "2026-11-22T12:00:00+00:00" };
  assert.deepEqual(model.read("answer"), locked);
  put(model, { chosen, locked_at: null });
  assert.deepEqual([model.read("answer"), storage.answers("09").criteria], [locked, locked]);
  assert.match(String(model.read("notice")), /sealed already and stay as they were/);
});

test("nothing held back is shown before the lock, and a lock that is not kept shows nothing", () => {
  const model = openBoard(claims);
  put(model, all);
  assert.deepEqual(model.read("kit"), {});
  storage.refuses = true;
  ask(model, "locking", true);
  assert.deepEqual([model.read("kit"), model.read("answer")], [{}, all]);
  assert.match(String(model.read("notice")), /is full\. What you did here is not kept\./);
  storage.refuses = false;
  ask(model, "locking", true);
  assert.equal(Object.keys(model.read("kit") as object).length, cards.length);
  assert.equal(model.read("notice"), "");
});

test("who was overtaken chooses: the other work is shown, or set aside", () => {
  for (const choice of ["theirs", "mine"]) {
    keep({});
    const [one, other] = [openBoard(claims), openBoard(claims)];
    put(one, sorted);
    put(other, all);
    assert.match(String(other.read("conflict")), /changed elsewhere/);
    assert.deepEqual(storage.answers("01").kinds, sorted);
    ask(other, "choice", choice);
    const expected = choice === "mine" ? all : sorted;
    assert.deepEqual([other.read("answer"), storage.answers("01").kinds], [expected, expected]);
    assert.deepEqual([other.read("conflict"), other.read("choice")], ["", ""]);
    if (choice === "mine") assert.deepEqual(storage.answers("01.set-aside-1").kinds, sorted);
  }
});

test("what cannot be shown stays in the file until something is done, and then beside it", () => {
  keep({ "01": { kinds: { chosen: { nobody: "nothing" }, shown: false } } });
  const model = openBoard(claims);
  assert.match(String(model.read("notice")), /some of it is no card or no choice here/);
  put(model, sorted);
  assert.deepEqual(storage.answers("01").kinds, sorted);
  assert.deepEqual(storage.answers("01.set-aside-1").kinds, {
    ...{ chosen: { nobody: "nothing" }, shown: false },
  });
  assert.match(String(model.read("notice")), /01\.set-aside-1\.json/);
});

test("a damaged file is set aside and told, and a foreign one is refused", () => {
  storage.setItem("resetcycle/01", "{");
  const model = openBoard(claims);
  assert.match(String(model.read("notice")), /damaged and cannot be read.*01\.set-aside-1\.json/);
  put(model, sorted);
  assert.deepEqual(work.asides("01"), [["01.set-aside-1.json", "{"]]);
  const other = work.exportText("02");
  for (const [text, why] of [
    ["[]", /not a file of answers of this kit/],
    [other, /answers of lesson 02, not of lesson 01/],
  ] as const)
    assert.throws(() => work.importText("01", text), why);
  assert.deepEqual(storage.answers("01").kinds, sorted);
});

test("a file that comes in takes the place of what stood there, which is set aside", () => {
  put(openBoard(claims), sorted);
  const home = work.exportText("01");
  put(openBoard(claims), all);
  assert.equal(work.importText("01", home), 1);
  assert.deepEqual(storage.answers("01").kinds, sorted);
  assert.deepEqual(storage.answers("01.set-aside-1").kinds, all);
  assert.equal(work.importText("01", home), 1);
  assert.equal(work.asides("01").length, 1);
});

test("forecasts that were changed after their lock are said to be", () => {
  const model = openBoard(forecasts);
  const { questions, bands } = forecasts.start as unknown as {
    questions: { id: string }[];
    bands: { id: string; p: number }[];
  };
  ask(model, "locking", true);
  assert.match(String(model.read("notice")), /nothing to lock yet/);
  // The value is the band's middle, whatever was handed in.
  put(model, { forecasts: { [questions[0].id]: { band: bands[2].id, p: 0.9 } } });
  ask(model, "locking", true);
  const locked = model.read("answer") as { forecasts: Record<string, object>; hash: string };
  assert.deepEqual(locked.forecasts[questions[0].id], {
    ...{ band: bands[2].id, p: bands[2].p, reason: "" },
  });
  assert.ok(!String(openBoard(forecasts).read("notice")).includes("seal"));
  keep({ "05": { forecasts: { ...locked, hash: "0".repeat(64) } } });
  assert.match(String(openBoard(forecasts).read("notice")), /their seal does not fit/);
});

test("who predicts again keeps the first guesses", () => {
  const locked = { guesses: { deeds: "better" }, locked_at: "2026-11-22T12:00:00+00:00" };
  keep({ "02": { predictions: { ...locked, first: null } } });
  const model = openBoard(predict);
  put(model, { guesses: {}, locked_at: null, first: null });
  assert.equal((model.read("answer") as { locked_at: unknown }).locked_at, locked.locked_at);
  put(model, { guesses: {}, locked_at: null, first: locked });
  assert.deepEqual((storage.answers("02").predictions as { first: unknown }).first, locked);
});

test("a clock that cannot be right is told", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: EPOCH - 1 });
  assert.match(String(openBoard(claims).read("notice")), /says 31 December 2024, which cannot be/);
});

test("what Python sealed is opened", async () => {
  // Of {"why": "Сила"}, as `alone.seal` writes it.
  assert.deepEqual(await unseal("q1Yqz6hUslK6sPDCjgu7L2xQqgUA"), { why: "Сила" });
});

test("a fault in what Python would do is told on the board", (t) => {
  t.mock.method(console, "error", () => undefined);
  const model = openBoard({ ...claims, held: null });
  put(model, all);
  ask(model, "locking", true);
  assert.match(String(model.read("notice")), /Something went wrong in the page: TypeError/);
  assert.equal(storage.answers("01").kinds !== undefined, true);
});
