/** Every view of a widget follows every change, and hears nothing when it has ended. */
import assert from "node:assert/strict";
import { test } from "node:test";
import byhand from "../src/byhand/index";
import causal from "../src/causal/index";
import clocks from "../src/clocks/index";
import code from "../src/code/index";
import criteria from "../src/criteria/index";
import paper from "../src/document/index";
import places from "../src/places/index";
import draw from "../src/draw/index";
import evidence from "../src/evidence/index";
import find from "../src/find/index";
import forecast from "../src/forecast/index";
import leaveout from "../src/leaveout/index";
import memo from "../src/memo/index";
import memory from "../src/memory/index";
import lineup from "../src/null/index";
import pool from "../src/pool/index";
import predict from "../src/predict/index";
import sort from "../src/sort/index";
import ways from "../src/ways/index";
import weigh from "../src/weigh/index";
import { states } from "./known";
import { isHidden, Page, type View } from "./page";

interface Case {
  readonly name: string;
  readonly page: () => Page<never>;
  /** What a hand does in one view, step by step. */
  readonly acts: readonly ((view: View) => void)[];
  /** An answer that comes from Python or from a restored file. */
  readonly restored: object;
}

const choose = (i: number, value: string) => (view: View) =>
  view.put(view.all<HTMLSelectElement>("select")[i], value);
const { cards: claims, choices: claimKinds } = states.sort;
const [claimKind, otherKind, ...moreKinds] = Object.keys(claimKinds);
const [event, next] = states.code.cards;
const [passage] = states.document.cards;
const [act] = states.memo.acts;
const asPage = (page: unknown) => page as Page<never>;

const nextFrame = () => new Promise((done) => setTimeout(done, 5));

