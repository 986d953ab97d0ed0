/** Criteria of the cycle, sealed and then moved; the twin of resetcycle/widgets/criteria.py. */
import { n, t } from "../kit/language";
import { isObject, isTextOrNone, type Kept } from "./shapes";
import { LockedSide, otherVersion, Side, type Usable } from "./side";
import { isSame, now } from "./work";

interface Part {
  readonly name: string;
  readonly choices: readonly string[];
}
type Chosen = Readonly<Record<string, string>>;

/** What of a kept answer, which may be anything, is a choice here. */
function chosenOf(parts: readonly Part[], kept: unknown): Chosen {
  const given = isObject(kept) && isObject(kept.chosen) ? kept.chosen : {};
  const pairs = parts.flatMap(({ name, choices }) =>
    choices.includes(given[name] as string) ? [[name, given[name] as string] as const] : [],
  );
  return Object.fromEntries(pairs);
}

const isAnswer = (kept: unknown): kept is Kept =>
  isObject(kept) && isObject(kept.chosen) && isTextOrNone(kept.locked_at);

export class SealSide extends LockedSide {
  readonly locked = (): string => t("These criteria are sealed already and stay as they were.");

  get parts(): readonly Part[] {
    return this.trait("parts") as Part[];
  }

  override lock(): string {
    if (this.answer.locked_at) return "";
    const chosen = chosenOf(this.parts, this.answer);
    const missing = this.parts.length - Object.keys(chosen).length;
    if (missing)
      return n(
        "{n} part of your criteria is not chosen yet.",
        "{n} parts of your criteria are not chosen yet.",
        missing,
      );
    this.change({ chosen, locked_at: now() });
    return "";
  }

  override usable(kept: unknown): Usable {
    if (!isAnswer(kept)) return [null, otherVersion()];
    const chosen = chosenOf(this.parts, kept);
    const strange = () => t("some of it is no choice here.");
    const usable = { chosen, locked_at: kept.locked_at ?? null };
    return [usable, isSame(chosen, kept.chosen) ? "" : strange()];
  }

  override unlocked(): Kept | null {
    return this.answer.locked_at ? { ...this.answer, locked_at: null } : null;
  }

  override isLocked(kept: unknown): kept is Kept {
    return isAnswer(kept) && Boolean(kept.locked_at);
  }
}

export class MoveSide extends Side {
  get parts(): readonly Part[] {
    return this.trait("parts") as Part[];
  }

  override open(): void {
    const kept = this.keptBy("criteria");
    const sealed = isAnswer(kept) && kept.locked_at ? chosenOf(this.parts, kept) : {};
    this.tell("sealed", sealed);
    // It begins with what was sealed; who has moved them already finds them as they lay.
    if (Object.keys(sealed).length) this.begin({ chosen: sealed });
    super.open();
  }

  override usable(kept: unknown): Usable {
    const chosen = chosenOf(this.parts, kept);
    const isWhole = isObject(kept) && Object.keys(chosen).length === this.parts.length;
    return isWhole ? [{ chosen }, ""] : [null, otherVersion()];
  }
}
