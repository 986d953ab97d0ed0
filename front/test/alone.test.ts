/** Where no Python runs, a board shows and keeps what it would with Python. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { alpha } from "../src/measures/alpha";
import { digest } from "../src/site/forecasting";
import { inOrder } from "../src/site/work";
import { held, said } from "../src/site/predicting";
import { alone, keep, openBoard, questions, toldOf } from "./alone";
import { near } from "./near";

const COMPUTED = 20;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test("a seal has the digest that Python gives it, whatever the reasons hold", () => {
  for (const { forecasts, locked_at, hash } of alone.seals)
    assert.equal(digest(forecasts, locked_at), hash);
});

test("coders agree as far as Python says", () => {
  for (const { ratings, level, value } of alone.alphas) near(alpha(ratings, level), value);
});

test("a guess is held against the record, and said, as Python does", () => {
  for (const { lesson, name, guesses, held: expected } of alone.guesses) {
    const question = questions(lesson).find((one) => one.name === name);
    assert.ok(question);
    const { right } = toldOf(lesson)[name];
    for (const [i, guess] of guesses.entries()) {
      const { verdict, words } = held(guess, right);
      assert.deepEqual([verdict, words, said(question, guess)], expected[i], `${lesson} ${name}`);
    }
  }
});

for (const [name, board] of Object.entries(alone.boards))
  test(`the board ${name} shows of any work what it shows with Python`, async () => {
    for (const { work, shown } of board.opened) {
      keep(work);
      const model = openBoard(board);
      if (board.board === "ClassPool") await pause(COMPUTED);
      for (const [trait, before] of Object.entries(board.start)) {
        if (["share_code", "read", "learner"].includes(trait)) continue;
        // Why a line is none, Python says point by point.
        if (trait === "notice" && name === "line" && shown.notice) continue;
        const expected = inOrder(trait in shown ? shown[trait] : before);
        near(
          inOrder(model.read(trait)),
          expected,
          1e-9,
          `${JSON.stringify(work).slice(0, 300)}: ${trait}`,
        );
      }
    }
  });
