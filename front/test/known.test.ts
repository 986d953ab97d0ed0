/** What exists twice says the same twice: every twin in front/ beside the values that Python wrote. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { n, speak } from "../src/kit/language";
import * as words from "../src/kit/words";
import { finder, searchOf } from "../src/find/state";
import { Rule } from "../src/leaveout/state";
import { remembered } from "../src/measures/memory";
import { Random } from "../src/measures/generator";
import { crossings, height, linesOf } from "../src/measures/crossings";
import { mulberry32 } from "../src/measures/random";
import { makeTurns } from "../src/measures/cuts";
import { burdenParts, centralWeights, drawSeverities, rankShares } from "../src/measures/ranks";
import { groupWeights, wholePoints } from "../src/measures/weights";
import { standing } from "../src/measures/standing";
import { compare } from "../src/measures/windows";
import { endsFall, world } from "../src/measures/worlds";
import { citedIn, countWords } from "../src/memo/state";
import { known, states } from "./known";
import { near } from "./near";

/** As JSON has what is no number. */
const written = (value: number) => (isNaN(value) ? null : value);
const VERDICTS = { lower: "lower", higher: "higher", unclear: "cannot tell" };

test("the same numbers are drawn at the same places", () => {
  for (const { seed, places, values } of known.random)
    near(
      places.map((place) => mulberry32(place, seed)),
      values,
    );
});

test("a board has the weights, points, burdens, ranks and wins that Python computes", () => {
  for (const board of known.boards) {
    const { groups, sliders, method, codings, draws } = board;
    const weights = groupWeights(sliders, method, groups);
    near(weights, board.weights);
    assert.deepEqual(wholePoints(weights), board.points);
    const list = groups.map((id) => weights[id]);
    near(
      burdenParts(codings, list).map((row) => row.reduce((a, b) => a + b)),
      board.burden,
    );
    const { ranks, wins } = rankShares(drawSeverities(codings, draws), codings.length, list);
    near(
      ranks.map((row) => [...row]),
      board.ranks,
    );
    near(
      wins.map((row) => [...row]),
      board.wins,
    );
  }
});

test("an order turns at the weights at which Python says that it does", () => {
  for (const { codes, shares, j, lines, points } of known.crossings) {
    const severities = codes.map((row) => row.map((code) => code / 3));
    const own = linesOf(severities, shares, j);
    assert.ok(own);
    near(own.flat(), lines.flat());
    const found = crossings(own)
      .map((each) => ({ ...each, at: Number(each.weight.toFixed(9)) }))
      .sort((a, b) => a.at - b.at || a.below - b.below || a.above - b.above);
    assert.deepEqual(
      found.map(({ below, above, first }) => [below, above, first]),
      points.map((each) => [each.ahead_below, each.ahead_above, each.for_first]),
    );
    near(
      found.map(({ weight }) => weight),
      points.map(({ weight }) => weight),
    );
    near(
      found.map(({ below, weight }) => height(own[below], weight)),
      points.map(({ score }) => score),
    );
  }
});

test("weights under which a presidency leads are those of many more draws, within their error", () => {
  for (const { codings, i, share, weights } of known.centres) {
    const found = centralWeights(codings, i, 20170417);
    near(found?.share ?? 0, share, 4 * Math.sqrt((share * (1 - share)) / 4000));
    if (weights === null) assert.equal(found, null);
    else {
      const error = 0.6 / Math.sqrt(4000 * Math.max(share, 0.001));
      near(found?.weights, weights, error);
      near(
        found?.weights.reduce((a, b) => a + b),
        1,
      );
    }
  }
});

test("a drawn line is compared with the record over the same days", () => {
  for (const { record, windows, lines, compared } of known.windows)
    near(
      lines.map((line) => compare(line, record, windows)),
      compared,
    );
});

test("a world of chance has the record's steps and the coins of its number", () => {
  for (const { steps, seed, number, values } of known.worlds)
    near(world(steps, seed, number), values);
});

test("each end lower means lower, in the last month of each presidency", () => {
  for (const { line, bands, falls } of known.falls)
    assert.deepEqual(
      [3, 5].map((k) => endsFall(line, bands, k)),
      falls,
    );
});

