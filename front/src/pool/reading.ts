/** What was read in the text of a class, in sentences. */
import { ofKind, type ClassText } from "../kit/codes";
import type { Kind } from "../kit/kinds";
import { n, t } from "../kit/language";
import type { TermLine } from "./state";

/** What there is of each kind of work. */
function counts({ entries }: ClassText, lines: readonly TermLine[]): string[] {
  const many = (kind: Kind) => entries.filter((one) => one.kind === kind).length;
  const [weights, codes, sortings, forecasts, likelihoods, criteria] = (
    ["weights", "codes", "claims", "forecasts", "likelihoods", "criteria"] as const
  ).map(many);
  const drawn = lines.map(({ id, about: { president } }) => {
    const own = ofKind(entries, "line").filter(({ work }) => work.term === id).length;
    return own && n("{n} line for {president}", "{n} lines for {president}", own, { president });
  });
  return [
    weights && n("weights of {n} learner", "weights of {n} learners", weights),
    codes && n("codes of {n} learner", "codes of {n} learners", codes),
    ...drawn,
    sortings && n("{n} sorting", "{n} sortings", sortings),
    forecasts && n("forecasts of {n} learner", "forecasts of {n} learners", forecasts),
    likelihoods && n("likelihoods of {n} learner", "likelihoods of {n} learners", likelihoods),
    ...predicted(entries),
    criteria && n("criteria of {n} learner", "criteria of {n} learners", criteria),
    ...tried(entries),
    ...marked(entries),
  ].filter((said) => typeof said === "string");
}

const predicted = (entries: ClassText["entries"]): string[] =>
  lessonsOf(entries, "predictions").map(([lesson, own]) =>
    n(
      "predictions of {n} learner in lesson {lesson}",
      "predictions of {n} learners in lesson {lesson}",
      own,
      { lesson },
    ),
  );

const tried = (entries: ClassText["entries"]): string[] =>
  lessonsOf(entries, "tasks").map(([lesson, own]) =>
    n(
      "tasks of exercise {lesson} by {n} learner",
      "tasks of exercise {lesson} by {n} learners",
      own,
      { lesson },
    ),
  );

const marked = (entries: ClassText["entries"]): string[] =>
  lessonsOf(entries, "marks").map(([lesson, own]) =>
    n(
      "{n} line with marks of an essay of exercise {lesson}",
      "{n} lines with marks of essays of exercise {lesson}",
      own,
      { lesson },
    ),
  );

/** The lessons of some work, each with how many codes. */
function lessonsOf(
  entries: ClassText["entries"],
  kind: "predictions" | "tasks" | "marks",
): [string, number][] {
  const all = new Map<string, number>();
  for (const { work } of ofKind(entries, kind))
    all.set(work.lesson, (all.get(work.lesson) ?? 0) + 1);
  return [...all];
}

/** Say what was read of each kind, and how much was not taken. */
export function readWords(read: ClassText, lines: readonly TermLine[], isSample: boolean): string {
  const { notes, broken } = read;
  const parts = counts(read, lines);
  if (!parts.length && !broken.length)
    return t("No share code was found in the text. A code begins with RC and a digit.");
  return [
    isSample && t("The sample class, invented for teaching."),
    parts.length && t("Read: {parts}.", { parts: parts.join(", ") }),
    broken.length &&
      n("{n} code could not be used.", "{n} codes could not be used.", broken.length),
    notes.length &&
      n("{n} remark on repeats stands below.", "{n} remarks on repeats stand below.", notes.length),
  ]
    .filter(Boolean)
    .join(" ");
}
