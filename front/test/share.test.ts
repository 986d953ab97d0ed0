/** Boards show the code of what is on the screen, once there is something to share. */
import assert from "node:assert/strict";
import { test } from "node:test";
import code from "../src/code/index";
import draw from "../src/draw/index";
import forecast from "../src/forecast/index";
import { readClass } from "../src/kit/codes";
import type { Kind } from "../src/kit/kinds";
import { codeOf, type ShareTraits } from "../src/kit/share";
import sort from "../src/sort/index";
import { known, states } from "./known";
import { isHidden, Page, type View } from "./page";

const { lists } = states.pool;
const NOON = Date.UTC(2026, 10, 22, 12);
const shown = (view: View) => view.text(".share-code");
const held = (view: View) => readClass(shown(view), lists).entries[0];
const { cards, choices } = states.sort;
const points = states.draw.dates.map((iso, i): [string, number] => [iso, (i % 9) - 4]);
const drawn = { term: "obama", points, locked: true, locked_at: "2026-03-04T12:34:56Z" };

test("a sorting has a code as soon as a card is sorted, of what is chosen now", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: NOON });
  const view = new Page(sort, states.sort, { chosen: {} }).open();
  assert.ok(isHidden(view.one(".share")));
  const picks = view.all("input[type=radio]");
  const [first, second, ...others] = Object.keys(choices);
  view.check(picks[0]);
  view.check(picks[3 * (2 + others.length) + 1]);
  assert.ok(!isHidden(view.one(".share")));
  const { kind, work, saved } = held(view);
  assert.deepEqual([kind, saved], ["claims", "2026-11-22T12:00:00+00:00"]);
  const chosen = { [cards[0].id]: first, [cards[3].id]: second };
  assert.deepEqual(work, { deck: "claims", chosen });
});

test("a drawn line has a code once it is locked, of the minute of the lock", () => {
  const { dates, ...state } = states.draw;
  const draft = new Page(draw, { dates, ...state }, { ...drawn, locked: false }).open();
  assert.ok(isHidden(draft.one(".share")));
  const view = new Page(draw, { dates, ...state }, { ...drawn, reading: {} }).open();
  const { work, saved } = held(view);
  assert.deepEqual(work, { term: "obama", line: points });
  assert.equal(saved, "2026-03-04T12:34:00+00:00");
});

test("codes and forecasts have a code once they are locked, which is Python's", () => {
  for (const [locked, open, widget] of [
    [states.code_locked, states.code, code],
    [states.forecast_locked, states.forecast, forecast],
  ] as const) {
    const make = widget;
    const view = new Page<ShareTraits>(make, locked).open();
    assert.equal(shown(view), locked.share_code);
    assert.ok(isHidden(new Page<ShareTraits>(make, open).open().one(".share")));
  }
  const bands = Object.entries(states.forecast_locked.answer.forecasts ?? {});
  const view = new Page(forecast, states.forecast_locked).open();
  assert.deepEqual(held(view).work, {
    bands: Object.fromEntries(bands.map(([id, { band }]) => [id, band])),
  });
});

test("what is copied is said", async () => {
  const written: string[] = [];
  const clipboard = {
    writeText: (text: string) => {
      written.push(text);
      return Promise.resolve();
    },
  };
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
  const view = new Page(code, states.code_locked).open();
  view.press("Copy");
  await Promise.resolve();
  assert.deepEqual(written, [shown(view)]);
  assert.equal(view.says, "Share code copied.");
});

for (const { kind, work, learner, saved, code } of known.codes)
  test(`${code.slice(0, 12)}: Python's code is shown if it is of the same work, else one's own`, () => {
    const given = { share_code: code, learner, lists };
    assert.equal(codeOf(kind, { work }, given, NOON), code);
    assert.equal(codeOf(kind, { work, saved }, { ...given, share_code: "" }, NOON), code);
    const other = codeOf(kind, { work }, { ...given, learner: "12345678" }, NOON);
    assert.notEqual(other, code);
    const [{ learner: name, saved: minute }] = readClass(other, lists).entries;
    assert.deepEqual([name, minute], ["12345678", "2026-11-22T12:00:00+00:00"]);
  });

test("a clock that cannot be right gives no code, and neither does work that no list knows", () => {
  const given = { share_code: "", learner: "00c0ffee", lists };
  const [known] = Object.keys(choices);
  const chosen = { [cards[0].id]: known };
  const of = (work: { chosen: Record<string, string> }, now: number) =>
    codeOf<Kind & "claims">("claims", { work: { deck: "claims", ...work } }, given, now);
  assert.equal(of({ chosen }, Date.UTC(2024, 11, 31)), "");
  assert.ok(of({ chosen }, Date.UTC(2025, 0, 1)));
  assert.equal(of({ chosen: { [cards[0].id]: "gossip" } }, NOON), "");
});
