/** What a class chose, drew and figured is counted as one counts by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { median, middleLine, spread, tally, windowSpreads } from "../src/measures/classes";
import { compare, type Point } from "../src/measures/windows";
import { known } from "./known";
import { near } from "./near";

test("the middle of an even count lies between the two in the middle", () => {
  assert.equal(median([10, 9, -3]), 9);
  assert.equal(median([10, 9, -3, 2]), 5.5);
  assert.equal(median([4]), 4);
});

test("numbers are spread from the lowest to the highest, and none have no spread", () => {
  assert.deepEqual(spread([0.5, 0.1, 1, 0.2]), { n: 4, low: 0.1, median: 0.35, high: 1 });
  assert.deepEqual(spread([100, 20, 3]), { n: 3, low: 3, median: 20, high: 100 });
  assert.equal(spread([]), null);
});

test("choices are counted in their order; who did not choose counts for none", () => {
  const chosen = [{ a: "x", b: "y" }, { a: "x" }, { a: "z", b: "w" }];
  assert.deepEqual(tally(chosen, "a", ["x", "y", "z"]), [2, 0, 1]);
  assert.deepEqual(tally(chosen, "b", ["x", "y", "z"]), [0, 1, 0]);
});

test("the middle line takes at each day the lines that have a point there", () => {
  const lines: Point[][] = [
    [
      ["2009-07-20", 1],
      ["2009-01-20", 5],
    ],
    [["2009-07-20", 4]],
    [
      ["2009-07-20", -2],
      ["2010-01-20", 3],
    ],
  ];
  assert.deepEqual(middleLine(lines), [
    ["2009-01-20", 5],
    ["2009-07-20", 1],
    ["2010-01-20", 3],
  ]);
});

test("lines are compared with the acts window by window, each by itself", () => {
  for (const { record, windows, lines } of known.windows) {
    const rows = windowSpreads(lines, record, windows);
    rows.forEach(({ window, lines: found, acts }, i) => {
      const [name, , , own] = windows[i];
      assert.deepEqual([window, acts], [name, own]);
      const means = lines
        .map((line) => compare(line, record, [windows[i]])[0].yours)
        .filter((mean) => mean !== null);
      near(found, means.length ? spread(means) : null);
    });
  }
});
