/**
 * A learner's saved work on a page where no Python runs: the text of each file of `my-work/` in the
 * browser's storage, under the lesson's number. The twin of resetcycle/answers.py. Nothing that a
 * learner wrote is overwritten by something else: it is set aside under a new name, and told.
 */
import { t } from "../kit/language";
import { isObject } from "./shapes";

/** What one lesson keeps: anything that JSON can hold, by the names of boards and tasks. */
export type Answers = Readonly<Record<string, unknown>>;

interface Content {
  readonly kit: string;
  readonly lesson: string;
  readonly learner: string;
  readonly saved: string;
  readonly answers: Answers;
}

const [KIT, LEARNER] = ["reset-cycle", /^[0-9a-f]{8}$/];
const placeOf = (lesson: string): string => `resetcycle/${lesson}`;

/** An answer in the browser is another than the one that was to be replaced. */
export class ChangedElsewhere extends Error {}

/** What is amiss with saved work; the message is one sentence. */
export class WorkFault extends Error {}

/** The time as Python writes it. */
export const now = (): string => new Date().toISOString().slice(0, 19) + "+00:00";

/** Equal as JSON has it, whatever the order of names: what was read anew is the same answer. */
export const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));

export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, inOrder(value[name])]),
  );
}

/** A browser may refuse its storage: then nothing is kept, and that is said. */
function refusing<R>(act: () => R): R {
  try {
    return act();
  } catch (fault) {
    if (fault instanceof ChangedElsewhere || fault instanceof WorkFault) throw fault;
    const isFull = fault instanceof DOMException && fault.name === "QuotaExceededError";
    throw new WorkFault(
      isFull
        ? t("The place that this browser gives to the page is full.")
        : t("This browser lets the page keep nothing."),
    );
  }
}

/** Who asks twice before the first answer is kept gets the same name. */
const newNames = new Map<string, string>();

function newName(lesson: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  const made = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const name = newNames.get(lesson) ?? made;
  newNames.set(lesson, name);
  return name;
}

const empty = (lesson: string): Content => ({
  ...{ kit: KIT, lesson, learner: newName(lesson), saved: "", answers: {} },
});

const written = (content: Content): string => JSON.stringify(content, null, 1);

const isContent = (found: unknown): found is Content =>
  isObject(found) &&
  found.kit === KIT &&
  isObject(found.answers) &&
  LEARNER.test(String(found.learner));

function parse(lesson: string, text: string): Content {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new WorkFault(
      t("The file of answers for lesson {lesson} is damaged and cannot be read.", { lesson }),
    );
  }
  if (!isContent(found)) throw new WorkFault(t("The file is not a file of answers of this kit."));
  if (found.lesson !== lesson)
    throw new WorkFault(
      t("The file holds answers of lesson {found}, not of lesson {lesson}.", {
        found: found.lesson,
        lesson,
      }),
    );
  return found;
}

/** Put a text under a free name beside the lesson's; return the name that is told. */
function aside(lesson: string, text: string): string {
  for (let number = 1; ; number++) {
    const name = `${lesson}.set-aside-${number}`;
    if (localStorage.getItem(placeOf(name)) !== null) continue;
    localStorage.setItem(placeOf(name), text);
    return `${name}.json`;
  }
}

function content(lesson: string, told: (sentence: string) => void = () => undefined): Content {
  const text = localStorage.getItem(placeOf(lesson));
  if (text === null) return empty(lesson);
  try {
    return parse(lesson, text);
  } catch (fault) {
    if (!(fault instanceof WorkFault)) throw fault;
    const name = aside(lesson, text);
    localStorage.removeItem(placeOf(lesson));
    const kept = t("It is kept in this browser as {name}, and lesson {lesson} starts anew.", {
      name,
      lesson,
    });
    told(`${fault.message} ${kept}`);
    return empty(lesson);
  }
}

/** The content of a lesson's file, or an empty one where the browser keeps nothing. */
function readable(lesson: string, told?: (sentence: string) => void): Content {
  try {
    return refusing(() => content(lesson, told));
  } catch (fault) {
    if (!(fault instanceof WorkFault)) throw fault;
    told?.(fault.message);
    return empty(lesson);
  }
}

/** The kept answers of a lesson; `told` hears what is amiss with its file. */
export const restore = (lesson: string, told?: (sentence: string) => void): Answers =>
  readable(lesson, told).answers;

/** The random name under which a learner's share codes are told apart. */
export const learner = (lesson: string): string => readable(lesson).learner;

/** A lesson's file as text, for download. */
export const exportText = (lesson: string): string => written(readable(lesson));

/**
 * Keep one answer in the place of the one that was seen; null if nothing was. Throws
 * ChangedElsewhere if something else is kept there by now: nothing is written then.
 */
export function replace(lesson: string, key: string, answer: unknown, seen: unknown): void {
  refusing(() => {
    const before = content(lesson);
    const kept = before.answers[key] ?? null;
    if (!isSame(kept, seen) && !isSame(kept, answer)) throw new ChangedElsewhere();
    const answers = { ...before.answers, [key]: answer };
    localStorage.setItem(placeOf(lesson), written({ ...before, answers, saved: now() }));
  });
}

/** Keep a copy of the lesson's file under another name beside it; return the name, if there is one. */
export const copyAside = (lesson: string): string =>
  refusing(() => {
    const text = localStorage.getItem(placeOf(lesson));
    return text === null ? "" : aside(lesson, text);
  });

/** What was set aside of a lesson: the name of each file, and its text. */
export const asides = (lesson: string): (readonly [name: string, text: string])[] =>
  refusing(() => {
    const found: (readonly [string, string])[] = [];
    for (let number = 1; ; number++) {
      const name = `${lesson}.set-aside-${number}`;
      const text = localStorage.getItem(placeOf(name));
      if (text === null) return found;
      found.push([`${name}.json`, text]);
    }
  });

/** Put an uploaded file in place; what stood there before is set aside. Returns how much is kept. */
export function importText(lesson: string, text: string): number {
  const found = parse(lesson, text);
  return refusing(() => {
    const before = localStorage.getItem(placeOf(lesson));
    if (before !== null && before !== written(found)) aside(lesson, before);
    localStorage.setItem(placeOf(lesson), written(found));
    return Object.keys(found.answers).length;
  });
}

/** The lesson to whose file another page of this browser has written; "" if to none. */
export const lessonOf = ({ key }: StorageEvent): string =>
  /^resetcycle\/(\d\d)$/.exec(key ?? "")?.[1] ?? "";
