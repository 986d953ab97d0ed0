/** Share codes are made and read in the browser as Python makes and reads them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checksum, pack, readClass, savedIn } from "../src/kit/codes";
import { digitOf, kindOf, KINDS, type Kind } from "../src/kit/kinds";
import { known, states } from "./known";

const { lists } = states.pool;
const read = (text: string) => readClass(text, lists);
const sample = (kind: Kind): string => known.codes.find((one) => one.kind === kind)?.code ?? "";

test("the checksum is the one that is published for CRC-16/XMODEM", () => {
  const digits = [..."123456789"].map((digit) => digit.charCodeAt(0));
  assert.equal(checksum(digits, 1), 0x31c3);
});

for (const kind of KINDS)
  test(`work of the kind ${kind} has the code that Python gives it, and comes back`, () => {
    const cases = known.codes.filter((one) => one.kind === kind);
    assert.ok(cases.length);
    for (const { learner, saved, work, code } of cases) {
      assert.equal(pack(kind, work, { learner, saved }, lists), code);
      assert.equal(savedIn(code), saved);
      const { entries, notes, broken } = read(code);
      assert.deepEqual(entries, [{ kind, learner, saved, work, name: "", line: 1 }]);
      assert.deepEqual([...notes, ...broken], []);
    }
  });

test("each digit names a kind, and the tenth has the digit 0", () => {
  assert.deepEqual([0, 8, 9].map(digitOf), ["1", "9", "0"]);
  assert.deepEqual([kindOf("1"), kindOf("9"), kindOf("0")], ["weights", "tasks", "marks"]);
});

test("a zero may be typed as the letter O, and no word that runs on is a code", () => {
  const code = sample("marks").toLowerCase().replaceAll("0", "o");
  assert.equal(read(`Ann: ${code}`).entries[0].kind, "marks");
  assert.deepEqual(read("a narco-state and RCO works well"), {
    entries: [],
    notes: [],
    broken: [],
  });
});

test("a text as a class pastes it is read as Python reads it, and says the same of the rest", () => {
  for (const { text, entries, notes, broken } of known.chats) {
    const found = read(text);
    assert.deepEqual(
      found.entries.map(({ kind, name, line, learner, saved, work }) => ({
        ...{ kind, name, line, answer: { learner, saved, ...work } },
      })),
      entries,
      text,
    );
    assert.deepEqual([found.notes, found.broken], [notes, broken], text);
  }
});

test("every single slip in a code is found, its digit among them", () => {
  for (const kind of KINDS) {
    const code = sample(kind);
    for (let at = 2; at < code.length; at++) {
      if (code[at] === "-") continue;
      const other = code[at] === "3" ? "4" : "3";
      const { entries, broken } = read(code.slice(0, at) + other + code.slice(at + 1));
      assert.equal(entries.length, 0, `${kind} ${at}`);
      assert.equal(broken.length, 1, `${kind} ${at}`);
    }
  }
});

test("a code along a list of another edition is named, and not misread", () => {
  const others = {
    ...lists,
    claims: { decks: lists.claims.decks.map((deck) => ({ ...deck, digest: deck.digest ^ 1 })) },
    line: { terms: lists.line.terms.map((term) => ({ ...term, mark: term.mark ^ 1 })) },
    likelihoods: { ...lists.likelihoods, digest: lists.likelihoods.digest ^ 1 },
    tasks: {
      ...lists.tasks,
      lessons: lists.tasks.lessons.map((one) => ({ ...one, mark: one.mark ^ 1 })),
    },
    marks: {
      ...lists.marks,
      lessons: lists.marks.lessons.map((one) => ({ ...one, mark: one.mark ^ 1 })),
    },
  };
  for (const kind of ["claims", "line", "likelihoods", "tasks", "marks"] as const) {
    const { entries, broken } = readClass(`Ann: ${sample(kind)}`, others);
    assert.deepEqual(entries, []);
    assert.deepEqual(broken, ["The code of Ann was made by another version of the kit."]);
  }
});

test("work that no list knows has no code", () => {
  const named = { learner: "00c0ffee", saved: "2026-11-22T10:00:00Z" };
  assert.throws(() => pack("claims", { deck: "claims", chosen: { C02: "gossip" } }, named, lists));
  assert.throws(() => pack("claims", { deck: "heap", chosen: { C02: "causal" } }, named, lists));
  assert.throws(() => pack("line", { term: "obama", line: [["2009-01-21", 0]] }, named, lists));
});

test("a text of any kind is borne", () => {
  const parts = [...known.codes.map(({ code }) => code.slice(0, 20)), "RC1-", "-", "\n", "é", "🙂"];
  const text = Array.from({ length: 300 }, (_, i) => parts[(i * 7919) % parts.length]).join("");
  const { entries, broken } = read(text);
  assert.equal(entries.length, 0);
  assert.ok(broken.length);
});
