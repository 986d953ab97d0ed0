/** Which task stops how many of a class, and with which answer; the twin of resetcycle/exercise/stops.py
 *  and of `unpack` in outcomes.py. */
import type { Entry } from "../kit/codes";
import type { Bytes } from "../kit/kinds";
import { n, t } from "../kit/language";
import { median } from "../measures/classes";
import type { Said, Stopping, Stops } from "../pool/stops";

/** A task, as far as its outcomes are read and told; `stops.constants` in Python writes it. */
interface Task {
  readonly number: string;
  readonly title: string;
  readonly mistakes: readonly string[];
  /** What is kept of a wrong answer. */
  readonly holds: "number" | "words" | "";
  readonly is_mapping: boolean;
  readonly entries: number;
  /** The words to choose from, as a learner would type them; and what stands where there is none. */
  readonly words: readonly string[];
  readonly open: string;
  readonly nothing: string;
  readonly labels: readonly string[];
  readonly calls: readonly string[];
  readonly step: number | null;
}

export interface Stopped {
  readonly ended: readonly string[];
  readonly largest: number;
  readonly exercises: Readonly<
    Record<string, { readonly title: string; readonly tasks: readonly Task[] }>
  >;
}

interface Outcome {
  readonly tries: number;
  readonly ended: string;
  readonly mistake: number;
  readonly question: number;
  /** Numbers; of words their places, counted from 1, and zero for none. */
  readonly answer: readonly number[];
}

const [HEAD, FLOAT, MOST_SAID] = [2, 4, 3];

/** How the tasks of each exercise stand of which there are codes. */
export function stops(entries: readonly Entry<"tasks">[], given: Stopped): Stops[] {
  const lessons = [...new Set(entries.map(({ work }) => work.lesson))].sort();
  return lessons.map((lesson) => {
    const class_ = entries.filter(({ work }) => work.lesson === lesson);
    const { title, tasks } = given.exercises[lesson];
    const rows = tasks
      .map((task, at) =>
        rowOf(
          task,
          class_.map(({ work }) => unpack(task, work.places[at], given)),
        ),
      )
      .sort((one, other) => other.not_yet - one.not_yet);
    const learners = class_.length;
    return { lesson, title, learners, sentence: sentence(rows, learners), tasks: rows };
  });
}

/** How often a task was tried and how the last try ended; nothing of it is believed. */
function unpack(task: Task, packed: Bytes, { ended: names, largest }: Stopped): Outcome {
  const plain = { tries: 0, ended: "open", mistake: 0, question: 0, answer: [] };
  if (packed.length < HEAD) return plain;
  const [tries, place, question, ...body] = packed;
  const known = names.length - 1;
  if (place >= known) {
    const isKnown = place - known < task.mistakes.length;
    return { ...plain, tries, ended: isKnown ? names[known] : "other", mistake: place - known };
  }
  const ended = names[place];
  const size = task.holds === "number" ? FLOAT : Math.ceil(task.entries / 2);
  const isKept = ended === "other" && task.holds !== "" && body.length === size;
  if (!isKept) return { ...plain, tries, ended };
  const isAsked = question < Math.max(1, task.calls.length);
  return { ...plain, tries, ended, question, answer: isAsked ? answerOf(task, body, largest) : [] };
}

function answerOf(task: Task, body: Bytes, largest: number): number[] {
  if (task.holds === "number") {
    const number = new DataView(Uint8Array.from(body).buffer).getFloat32(0);
    return Math.abs(number) < largest ? [number] : [];
  }
  const places = body.flatMap((pair) => [pair >> 4, pair & 15]).slice(0, task.entries);
  return Math.max(...places) > task.words.length ? [] : places;
}

function rowOf(task: Task, class_: readonly Outcome[]): Stopping {
  const begun = class_.filter(({ tries }) => tries > 0);
  const wrong = begun.filter(({ ended }) => ended !== "right");
  return {
    task: task.number,
    title: task.title,
    right: begun.length - wrong.length,
    not_yet: wrong.length,
    not_begun: class_.length - begun.length,
    tries: begun.length ? median(begun.map(({ tries }) => tries)) : null,
    answers: commonest(task, wrong),
  };
}

function sentence(rows: readonly Stopping[], learners: number): string {
  const most = rows[0].not_yet;
  if (!most)
    return n(
      "{n} learner: no task that was tried stops anybody.",
      "{n} learners: no task that was tried stops anybody.",
      learners,
    );
  const named = rows.filter(({ not_yet: stopped }) => stopped === most).map(({ task }) => task);
  const parts = { n: most, all: learners };
  if (named.length > 1)
    return t("Tasks {names} each stop {n} of {all}.", { names: named.join(", "), ...parts });
  return t("Task {name} stops {n} of {all}.", { name: named[0], ...parts });
}

/** How often each of some things is there, the commonest first. */
function counted<T>(things: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const one of things) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

/** What was answered, the commonest first, and how many gave it. */
function commonest(task: Task, wrong: readonly Outcome[]): Said[] {
  const hasWords = ({ answer }: Outcome) => answer.length > 0 && task.is_mapping;
  const plain = counted(wrong.filter((one) => !hasWords(one)).map((one) => called(task, one)));
  const said = plain.map(([words, many]) => ({ n: many, words }));
  said.push(...divided(task, wrong.filter(hasWords)));
  return said.sort((one, other) => other.n - one.n).slice(0, MOST_SAID);
}

/** How a try ended, in the words that its learner read where it is a known mistake. */
function called(task: Task, outcome: Outcome): string {
  const mistake = outcome.ended === "mistake" && task.mistakes[outcome.mistake];
  if (mistake) return mistake;
  if (outcome.answer.length) return gave(task, outcome);
  if (outcome.ended === "open") return t("the answer is open again.");
  if (outcome.ended === "stopped")
    return t("the code stops, or its result has another form than the task asks for.");
  if (outcome.ended === "unused")
    return t("the function does not ask for what stands in its brackets.");
  return t("another answer.");
}

function gave(task: Task, { answer: [one], question }: Outcome): string {
  const value = task.holds === "words" ? (task.words[one - 1] ?? task.nothing) : inSteps(task, one);
  const call = task.calls[question] ?? "";
  return call ? t("{call} gives {value}.", { call, value }) : value;
}

/** A number in whole steps, with one digit more than counts. */
function inSteps({ step }: Task, number: number): string {
  if (step === null) return String(number);
  const digits = Math.max(0, 1 - Math.floor(Math.log10(step)));
  const near = Number((Math.round(number / step) * step).toFixed(digits));
  return String(Number(near.toPrecision(12)));
}

/** In which entry words differ most; which of them are right is not in a code. */
function divided(task: Task, wrong: readonly Outcome[]): Said[] {
  if (!wrong.length) return [];
  const words = (place: number) => task.words[place - 1] ?? task.open;
  const given = task.labels.map((_, at) => counted(wrong.map(({ answer }) => answer[at])));
  const tops = given.map(([[, most]]) => most);
  const at = tops.indexOf(Math.min(...tops));
  if (given[at].length === 1) {
    const pairs = task.labels.map((key, i) => `${key}: ${words(wrong[0].answer[i])}`);
    return [{ n: wrong.length, words: `${pairs.join("; ")}.` }];
  }
  const told = given[at]
    .slice(0, MOST_SAID)
    .map(([place, many]) => `${words(place)} ${many}`)
    .join(", ");
  const said = t("other words than the key; most divided at {key}: {told}.", {
    key: task.labels[at],
    told,
  });
  return [{ n: wrong.length, words: said }];
}
