/** The two coders of lesson 02; the twin of resetcycle/widgets/coder.py, code.py and document.py. */
import { t } from "../kit/language";
import { agreed } from "./agreed";
import { isObject, isText, type Kept } from "./shapes";
import { LockedSide, otherVersion, type Usable } from "./side";
import { now } from "./work";

type Texts = Readonly<Record<string, string>>;

interface Held {
  readonly kit: Texts;
  readonly reasons: Texts;
  /** Codes in words, and their scores; "none" has none. */
  readonly words: Texts;
  readonly scores: Readonly<Record<string, number | null>>;
}

interface Coded extends Kept {
  readonly codes: Texts;
  readonly locked_at: string | null;
}

abstract class CoderSide extends LockedSide {
  readonly locked = (): string => t("These codes are locked already and stay as they were.");

  /** Say which things have no code yet. */
  abstract left(numbers: string): string;

  get things(): string[] {
    return (this.trait("cards") as { id: string }[]).map(({ id }) => id);
  }

  override lock(): string {
    const { codes, locked_at: before } = this.answer as Coded;
    if (before) return "";
    const missing = this.things.flatMap((id, i) => (id in codes ? [] : [String(i + 1)]));
    if (missing.length) return this.left(missing.join(", "));
    this.change({ codes, locked_at: now() });
    return "";
  }

  override usable(kept: unknown): Usable {
    return this.isAnswer(kept) ? [kept, ""] : [null, otherVersion()];
  }

  override unlocked(): Kept | null {
    return this.answer.locked_at ? { ...this.answer, locked_at: null } : null;
  }

  override isLocked(kept: unknown): kept is Coded {
    return this.isAnswer(kept) && Boolean(kept.locked_at);
  }

  /** Whether a kept answer can be shown: known things and codes, all if it is locked. */
  isAnswer(kept: unknown): kept is Coded {
    const names = isObject(kept) ? Object.keys(kept).sort().join() : "";
    if (!isObject(kept) || names !== "codes,locked_at" || !isObject(kept.codes)) return false;
    const known = (this.trait("choices") as { code: string }[]).map(({ code }) => code);
    const given = Object.entries(kept.codes);
    const { things } = this;
    const areKnown = given.every(
      ([name, code]) => things.includes(name) && isText(code) && known.includes(code),
    );
    if (kept.locked_at === null) return areKnown;
    return areKnown && isText(kept.locked_at) && given.length === things.length;
  }
}

interface HeldOfEvents extends Held {
  readonly final: Texts;
  readonly first: Texts;
}

export class EventSide extends CoderSide {
  override left(numbers: string): string {
    return t("Code every event before you lock. Still open: {numbers}.", { numbers });
  }

  override show(): void {
    const { codes, locked_at: locked } = this.answer as Coded;
    const { kit, final, first, reasons, words, scores } = this.held as HeldOfEvents;
    const of = (coding: Texts) => this.things.map((id) => coding[id]);
    const told = (id: string) => ({
      ...{ id, yours: words[codes[id]], kit: words[kit[id]], first: words[first[id]] },
      ...{ same: codes[id] === kit[id], reason: reasons[id] },
    });
    const compare = () => [
      agreed([of(final), of(codes)], scores, t("you and the kit")),
      agreed([of(final), of(first)], scores, t("the kit's first and final coding")),
    ];
    this.tell("agreed", locked ? compare() : []);
    this.tell("shown", locked ? this.things.map(told) : []);
  }
}

interface HeldOfPassages extends Held {
  readonly acts: readonly object[];
  readonly call: object;
}

export class PassageSide extends CoderSide {
  override left(numbers: string): string {
    return t("Code every passage before you lock. Still open: {numbers}.", { numbers });
  }

  override show(): void {
    const { codes, locked_at: locked } = this.answer as Coded;
    const { kit, reasons, words, scores, acts, call } = this.held as HeldOfPassages;
    const told = (id: string) => ({
      ...{ id, yours: words[codes[id]], kit: words[kit[id]] },
      ...{ score: scores[codes[id]], kit_score: scores[kit[id]] },
      ...{ same: codes[id] === kit[id], reason: reasons[id] },
    });
    this.tell("acts", locked ? acts : []);
    this.tell("call", locked ? call : {});
    this.tell("shown", locked ? this.things.map(told) : []);
  }
}