test("the record turns at a day, or cannot be told to, as Python says", () => {
  for (const { rule, day, acts, n, means, interval, verdict } of known.turns) {
    const turn = makeTurns(rule)(acts, day);
    assert.deepEqual(turn.n, n);
    near([...turn.means], means);
    assert.equal(turn.verdict, verdict);
    if (interval) near([turn.low, turn.high], interval);
    else assert.ok(Number.isNaN(turn.low) && Number.isNaN(turn.high));
  }
});

const SAY: Record<string, (x: never) => string> = {
  share: words.share,
  score: words.score,
  fixed: (x: number) => words.fixed(x, 2),
  counted: (count: number) => n("{n} learner", "{n} learners", count),
  chance: words.chance,
  whole: words.whole,
  listed: words.listed,
  day: (iso: string) => words.day(iso),
  date: (iso: string) => words.day(iso, { dateStyle: "long" }),
};

const LANGUAGES: typeof known.languages = [
  { catalogue: {}, words: known.words },
  ...known.languages,
];

for (const { catalogue, words: all } of LANGUAGES)
  for (const { name, inputs, said } of all)
    test(`${name} is said as Python says it, ${catalogue.language ?? "en"}`, (t) => {
      speak(catalogue);
      t.after(() => speak());
      assert.deepEqual(
        inputs.map((x) => SAY[name](x as never)),
        said,
      );
    });

test("a search finds the events that Python's finds, in their order", () => {
  const find = finder(states.find.events);
  for (const { text, found, ...chosen } of known.finds) {
    const search = searchOf({ ...states.find, answer: { ...chosen, words: text ?? "" } });
    const ids = find(search).map(([id]) => id);
    assert.deepEqual(ids, found, JSON.stringify({ text, ...chosen }));
  }
});

test("the words of a memo and the acts that it cites are counted as Python counts them", () => {
  for (const { text, words, cited } of known.memos) {
    assert.equal(countWords(text), words, text);
    assert.deepEqual(citedIn(text), cited, text);
  }
});

test("what is left of the argument without some arrows is what Python finds", () => {
  for (const { part, out, ...left } of known.standings) {
    const { arrows, boxes, ...rest } = standing(states.causal.maps[part], new Set(out));
    assert.deepEqual({ arrows: [...arrows].sort(), boxes: [...boxes].sort(), ...rest }, left);
  }
});

test("of four thousand weights each counts once, from the first draw to the last", () => {
  const alone = centralWeights([known.centres[0].codings[0]], 0, 1);
  assert.equal(alone?.share, 1);
  near(
    alone?.weights,
    alone?.weights.map(() => 1 / alone.weights.length),
    0.01,
  );
  for (const { codings, i } of known.centres) {
    const found = centralWeights(codings, i, 1);
    near((found?.share ?? 0) * 4000, Math.round((found?.share ?? 0) * 4000));
  }
});

test("a line remembers as Python's does, under each memory and each treatment of the war", () => {
  const { acts, war } = states.memory;
  for (const { kind, treated, half_life: half, tones, weights } of known.memories) {
    const line = remembered(acts[kind], war[kind][treated], half);
    near(line.tones.slice(-tones.length), tones);
    near(line.weights.slice(-weights.length), weights);
  }
});

test("whole numbers are drawn from random bits as NumPy draws them", () => {
  for (const { below: n, drawn, ...stream } of known.streams) {
    const random = new Random(stream);
    assert.deepEqual(
      drawn.map(() => random.below(n)),
      drawn,
    );
  }
});

test("a verdict is that of the record's rule, whatever is out or turned", () => {
  const rule = new Rule(states.leaveout);
  for (const { compared, ...board } of known.changes) {
    const found = rule.compared({ ...board, click: "out" }).map(({ now }) => now);
    near(
      found.map(({ mean, low, high, verdict }) => ({
        ...{ change: written(mean), low: written(low), high: written(high) },
        verdict: VERDICTS[verdict],
      })),
      compared,
    );
  }
});
