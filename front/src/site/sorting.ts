/** The sorting boards; the twin of resetcycle/widgets/sort.py. */
import { read, type Card, type Filed } from "../sort/state";
import { n, t } from "../kit/language";
import { isObject, type Kept } from "./shapes";
import { LockedSide, otherVersion, type Usable } from "./side";
import { isSame } from "./work";

export class SorterSide extends LockedSide {
  readonly locked = (): string => t("This sorting is locked already and stays as it was.");

  get cards(): readonly Card[] {
    return this.trait("cards") as Card[];
  }

  /** What is both a card and a choice here. */
  chosen(kept: Kept): Readonly<Record<string, string>> {
    const choices = this.trait("choices") as Record<string, string>;
    const chosen = isObject(kept.chosen) ? kept.chosen : {};
    return read({ cards: this.cards, choices }, { chosen }).chosen;
  }

  override lock(): string {
    const chosen = this.chosen(this.answer);
    const missing = this.cards.length - Object.keys(chosen).length;
    if (missing)
      return n(
        "{n} card is not sorted yet: sort it first.",
        "{n} cards are not sorted yet: sort them first.",
        missing,
      );
    this.change({ chosen, shown: true });
    return "";
  }

  override usable(kept: unknown): Usable {
    if (!isObject(kept)) return [null, otherVersion()];
    const known = this.chosen(kept);
    const usable = Object.keys(kept).length ? { chosen: known, shown: kept.shown === true } : {};
    const isAll = isSame(known, kept.chosen === undefined ? {} : kept.chosen);
    return [usable, isAll ? "" : t("some of it is no card or no choice here.")];
  }

  override unlocked(): Kept | null {
    return this.answer.shown === true ? { ...this.answer, shown: false } : null;
  }

  override isLocked(kept: unknown): kept is Kept {
    if (!isObject(kept) || kept.shown !== true) return false;
    return Object.keys(this.chosen(kept)).length === this.cards.length;
  }

  override show(): void {
    const held = this.held as Readonly<Record<string, Filed>>;
    const shown = this.answer.shown === true ? Object.keys(this.chosen(this.answer)) : [];
    this.tell("kit", Object.fromEntries(shown.map((id) => [id, held[id]])));
  }
}
