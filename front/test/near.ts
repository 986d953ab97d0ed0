import assert from "node:assert/strict";

/** Python's values are rounded to ten decimals. */
const MARGIN = 1e-9;

/** Assert that two values of one shape have the same texts, and numbers that differ by a margin. */
export function near(found: unknown, expected: unknown, margin = MARGIN, place = "value"): void {
  if (typeof found === "number" && typeof expected === "number")
    assert.ok(Math.abs(found - expected) <= margin, `${place}: ${found} is not near ${expected}`);
  else if (typeof expected === "object" && expected !== null) {
    assert.ok(typeof found === "object" && found !== null, `${place} has no parts`);
    assert.deepEqual(Object.keys(found), Object.keys(expected), place);
    for (const [name, part] of Object.entries(expected))
      near((found as Record<string, unknown>)[name], part, margin, `${place}.${name}`);
  } else assert.deepEqual(found, expected, place);
}
