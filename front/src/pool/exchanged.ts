/** What authors and peers gave to the same essays, line by line; Python counts and says. */
import { h, table, wide } from "../kit/elements";
import { t } from "../kit/language";
import { fixed } from "../kit/words";
import { section } from "./section";

/** The essays of an exercise; means of marks from 0 to 3, and how many essays are far apart. */
export interface Exchanged {
  readonly lesson: string;
  readonly essays: number;
  readonly sentence: string;
  readonly rows: readonly {
    readonly criterion: string;
    readonly own: number;
    readonly peers: number;
    readonly apart: number;
  }[];
}

export function exchangeSection({ lesson, essays, sentence, rows }: Exchanged): Element {
  const caption = t("Marks of essays of exercise {lesson}, by authors and by peers", { lesson });
  const apart = t("more than one level apart");
  const head = [t("line"), t("authors (mean)"), t("peers (mean)"), apart];
  const body = rows.map(({ criterion, own, peers, apart: some }): [string, ...string[]] => [
    criterion,
    fixed(own, 1),
    fixed(peers, 1),
    t("{some} of {all}", { some, all: essays }),
  ]);
  const title = t("Essays of exercise {lesson}: authors and peers", { lesson });
  const said = h("p", {}, sentence);
  return section(title, said, rows.length > 0 && wide(caption, table(head, body, caption)));
}
