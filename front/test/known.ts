/** Inputs and values that Python wrote (`make update`), and the state of each widget as it sends it. */
import { readFileSync } from "node:fs";
import type { ByHandTraits } from "../src/byhand/state";
import type { ClockTraits } from "../src/clocks/state";
import type { CodeTraits } from "../src/code/state";
import type { CriteriaTraits } from "../src/criteria/state";
import type { DocumentTraits } from "../src/document/state";
import type { DrawTraits } from "../src/draw/state";
import type { EvidenceTraits } from "../src/evidence/state";
import type { FindTraits, Search } from "../src/find/state";
import type { ForecastTraits } from "../src/forecast/state";
import type { Kind, Work } from "../src/kit/kinds";
import type { Catalogue } from "../src/kit/language";
import type { Line } from "../src/measures/crossings";
import type { Rule, Scored, Verdict } from "../src/measures/cuts";
import type { Codings, Draws } from "../src/measures/ranks";
import type { Method, Slider } from "../src/measures/weights";
import type { Compared, Point, Window } from "../src/measures/windows";
import type { Band } from "../src/measures/worlds";
import type { CausalTraits } from "../src/causal/state";
import type { Board, LeaveOutTraits } from "../src/leaveout/state";
import type { PlacesTraits } from "../src/places/state";
import type { MarkingTraits } from "../src/marking/state";
import type { MemoTraits } from "../src/memo/state";
import type { MemoryTraits, War } from "../src/memory/state";
import type { WaysTraits } from "../src/ways/state";
import type { NullTraits } from "../src/null/state";
import type { PredictTraits } from "../src/predict/state";
import type { PoolTraits, Result } from "../src/pool/state";
import type { SortTraits } from "../src/sort/state";
import type { WeighTraits } from "../src/weigh/state";

interface Said {
  readonly name: string;
  readonly inputs: unknown[];
  readonly said: string[];
}

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
  readonly standings: {
    part: string;
    out: string[];
    arrows: string[];
    boxes: string[];
    raising: number;
    lowering: number;
    larger: number;
    turning: boolean;
  }[];
  readonly turns: {
    rule: Rule;
    day: string;
    acts: Scored[];
    n: number[];
    means: number[];
    interval: number[] | null;
    verdict: Verdict;
  }[];
  readonly verdicts: {
    low: number;
    high: number;
    n: number;
    points: number;
    verdict: string;
  }[];
  readonly beliefs: {
    answer: EvidenceTraits["answer"];
    posterior: number[];
    for_best: number[];
    against_worst: number[];
  }[];
  readonly finds: (Partial<Omit<Search, "words">> & { text?: string; found: string[] })[];
  readonly memos: { text: string; words: number; cited: string[] }[];
  readonly streams: { state: string; inc: string; below: number; drawn: number[] }[];
  readonly changes: (Pick<Board, "presidency" | "kind" | "acts"> & {
    compared: {
      change: number | null;
      low: number | null;
      high: number | null;
      verdict: string;
    }[];
  })[];
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
  readonly words: Said[];
  readonly languages: { catalogue: Catalogue; words: Said[] }[];
  readonly memories: {
    kind: "all" | "deeds";
    treated: War;
    half_life: number;
    tones: number[];
    weights: number[];
  }[];
  readonly states: {
    readonly sort: SortTraits;
    readonly sort_desk: SortTraits;
    readonly sort_locked: SortTraits;
    readonly code: CodeTraits;
    readonly code_locked: CodeTraits;
    readonly document: DocumentTraits;
    readonly document_locked: DocumentTraits;
    readonly null: NullTraits;
    readonly causal: CausalTraits;
    readonly marking: MarkingTraits;
    readonly marking_locked: MarkingTraits;
    readonly memo: MemoTraits;
    readonly find: FindTraits;
    readonly memory: MemoryTraits;
    readonly clocks: ClockTraits;
    readonly places: PlacesTraits;
    readonly criteria: CriteriaTraits;
    readonly criteria_sealed: CriteriaTraits;
    readonly criteria_moved: CriteriaTraits;
    readonly leaveout: LeaveOutTraits;
    readonly ways: WaysTraits;
    readonly byhand: ByHandTraits;
    readonly byhand_calls: ByHandTraits;
    readonly draw: DrawTraits;
    readonly evidence: EvidenceTraits;
    readonly forecast: ForecastTraits;
    readonly forecast_locked: ForecastTraits;
    readonly forecast_reveal: ForecastTraits;
    readonly forecast_here: ForecastTraits;
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
