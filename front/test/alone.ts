/** Boards without Python, and what Python makes of the same work (`make update` writes the file). */
import { readFileSync } from "node:fs";
import { PageModel, type State } from "../src/site/model";
import type { Told } from "../src/site/predicting";
import { makeSide } from "../src/site/sides";
import type { Ratings } from "../src/measures/alpha";
import type { Guess, Question } from "../src/predict/state";

/** What is kept of each lesson, by the name of the answer. */
export type Work = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Board {
  readonly board: string;
  readonly key: string;
  readonly held: unknown;
  readonly start: State;
  readonly opened: readonly {
    readonly work: Work;
    /** The traits that differ from those without work. */
    readonly shown: Readonly<Record<string, unknown>>;
  }[];
}

interface Alone {
  readonly seals: { forecasts: unknown; locked_at: string; hash: string }[];
  readonly alphas: { ratings: Ratings; level: "nominal" | "ordinal"; value: number | null }[];
  readonly guesses: {
    lesson: string;
    name: string;
    guesses: Guess[];
    held: [verdict: string, words: string, said: string][];
  }[];
  readonly boards: Readonly<Record<string, Board>>;
}

const file = new URL("alone.json", import.meta.url);
export const alone = JSON.parse(readFileSync(file, "utf8")) as Alone;
export const LEARNER = "00c0ffee";

/** The browser's storage, as far as a page uses it. */
class Kept {
  readonly texts = new Map<string, string>();
  /** Set to let the browser refuse. */
  refuses = false;

  getItem(name: string): string | null {
    return this.texts.get(name) ?? null;
  }

  setItem(name: string, text: string): void {
    if (this.refuses) throw new DOMException("No.", "QuotaExceededError");
    this.texts.set(name, text);
  }

  removeItem(name: string): void {
    this.texts.delete(name);
  }

  answers(lesson: string): Record<string, unknown> {
    const text = this.texts.get(`resetcycle/${lesson}`) ?? "{}";
    return (JSON.parse(text) as { answers?: Record<string, unknown> }).answers ?? {};
  }
}

export const storage = new Kept();
Object.assign(globalThis, { localStorage: storage });

/** Put some work of one learner into the browser, and nothing else. */
export function keep(work: Work): void {
  storage.texts.clear();
  storage.refuses = false;
  for (const [lesson, answers] of Object.entries(work)) {
    const head = { kit: "reset-cycle", lesson, learner: LEARNER, saved: "" };
    storage.setItem(`resetcycle/${lesson}`, JSON.stringify({ ...head, answers }));
  }
}

/** A board's model with its side, opened with what the browser keeps. */
export function openBoard({ board, key, held, start }: Omit<Board, "opened">): PageModel {
  const model = new PageModel(structuredClone(start));
  model.side = makeSide({ model, board, key, held, changed: () => undefined });
  model.side.open();
  return model;
}

export const questions = (lesson: string): readonly Question[] =>
  alone.boards[`predict_${lesson}`].start["questions" as never];

export const toldOf = (lesson: string): Readonly<Record<string, Told>> =>
  alone.boards[`predict_${lesson}`].held as Record<string, Told>;
