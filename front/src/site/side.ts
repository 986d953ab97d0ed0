/**
 * What Python does for a board, on a page where none runs: it keeps the answer, locks it, and shows
 * what follows. The twin of resetcycle/widgets/base.py, and of `learner` in share.py.
 */
import { EPOCH } from "../kit/codes";
import { t } from "../kit/language";
import { day } from "../kit/words";
import type { PageModel } from "./model";
import { isObject, type Kept } from "./shapes";
import * as work from "./work";

/** What a side is made for: a board, the name of its answer, and what was sealed for it. */
export interface Given {
  readonly model: PageModel;
  readonly board: string;
  readonly key: string;
  readonly held: unknown;
  /** Call it when something else on the page may have to begin anew. */
  readonly changed: (key: string) => void;
}

/** What can be shown of a kept answer, and a sentence if that is not all of it. */
export type Usable = readonly [answer: Kept | null, reason: string];

export const otherVersion = (): string =>
  t("it was kept by another version of the kit, or changed by hand.");
const notKept = (): string => t("What you did here is not kept.");

export class Side {
  readonly #given: Given;
  #seen: unknown = null;
  #isStrange = false;
  #last: Kept;

  constructor(given: Given) {
    this.#given = given;
    this.#last = (given.model.read("answer") ?? {}) as Kept;
  }

  // ---- what a board says of itself

  /** What can be shown of an answer in the file, which may be anything. */
  usable(kept: unknown): Usable {
    return isObject(kept) ? [kept, ""] : [null, otherVersion()];
  }

  /** The answer as it was before its lock; null if it is not locked. */
  unlocked(): Kept | null {
    return null;
  }

  /** Show what may be seen by now. */
  show(): void {
    // Most boards hold nothing back.
  }

  /** The learner asks for something by a trait; most boards ask for nothing. */
  asked?(name: string, value: unknown): void;

  /** The learner asks by a message. */
  message?(): void;

  // ---- what all sides share

  get held(): unknown {
    return this.#given.held;
  }

  get lesson(): string {
    return this.trait("lesson") as string;
  }

  get answer(): Kept {
    return this.#last;
  }

  trait(name: string): unknown {
    return this.#given.model.read(name);
  }

  tell(name: string, value: unknown): void {
    this.#given.model.tell(name, value);
  }

  /** Do something later: a fault in it is told on the board. */
  guard(act: () => void): void {
    this.#given.model.guard(act);
  }

  /** What another board of a lesson keeps. */
  keptBy(key: string, lesson = this.lesson): unknown {
    return work.restore(lesson)[key];
  }

