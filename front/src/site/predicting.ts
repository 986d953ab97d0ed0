/** Predictions: committed, and then held against the record; the twin of resetcycle/predictions.py
 *  and of resetcycle/widgets/predict.py. */
import { n, t } from "../kit/language";
import { day } from "../kit/words";
import { numberWords, type Guess, type Guesses, type Question, type Reply } from "../predict/state";
import { isNumber, isObject, isText, isTextOrNone, type Kept } from "./shapes";
import { LockedSide, otherVersion, type Usable } from "./side";
import { isSame, now } from "./work";

type Pair = readonly [string, string];

/** Which guesses agree with the record, or what they are compared with, as `verdicts` has it. */
export type Right =
  | { readonly is: "oneof"; readonly name: string }
  | { readonly is: "within" | "beside"; readonly low: number; readonly high: number }
  | { readonly is: "months"; readonly first: string; readonly last: string }
  | { readonly is: "pairs"; readonly pairs: readonly Pair[] }
  | { readonly is: "alone" | "open" };

/** The record's side of a question. */
export interface Told {
  readonly said: string;
  readonly rule: string;
  readonly right: Right;
}

type Verdict = Pick<Reply, "verdict" | "words">;

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Whether something is a guess that this question can have. */
export function takes({ kind, choices, low, high }: Question, guess: unknown): guess is Guess {
  if (kind === "choice") return choices.includes(guess as string);
  if (kind === "order")
    return (
      Array.isArray(guess) &&
      guess.length === choices.length &&
      choices.every((name) => guess.includes(name))
    );
  if (kind === "month")
    return isText(guess) && MONTH.test(guess) && choices[0] <= guess && guess <= choices[1];
  return isNumber(guess) && low <= guess && guess <= high;
}

/** A guess in words. */
export function said(question: Question, guess: Guess): string {
  if (typeof guess === "number") return numberWords(question, Number(guess.toPrecision(6)));
  if (typeof guess !== "string") return guess.join(", ");
  if (question.kind === "month") return day(`${guess}-01`);
  return question.shown[question.choices.indexOf(guess)];
}

/** Whether a guess agrees with the record, in a word and in a sentence. */
export function held(guess: Guess, right: Right): Verdict {
  switch (right.is) {
    case "oneof":
      return whether(guess === right.name, t("The record differs."));
    case "within": {
      const far = (guess as number) > right.high ? t("That is too high.") : t("That is too low.");
      return whether(right.low <= (guess as number) && (guess as number) <= right.high, far);
    }
    case "months": {
      const far = (guess as string) > right.last ? t("That is too late.") : t("That is too early.");
      const isInside = right.first <= (guess as string) && (guess as string) <= right.last;
      return whether(isInside, far);
    }
    case "pairs":
      return ordered(guess as string[], right.pairs);
    case "beside": {
      const far = (guess as number) > right.high ? t("Yours is higher.") : t("Yours is lower.");
      const isInside = right.low <= (guess as number) && (guess as number) <= right.high;
      return { verdict: "compared", words: isInside ? t("Yours lies within.") : far };
    }
    case "alone":
      return { verdict: "compared", words: "" };
    case "open":
      return { verdict: "open", words: t("Nothing can be said yet.") };
  }
}

const whether = (agrees: boolean, otherwise: string): Verdict =>
  agrees
    ? { verdict: "agrees", words: t("The record agrees.") }
    : { verdict: "differs", words: otherwise };

/** Hold an order against the pairs that the record tells apart. */
function ordered(names: readonly string[], pairs: readonly Pair[]): Verdict {
  if (!pairs.length) return { verdict: "open", words: t("The record tells none of them apart.") };
  const right = pairs.filter(([one, other]) => names.indexOf(one) < names.indexOf(other)).length;
  const words = n(
    "The record tells {n} pair apart, and {right} of it stands in your order.",
    "The record tells {n} pairs apart, and {right} of them stand in your order.",
    pairs.length,
    { right },
  );
  return { verdict: right === pairs.length ? "agrees" : "differs", words };
}

/** A guess beside the record, as it is read after the commit. */
export function reply(question: Question, told: Told, guess: Guess, first?: Guess): Reply {
  return {
    name: question.name,
    guess: said(question, guess),
    first: first === undefined ? "" : said(question, first),
    record: told.said,
    rule: told.rule,
    ...held(guess, told.right),
  };
}

const isTry = (kept: unknown): kept is Kept =>
  isObject(kept) && isObject(kept.guesses) && isText(kept.locked_at);

/** Whether a kept answer has the shape of one; what it holds is looked at guess by guess. */
function isAnswer(kept: unknown): kept is Kept {
  if (!isObject(kept)) return false;
  const { guesses = {}, first } = kept;
  const isFirst = first === undefined || first === null || isTry(first);
  return isObject(guesses) && isTextOrNone(kept.locked_at) && isFirst;
}

export class PredictSide extends LockedSide {
  readonly locked = (): string => t("These predictions are locked already and stay as they were.");

  get questions(): readonly Question[] {
    return this.trait("questions") as Question[];
  }

  /** What of kept guesses, which may be anything, answers a question here. */
  guesses(kept: unknown): Guesses {
    const given = isObject(kept) ? kept : {};
    const pairs = this.questions.flatMap((one) => {
      const guess = given[one.name];
      return takes(one, guess) ? [[one.name, guess] as const] : [];
    });
    return Object.fromEntries(pairs);
  }

  override lock(): string {
    if (this.answer.locked_at) return "";
    const guesses = this.guesses(this.answer.guesses);
    const missing = this.questions.length - Object.keys(guesses).length;
    if (missing)
      return n(
        "{n} question is not answered yet; a guess is enough.",
        "{n} questions are not answered yet; a guess is enough.",
        missing,
      );
    this.change({ guesses, locked_at: now(), first: this.answer.first ?? null });
    return "";
  }

  override usable(kept: unknown): Usable {
    if (!isAnswer(kept)) return [null, otherVersion()];
    const guesses = this.guesses(kept.guesses);
    // Questions that came later leave a commit as it is: it was one, of those of its day.
    const usable = { guesses, locked_at: kept.locked_at ?? null, first: kept.first ?? null };
    return [usable, isSame(guesses, kept.guesses) ? "" : t("some of it is no answer here.")];
  }

  override unlocked(): Kept | null {
    return this.answer.locked_at ? { ...this.answer, locked_at: null } : null;
  }

  /** Whether a commit is kept that the present answer would lose. */
  override isLocked(kept: unknown): kept is Kept {
    if (!isAnswer(kept) || !kept.locked_at) return false;
    const made = { guesses: kept.guesses ?? {}, locked_at: kept.locked_at };
    return !isSame(this.answer.first, kept.first ?? made);
  }

  override show(): void {
    const { locked_at: locked, first } = this.answer;
    const guesses = locked ? this.guesses(this.answer.guesses) : {};
    const before = this.guesses(isObject(first) ? first.guesses : null);
    const told = this.held as Readonly<Record<string, Told>>;
    const replies = this.questions.flatMap((one) =>
      one.name in guesses ? [reply(one, told[one.name], guesses[one.name], before[one.name])] : [],
    );
    this.tell("replies", replies);
  }
}