const CASES: readonly Case[] = [
  {
    name: "sort",
    page: () => asPage(new Page(sort, states.sort)),
    acts: [
      (view) => view.check(view.all("input[type=radio]")[0]),
      (view) => view.check(view.all("input[type=radio]")[2 * (2 + moreKinds.length) + 1]),
      (view) => view.press("Lock"),
    ],
    restored: { chosen: { [claims[0].id]: claimKind, [claims[1].id]: otherKind }, shown: true },
  },
  {
    name: "causal",
    page: () => asPage(new Page(causal, states.causal)),
    acts: [
      (view) => view.check(view.all("input[type=checkbox]")[3]),
      (view) => view.press("Take out C21"),
      (view) => view.check(view.all("input[type=radio]")[1]),
      (view) => view.press("Put everything back"),
    ],
    restored: { part: "trump", out: ["E26", "E01"] },
  },
  {
    name: "clocks",
    page: () => asPage(new Page(clocks, states.clocks)),
    acts: [
      (view) => view.press(states.clocks.cuts[1][1]),
      (view) => view.put(view.one("input"), "3"),
      choose(0, "RUS"),
      choose(1, "deed"),
      choose(2, "security_nato"),
    ],
    restored: { day: states.clocks.cuts[3][0], by: "USA", kind: "all", field: "all" },
  },
  {
    name: "places",
    page: () => asPage(new Page(places, states.places)),
    acts: [
      (view) => view.press(states.places.spans[2][1]),
      (view) => view.put(view.one("input[type=range]"), "2014"),
      (view) => view.check(view.all("input[type=checkbox]")[1]),
      (view) => view.press("The world"),
    ],
    restored: { span: "year", year: 2008, hidden: ["war"], view: "world" },
  },
  {
    name: "ways",
    page: () => asPage(new Page(ways, states.ways)),
    acts: [(view) => view.press(states.ways.shown.now), choose(0, "fall")],
    restored: { part: "middle", shown: "moscow" },
  },
  {
    name: "code",
    page: () => asPage(new Page(code, states.code)),
    acts: [choose(0, "111"), choose(1, "163")],
    restored: { codes: { [event.id]: "163", [next.id]: "none" }, locked_at: null },
  },
  {
    name: "document",
    page: () => asPage(new Page(paper, states.document)),
    acts: [choose(0, "051"), choose(3, "020")],
    restored: { codes: { [passage.id]: "111" }, locked_at: null },
  },
  {
    name: "null",
    page: () => asPage(new Page(lineup, states.null)),
    acts: [
      (view) => view.check(view.all("input[type=radio]")[2]),
      (view) => view.check(view.all("input[type=checkbox]")[0]),
      (view) => view.press("Draw 1 world"),
      (view) => view.press("Reveal"),
    ],
    restored: { seed: 3, pick: "B", cycle: ["A"], revealed: true },
  },
  {
    name: "criteria",
    page: () => asPage(new Page(criteria, states.criteria)),
    acts: [
      (view) => view.put(view.all("input[type=range]")[0], "3"),
      (view) => view.check(view.all("input[type=radio]")[1]),
    ],
    restored: states.criteria_sealed.answer,
  },
  {
    name: "criteria over the record",
    page: () => asPage(new Page(criteria, states.criteria_moved)),
    acts: [
      (view) => view.put(view.all("input[type=range]")[2], "4"),
      (view) => view.check(view.one("input[value=deeds]")),
    ],
    restored: { chosen: states.criteria_sealed.answer.chosen },
  },
  {
    name: "memo",
    page: () => asPage(new Page(memo, states.memo)),
    acts: [
      (view) => view.check(view.all("input[type=radio]")[1]),
      (view) => view.put(view.one<HTMLTextAreaElement>("textarea"), `See ${act[0]}.`),
      (view) => view.put(view.one<HTMLTextAreaElement>("textarea"), "Nothing 2024-08-nothing."),
    ],
    restored: { text: `So (${act[0]})`, desk: "USA", other: { name: "a.txt", text: "Mine." } },
  },
  {
    name: "leaveout",
    page: () => asPage(new Page(leaveout, { ...states.leaveout, draws: 100 })),
    acts: [
      (view) => view.key(view.one("svg g"), "Enter"),
      (view) => view.press("Bush 43"),
      (view) => view.press("Bush 43, end against the end of Clinton"),
      (view) => view.check(view.one("input[value=deeds]")),
      (view) => view.check(view.one("input[value=turned]")),
    ],
    restored: { presidency: "bush43", acts: { "1993-06-24-m2": "out" } },
  },
  {
    name: "memory",
    page: () => asPage(new Page(memory, states.memory)),
    acts: [(view) => view.put(view.one("input"), "0"), (view) => view.put(view.one("input"), "4")],
    restored: { half_life: 48 },
  },
  {
    name: "by hand, words",
    page: () => asPage(new Page(byhand, states.byhand)),
    acts: [
      (view) => view.check(view.all("input[type=radio]")[0]),
      (view) => view.check(view.all("input[type=radio]")[5]),
    ],
    restored: { entries: { best: "supported" } },
  },
  {
    name: "by hand, numbers",
    page: () => asPage(new Page(byhand, states.byhand_calls)),
    acts: [(view) => view.put(view.all("input[type=text]")[1], "0,5")],
    restored: { entries: { "28, 40, 52, 66": [0, null, null, 1] } },
  },
  {
    name: "draw",
    page: () => asPage(new Page(draw, states.draw)),
    acts: [
      (view) => view.put(view.all("input[type=range]")[0], "5"),
      (view) => view.put(view.all("input[type=range]")[1], "-5"),
      (view) => view.press("Undo"),
      (view) => view.press("Start again"),
      (view) => view.press("Undo"),
    ],
    restored: { term: "obama", points: [[states.draw.dates[3], 2]], locked: false },
  },
  {
    name: "find",
    page: () => asPage(new Page(find, states.find)),
    acts: [
      (view) => view.put(view.one("input[type=text]"), "nato"),
      choose(0, "USA"),
      choose(1, "2014"),
      choose(3, "E1"),
      (view) => view.press("Start again"),
      (view) => view.check(view.one("input[type=checkbox]")),
    ],
    restored: { words: "moscow", by: "RUS", years: [2001, 2009], class_id: "none", what: "scored" },
  },
  {
    name: "forecast",
    page: () => asPage(new Page(forecast, states.forecast)),
    acts: [
      (view) => view.check(view.one("input[value=likely]")),
      (view) => view.put(view.one("input[type=text]"), "because"),
    ],
    restored: states.forecast_locked.answer,
  },
  {
    name: "evidence",
    page: () => asPage(new Page(evidence, states.evidence)),
    acts: [
      (view) => view.check(view.all("fieldset input")[1]),
      (view) => view.put(view.all("tr.panel input[type=range]")[3], "99"),
      (view) => view.check(view.all("td input[type=checkbox]")[2]),
      (view) => view.put(view.all(".before input")[0], "90"),
      (view) => view.press("Undo"),
    ],
    restored: { desk: "RUS", figures: { "2017-08-caatsa": { drift: 0.9 } }, left_out: [] },
  },
  {
    name: "weigh",
    page: () => asPage(new Page(weigh, { ...states.weigh, draws: { n: 50, seed: 1 } })),
    acts: [
      (view) => view.put(view.all("input[type=range]")[0], "90"),
      (view) => view.put(view.all("input[type=range]")[1], "10"),
      (view) => view.press("Split"),
      (view) => view.press("Rank only"),
      (view) => view.put(view.all<HTMLSelectElement>("td select")[3], "0"),
      (view) => view.press("Undo"),
    ],
    restored: { ...states.weigh.answer, method: "rank", codings: { "obama/distrust": 0 } },
  },
  {
    name: "pool",
    page: () => asPage(new Page(pool, { ...states.pool, result: {} }, {})),
    acts: [(view) => view.press("Use the sample class")],
    restored: { text: "RC1-A" },
  },
  {
    name: "predict",
    page: () => asPage(new Page(predict, states.predict_order)),
    acts: [
      (view) => view.check(view.all("input[type=radio]")[1]),
      (view) => view.press("Biden"),
      (view) => view.press("Obama"),
      (view) => view.press("Start over"),
    ],
    restored: { guesses: { clinton: "worse", ends: ["Obama"] }, locked_at: null },
  },
];

