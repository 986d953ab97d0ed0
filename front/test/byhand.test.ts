/** By hand: what is typed becomes a line of Python, and a table is sorted and filtered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  at,
  done,
  line,
  listed,
  progress,
  pressed,
  put,
  read,
  type Entries,
  type Listing,
} from "../src/byhand/state";
import { worked } from "../src/byhand/arithmetic";
import { states } from "./known";

const words = states.byhand;
const calls = states.byhand_calls;
const [first, second] = words.fields;

test("a number is taken with a point or a comma, and nothing else is", () => {
  const typed = ["1,5", " −0.25 ", ".5", "7", "1e3"];
  assert.deepEqual(typed.map(worked), [1.5, -0.25, 0.5, 7, 1000]);
  for (const text of ["", "x", "25%", "1,234,5", "1 000", "--1"])
    assert.equal(worked(text), undefined, text);
});

test("a sum is worked out as in a book of arithmetic", () => {
  const sums = {
    "(80 + 10) / 3": 30,
    "2 + 3 * 4": 14,
    "8^(1/3)": 2,
    "2 ** 3 ** 2": 512,
    "-2^2": -4,
    "2^-1": 0.5,
    "10 − 2 − 3": 5,
    "12 ÷ 4 × 2": 6,
    "0,1 + 0,2": 0.3,
    "-(1 - 3)": 2,
  };
  for (const [text, value] of Object.entries(sums)) assert.equal(worked(text), value, text);
  for (const text of ["1 / 0", "(1", "1)", "2 +", "* 2", "2 3", "(-8)^(1/3)", "()", "1 + x"])
    assert.equal(worked(text), undefined, text);
});

test("what is still open is named once something is answered", () => {
  assert.equal(progress(words, {}), `0 of ${words.fields.length} answered.`);
  const some = put({}, first, 0, words.choices[1]).entries;
  const others = words.fields.slice(1).map(({ name }) => name);
  assert.ok(progress(words, some).endsWith(`answered; still open: ${others.join("; ")}.`));
  const [one, two] = calls.fields;
  const begun = put({}, one, 1, 0.5).entries;
  const open = `still open: ${one.name} (entry 1, 3, 4); ${two.name}.`;
  assert.equal(progress(calls, begun), `0 of 2 answered; ${open}`);
  const plain = { ...words, form: "plain", fields: [{ ...first, name: "" }] } as const;
  assert.equal(progress(plain, {}), "0 of 1 answered.");
});

test("words become entries of a dict, with a question mark where one is open", () => {
  const { entries } = put({}, first, 0, words.choices[1]);
  assert.equal(done(words, entries), 1);
  assert.ok(line(words, entries).startsWith(`carried = {"${first.name}": "${words.choices[1]}", `));
  assert.equal(line(words, entries).split('"?"').length - 1, words.fields.length - 1);
  assert.deepEqual(put(entries, first, 0, undefined), { entries: {} });
});

test("numbers become the answers of a function, a list for each call", () => {
  const [one] = calls.fields;
  let entries: Entries = {};
  for (const [place, value] of [0, 0.25, 0.5, 1].entries())
    entries = put(entries, one, place, value).entries;
  const written = line(calls, entries);
  const given = `scaled = rc.by_hand("04.4", {"${one.name}": [0, 0.25, 0.5, 1], `;
  assert.ok(written.startsWith(given), written);
  assert.deepEqual([done(calls, entries), at(entries, one, 1)], [1, 0.25]);
  assert.equal(at(put(entries, one, 1, undefined).entries, one, 1), undefined);
});

test("true and false are Python's", () => {
  const asked = { ...words, form: "plain", kind: "yes_no", target: "is_so" } as const;
  assert.equal(line(asked, { [first.name]: true }), "is_so = True");
});

test("a quotation mark in a name does not end the text", () => {
  const asked = { ...words, fields: [{ ...first, name: 'the "reset"' }] };
  assert.equal(line(asked, {}), 'carried = {"the \\"reset\\"": "?"}');
});

test("of a kept answer only what answers a question here is read", () => {
  const kept = { [first.name]: words.choices[0], [second.name]: "a fifth word", other: "x" };
  assert.deepEqual(read(words, { entries: kept }), { [first.name]: words.choices[0] });
  for (const odd of [[1, 2], [1, 2, 3, "4"], 5])
    assert.deepEqual(read(calls, { entries: { [calls.fields[0].name]: odd } }), {});
  assert.deepEqual(read(words, {}), {});
});

const TABLE: Listing = {
  columns: ["version", "best"],
  rows: [
    ["z, equal", 2012],
    ["rank, equal", null],
    ["z, events first", 1995],
  ],
};
const names = (rows: ReturnType<typeof listed>) => rows.map(([name]) => name);

test("a table is sorted by a heading, up, down and as it was; an empty cell stays last", () => {
  const up = pressed(null, 1);
  const down = pressed(up, 1);
  assert.deepEqual(names(listed(TABLE, "", up)), ["z, events first", "z, equal", "rank, equal"]);
  assert.deepEqual(names(listed(TABLE, "", down)), ["z, equal", "z, events first", "rank, equal"]);
  assert.equal(pressed(down, 1), null);
  assert.deepEqual(pressed(down, 0), { column: 0, down: false });
});

test("a row is shown if it holds every typed word, in any column", () => {
  assert.deepEqual(names(listed(TABLE, "EQUAL 2012", null)), ["z, equal"]);
  assert.deepEqual(names(listed(TABLE, "equal", pressed(null, 0))), ["rank, equal", "z, equal"]);
  assert.deepEqual(listed(TABLE, "moscow", null), []);
});
