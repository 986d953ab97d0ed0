/** What a class predicted in a lesson, question by question, beside the record where it is seen. */
import type { Entry } from "../kit/codes";
import { h } from "../kit/elements";
import { n, t } from "../kit/language";
import { fixed } from "../kit/words";
import { median, sum } from "../measures/classes";
import { heading, section } from "./section";
import type { Asked, Predicted } from "./state";
import { tables, type Row, type Tally } from "./tallies";

/** A number with more steps than this is counted in classes of steps. */
const MOST_ROWS = 10;

/** A question and what was guessed for each thing that it is asked of. */
interface Group {
  readonly question: string;
  readonly tallies: readonly Tally[];
}

/** Each question of a lesson: how many guessed what, the middle guess, and the record. */
export function predictionGroups(
  entries: readonly Entry<"predictions">[],
  { questions }: Predicted,
): Group[] {
  const groups = new Map<string, Tally[]>();
  questions.forEach((asked, i) => {
    const all = entries.map(({ work }) => work.places[i]).filter(({ length }) => length);
    // The digest of a code does not see a list that grew with the record.
    const fits = (guess: readonly number[]) =>
      guess.length === (asked.kind === "order" ? asked.names.length : 1);
    const guesses = all.filter((guess) => fits(guess) && Math.max(...guess) < asked.names.length);
    if (!all.length) return;
    const record = asked.record && t("The record: {record}", { record: asked.record });
    const { rows, said } = guesses.length ? counted(asked, guesses) : { rows: [], said: "" };
    const below = [said, otherEdition(all.length - guesses.length), record]
      .filter(Boolean)
      .join(" ");
    const tally = { label: asked.part || asked.question, rows, below };
    groups.set(asked.question, [...(groups.get(asked.question) ?? []), tally]);
  });
  return [...groups].map(([question, tallies]) => ({ question, tallies }));
}

const otherEdition = (left: number): string =>
  left
    ? n(
        "{n} guess is not counted: it is of another edition of the record.",
        "{n} guesses are not counted: they are of another edition of the record.",
        left,
      )
    : "";

function counted(asked: Asked, guesses: readonly (readonly number[])[]) {
  if (asked.kind === "order") return { rows: inOrder(asked, guesses), said: placesWords() };
  const places = guesses.map(([place]) => place);
  const rows = asked.kind === "choice" ? chosen(asked, places) : steps(asked, places);
  return { rows, said: asked.kind === "choice" ? "" : middle(asked, median(places)) };
}

/** Of an even count the middle may lie between two steps. */
function middle({ names }: Asked, place: number): string {
  const [low, high] = [names[Math.floor(place)], names[Math.ceil(place)]];
  return low === high
    ? t("Median of the class: {guess}.", { guess: low })
    : t("The median of the class lies between {low} and {high}.", { low, high });
}

const placesWords = (): string => t("The bars count who put it first.");

const chosen = ({ names, right }: Asked, places: readonly number[]): Row[] =>
  names.map((name, i) => ({
    ...{ name, n: places.filter((place) => place === i).length },
    ...(right.includes(i) && { note: t("the record's"), isKit: true }),
  }));

/** Steps in classes of equal width, from the lowest that was given to the highest. */
function steps({ names }: Asked, places: readonly number[]): Row[] {
  const width = Math.ceil(names.length / MOST_ROWS);
  const rows = Array.from({ length: Math.ceil(names.length / width) }, (_, i) => {
    const [first, last] = [width * i, Math.min(width * (i + 1), names.length) - 1];
    const name =
      first === last
        ? names[first]
        : t("{first} to {last}", { first: names[first], last: names[last] });
    return { name, n: places.filter((place) => first <= place && place <= last).length };
  });
  const has = ({ n }: Row) => n > 0;
  return rows.slice(rows.findIndex(has), rows.findLastIndex(has) + 1);
}

/** Names by their mean place. */
function inOrder({ names }: Asked, orders: readonly (readonly number[])[]): Row[] {
  const placed = names.map((name, i) => {
    const own = orders.map((order) => order.indexOf(i) + 1);
    const [mean, first] = [sum(own) / own.length, own.filter((place) => place === 1).length];
    const note = t("mean place {place}", { place: fixed(mean, 1) });
    return { mean, row: { name, n: first, note } };
  });
  return placed.sort((a, b) => a.mean - b.mean).map(({ row }) => row);
}

export function predictionSection(
  entries: readonly Entry<"predictions">[],
  predicted: Predicted,
): Element {
  const { lesson, questions } = predicted;
  const isCovered = questions.some(({ record }) => !record);
  return section(
    t("Predictions of the class in lesson {lesson}", { lesson }),
    isCovered &&
      h("p", { class: "small" }, t("The record stands here once you have committed your own.")),
    predictionGroups(entries, predicted).map(({ question, tallies }) => [
      tallies[0].label !== question && heading(question),
      tables(tallies),
    ]),
  );
}
