/** What was read in the text of a class, in sentences. */
import { ofKind, type ClassText } from "../kit/codes";
import type { Kind } from "../kit/kinds";
import { n, t } from "../kit/language";
import type { TermLine } from "./state";

/** What there is of each kind of work. */
function counts({ entries }: ClassText, lines: readonly TermLine[]): string[] {
  const many = (kind: Kind) => entries.filter((one) => one.kind === kind).length;
  const [weights, codes, claims, forecasts, likelihoods] = (
    ["weights", "codes", "claims", "forecasts", "likelihoods"] as const
  ).map(many);
  const drawn = lines.map(({ id, about: { president } }) => {
    const own = ofKind(entries, "line").filter(({ work }) => work.term === id).length;
    return own && n("{n} line for {president}", "{n} lines for {president}", own, { president });
  });
  const guesses = new Map<string, number>();
  for (const { work } of ofKind(entries, "predictions"))
    guesses.set(work.lesson, (guesses.get(work.lesson) ?? 0) + 1);
  const predicted = [...guesses].map(([lesson, own]) =>
    n(
      "predictions of {n} learner in lesson {lesson}",
      "predictions of {n} learners in lesson {lesson}",
      own,
      { lesson },
    ),
  );
  return [
    weights && n("weights of {n} learner", "weights of {n} learners", weights),
    codes && n("codes of {n} learner", "codes of {n} learners", codes),
    ...drawn,
    claims && n("claims sorted by {n} learner", "claims sorted by {n} learners", claims),
    forecasts && n("forecasts of {n} learner", "forecasts of {n} learners", forecasts),
    likelihoods && n("likelihoods of {n} learner", "likelihoods of {n} learners", likelihoods),
    ...predicted,
  ].filter((said) => typeof said === "string");
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
