/** Which task of an exercise stops how many, and with which answer; Python counts and says. */
import { h, wide } from "../kit/elements";
import { n, t } from "../kit/language";
import { plain } from "../kit/words";
import { section } from "./section";

/** What some learners answered, in words, and how many they are. */
export interface Said {
  readonly n: number;
  readonly words: string;
}

/** How a task stands; `tries` is the median of those who tried it. */
export interface Stopping {
  readonly task: string;
  readonly title: string;
  readonly right: number;
  readonly not_yet: number;
  readonly not_begun: number;
  readonly tries: number | null;
  readonly answers: readonly Said[];
}

/** An exercise, the task that stops most first. */
export interface Stops {
  readonly lesson: string;
  readonly title: string;
  readonly learners: number;
  readonly sentence: string;
  readonly tasks: readonly Stopping[];
}

const saidWords = ({ n: many, words }: Said): string =>
  n("{n} learner: {words}", "{n} learners: {words}", many, { words });

/** Below the numbers of a task, over the whole width, what was answered. */
function stopRows({ task, title, answers, ...row }: Stopping): Element[] {
  const counts = [row.right, row.not_yet, row.not_begun].map(String);
  const numbers = [...counts, row.tries === null ? "" : plain(row.tries)];
  const name = h("th", { scope: "row" }, `${task}. ${title}`);
  const cells = numbers.map((number) => h("td", { class: "number" }, number));
  const said = answers.map((one) => h("li", {}, saidWords(one)));
  return [
    h("tr", {}, name, cells),
    ...(said.length
      ? [h("tr", {}, h("td", { colspan: 1 + cells.length }, h("ul", {}, said)))]
      : []),
  ];
}

export function stopSection({ lesson, title, sentence, tasks }: Stops): Element {
  const caption = t("Tasks of exercise {lesson} in the class", { lesson });
  const head = [t("task"), t("right"), t("not yet"), t("not begun"), t("tries (median)")];
  const names = head.map((name, i) => h("th", { scope: "col", class: i > 0 && "number" }, name));
  const rows = h(
    "table",
    { class: "stops" },
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, names)),
    h("tbody", {}, tasks.flatMap(stopRows)),
  );
  return section(
    t("Exercise {lesson}: {title}", { lesson, title }),
    h("p", {}, sentence),
    wide(caption, rows),
  );
}
