/** MyWork: a lesson's file goes out and comes in; the twin of resetcycle/widgets/work.py. */
import { n, t } from "../kit/language";
import { Side } from "./side";
import * as work from "./work";

export class WorkSide extends Side {
  override open(): void {
    super.open();
    this.#refresh();
  }

  /** Keep nothing: this board has no answer of its own. */
  override keep(): void {
    this.#refresh();
  }

  override message(): void {
    this.#refresh();
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
