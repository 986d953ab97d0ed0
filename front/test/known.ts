/** Inputs and values that Python wrote (`make update`), and the state of each widget as it sends it. */
import { readFileSync } from "node:fs";
import type { ClockTraits } from "../src/clocks/state";
import type { CodeTraits } from "../src/code/state";
import type { DrawTraits } from "../src/draw/state";
import type { ForecastTraits } from "../src/forecast/state";
import type { Kind, Work } from "../src/kit/kinds";
import type { Line } from "../src/measures/crossings";
import type { Rule, Scored, Verdict } from "../src/measures/cuts";
import type { Codings, Draws } from "../src/measures/ranks";
import type { Method, Slider } from "../src/measures/weights";
import type { Compared, Point, Window } from "../src/measures/windows";
import type { Band } from "../src/measures/worlds";
import type { MemoTraits } from "../src/memo/state";
import type { MemoryTraits } from "../src/memory/state";
import type { WaysTraits } from "../src/ways/state";
import type { NullTraits } from "../src/null/state";
import type { PredictTraits } from "../src/predict/state";
import type { PoolTraits, Result } from "../src/pool/state";
import type { SortTraits } from "../src/sort/state";
import type { WeighTraits } from "../src/weigh/state";

interface Known {
  readonly random: { seed: number; places: number[]; values: number[] }[];
  readonly boards: {
    groups: string[];
    sliders: Slider[];
    method: Method;
    codings: Codings;
    draws: Draws;
    weights: Record<string, number>;
    points: Record<string, number>;
    burden: number[];
    ranks: number[][];
    wins: number[][];
  }[];
  readonly crossings: {
    codes: number[][];
    shares: number[];
    j: number;
    lines: Line[];
    points: {
      ahead_below: number;
      ahead_above: number;
      weight: number;
      score: number;
      for_first: boolean;
    }[];
  }[];
  readonly centres: { codings: Codings; i: number; share: number; weights: number[] | null }[];
  readonly windows: {
    record: Point[];
    windows: Window[];
    lines: Point[][];
    compared: Compared[][];
  }[];
  readonly worlds: { seed: number; number: number; steps: number[]; values: number[] }[];
  readonly falls: { line: number[]; bands: Band[]; falls: [boolean, boolean] }[];
  readonly turns: {
    rule: Rule;
    day: string;
    acts: Scored[];
    n: number[];
    means: number[];
    interval: number[] | null;
    verdict: Verdict;
  }[];
  readonly memos: { text: string; words: number; cited: string[] }[];
  readonly codes: {
    kind: Kind;
    learner: string;
    saved: string;
    work: Work;
    code: string;
  }[];
  readonly chats: {
    text: string;
    entries: { kind: Kind; name: string; line: number; answer: Record<string, unknown> }[];
    notes: string[];
    broken: string[];
  }[];
  readonly words: { name: string; inputs: unknown[]; said: string[] }[];
  readonly states: {
    readonly sort: SortTraits;
    readonly code: CodeTraits;
    readonly code_locked: CodeTraits;
    readonly null: NullTraits;
    readonly memo: MemoTraits;
    readonly memory: MemoryTraits;
    readonly clocks: ClockTraits;
    readonly ways: WaysTraits;
    readonly draw: DrawTraits;
    readonly forecast: ForecastTraits;
    readonly forecast_locked: ForecastTraits;
    readonly forecast_reveal: ForecastTraits;
    readonly weigh: WeighTraits;
    readonly predict: PredictTraits;
    readonly predict_order: PredictTraits;
    readonly predict_locked: PredictTraits;
    readonly pool: PoolTraits & { readonly result: Result };
    readonly pool_mixed: PoolTraits;
  };
}

const file = new URL("known.json", import.meta.url);
export const known = JSON.parse(readFileSync(file, "utf8")) as Known;
export const { states } = known;