for (const { name, page: make, acts, restored } of CASES) {
  test(`${name}: what is done in one view shows in the other, and nothing is lost`, async () => {
    const page = make();
    const views = [page.open(), page.open()];
    const before = views[0].picture;
    for (const [i, act] of acts.entries()) {
      act(views[i % 2]);
      await nextFrame();
      assert.ok(views[0].picture === views[1].picture, `after step ${i + 1}`);
    }
    assert.ok(views[0].picture !== before);
  });

  test(`${name}: what comes from Python shows in every view, as in a new one`, () => {
    const page = make();
    const views = [page.open(), page.open()];
    page.python("answer" as never, restored as never);
    const fresh = page.open().picture;
    for (const view of views) assert.ok(view.picture === fresh);
  });

  test(`${name}: a view that has ended listens to nothing`, () => {
    const page = make();
    const own = page.listeners;
    const [first, second] = [page.open(), page.open()];
    const both = page.listeners;
    second.close();
    assert.equal(page.listeners - own, (both - own) / 2);
    first.close();
    assert.equal(page.listeners, own);
  });
}

test("keys that are typed in a widget do not reach the notebook", () => {
  const page = CASES[0].page();
  const view = page.open();
  const heard: string[] = [];
  document.body.addEventListener("keydown", ({ key }) => heard.push(key));
  view.key(view.one("input"), "d");
  assert.deepEqual(heard, []);
});

test("a conflict is told in every view, and the choice goes to Python at once", () => {
  const page = new Page(sort, states.sort);
  const [view, other] = [page.open(), page.open()];
  const bar = (each: View) => each.one(".conflict");
  assert.ok(isHidden(bar(view)));
  page.python("conflict", "Changed elsewhere.");
  for (const each of [view, other]) {
    assert.ok(!isHidden(bar(each)));
    assert.equal(each.text(".conflict p"), "Changed elsewhere.");
  }
  view.press("Keep what is here");
  other.press("Show the other");
  assert.deepEqual(page.sent, [{ choice: "mine" }, { choice: "theirs" }]);
  page.python("conflict", "");
  assert.ok(isHidden(bar(view)) && isHidden(bar(other)));
});
