/** MyWork: a lesson's file goes out and comes in; the twin of resetcycle/widgets/work.py. */
import { handOut } from "../kit/files";
import { n, t } from "../kit/language";
import { listed } from "../kit/words";
import { Side } from "./side";
import * as work from "./work";

export class WorkSide extends Side {
  readonly #handedOut = new Set<string>();

  override open(): void {
    super.open();
    this.#refresh();
  }

  /** Keep nothing: this board has no answer of its own. */
  override keep(): void {
    this.#refresh();
  }

  /** The file is asked for: what was set aside comes with it, once. */
  override message(): void {
    this.#refresh();
    const others = work.asides(this.lesson).filter(([name]) => !this.#handedOut.has(name));
    for (const [name, text] of others) {
      handOut(`reset-cycle-${name}`, text, "application/json");
      this.#handedOut.add(name);
    }
    if (others.length) {
      const names = listed(others.map(([name]) => `reset-cycle-${name}`));
      this.tell("notice", t("What was set aside comes with it: {names}.", { names }));
    }
  }

  override asked(name: string, value: unknown): void {
    if (name !== "uploaded" || typeof value !== "string" || !value) return;
    // Taken in hand: the same file may come again.
    this.tell("uploaded", "");
    this.tell("notice", this.#take(value));
    this.#refresh();
  }

  #refresh(): void {
    this.tell("file_text", work.exportText(this.lesson));
  }

  #take(text: string): string {
    const { lesson } = this;
    const before = work.exportText(lesson);
    let kept: number;
    try {
      kept = work.importText(lesson, text);
    } catch (fault) {
      if (!(fault instanceof work.WorkFault)) throw fault;
      const unchanged = t("Nothing was changed.");
      return `${fault.message} ${unchanged}`;
    }
    if (work.exportText(lesson) === before)
      return t("This is the file of lesson {lesson} as it is here already: nothing was changed.", {
        lesson,
      });
    this.replaced();
    return n(
      "Lesson {lesson} is back, with {n} kept.",
      "Lesson {lesson} is back, with {n} kept.",
      kept,
      {
        lesson,
      },
    );
  }
}