  /** What is kept for this board; null if nothing is. */
  kept(): unknown {
    return work.restore(this.lesson, (sentence) => this.note(sentence))[this.#given.key] ?? null;
  }

  /** Add a sentence to the notice, if it is not there. */
  note(sentence: string): void {
    const notice = (this.trait("notice") as string | undefined) ?? "";
    if (!notice.includes(sentence)) this.tell("notice", `${notice} ${sentence}`.trim());
  }

  open(): void {
    if (Date.now() < EPOCH) this.note(clockFault());
    const kept = this.kept();
    this.#seen = kept;
    if (kept !== null) this.#restore(kept);
    this.named();
    this.show();
  }

  /** What the browser sends. */
  hear(name: string, value: unknown): void {
    if (name === "answer") {
      if (!work.isSame(value, this.#last)) this.change(value as Kept);
    } else if (name === "choice") this.#chosen(value as string);
    else this.asked?.(name, value);
  }

  /** Take an answer over, on the screen and in the file. */
  change(answer: Kept): void {
    this.#put(answer);
    this.keep();
  }

  /** Keep the answer that stands on the screen. */
  keep(): void {
    try {
      if (this.#isStrange) this.#setAside();
      work.replace(this.lesson, this.#given.key, this.#last, this.#seen);
    } catch (fault) {
      if (fault instanceof work.ChangedElsewhere) this.tell("conflict", conflict());
      else if (fault instanceof work.WorkFault)
        this.tell("notice", `${fault.message} ${notKept()}`);
      else throw fault;
      // No lock is shown that was not kept.
      const draft = this.unlocked();
      if (draft) this.#put(draft);
      this.show();
      return;
    }
    if (String(this.trait("notice")).includes(notKept())) this.tell("notice", "");
    this.#seen = this.#last;
    this.tell("conflict", "");
    this.named();
    this.show();
    this.#given.changed(this.#given.key);
  }

  /** An older view may still be open somewhere: what was locked stays. */
  stay(kept: Kept, sentence: string): void {
    this.#seen = kept;
    this.#put(kept);
    this.tell("notice", sentence);
    this.show();
  }

  /** The learner's random name, where a board has share codes. */
  named(): void {
    if (this.trait("learner") !== undefined) this.tell("learner", work.learner(this.lesson));
    // The browser makes the code of what is on the screen.
    if (this.trait("share_code")) this.tell("share_code", "");
  }

  /** The whole file is another: all boards of the lesson begin anew. */
  replaced(): void {
    this.#given.changed("");
  }

  /** Show an answer that nobody has given yet; it is not kept. */
  begin(answer: Kept): void {
    this.#put(answer);
  }

  #put(answer: Kept): void {
    this.#last = answer;
    this.tell("answer", answer);
  }

  #restore(kept: unknown): void {
    const [answer, reason] = this.usable(kept);
    this.#isStrange = reason !== "";
    if (answer) this.#put(answer);
    if (reason) this.note(refused(this.lesson, reason));
  }

  #setAside(): void {
    const name = work.copyAside(this.lesson);
    this.#isStrange = false;
    this.tell("notice", name && t("What stood there is kept in this browser as {name}.", { name }));
  }

  /** Do as the learner chose: keep this answer and set the other aside, or show the other. */
  #chosen(choice: string): void {
    if (!choice) return;
    const kept = this.kept();
    this.tell("choice", "");
    if (choice === "mine") {
      try {
        const name = work.copyAside(this.lesson);
        this.tell(
          "notice",
          name && t("The other work is kept in this browser as {name}.", { name }),
        );
      } catch (fault) {
        if (!(fault instanceof work.WorkFault)) throw fault;
        this.tell("notice", `${fault.message} ${notKept()}`);
        return;
      }
      this.#seen = kept;
      this.tell("conflict", "");
      this.keep();
      return;
    }
    this.#seen = kept;
    this.tell("conflict", "");
    if (kept !== null) this.#restore(kept);
    this.show();
  }
}

/** A side whose answer can be locked once, with the time. */
export abstract class LockedSide extends Side {
  /** What stays as it was, in a sentence. */
  abstract readonly locked: () => string;

  /** Lock the answer; a sentence if it is not ready. */
  abstract lock(): string;

  /** Whether a lock is kept that the present answer would lose or change. */
  abstract isLocked(kept: unknown): kept is Kept;

  override keep(): void {
    const kept = this.kept();
    if (!this.isLocked(kept)) super.keep();
    else if (work.isSame(this.answer, kept)) this.show();
    else this.stay(kept, this.locked());
  }

  override asked(name: string, value: unknown): void {
    if (name !== "locking" || value !== true) return;
    const hindrance = this.lock();
    if (hindrance) this.tell("notice", hindrance);
    this.tell("locking", false);
  }
}

const conflict = (): string =>
  t(
    "Your work in this lesson was changed elsewhere since this was opened: in another window, or by an upload. What you do here is not kept until you choose.",
  );

const refused = (lesson: string, reason: string): string =>
  t(
    "What was kept here in lesson {lesson} cannot be shown: {reason} It stays in the file until you do something here, and then beside it under another name.",
    { lesson, reason },
  );

const clockFault = (): string =>
  t(
    "The clock of this computer says {day}, which cannot be: set it, since locks and share codes hold the time.",
    { day: day(Date.now(), { dateStyle: "long" }) },
  );
