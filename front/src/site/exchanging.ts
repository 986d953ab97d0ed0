/** What authors and peers gave to the same essays; the twin of `of_class` in resetcycle/peers.py. */
import type { Entry } from "../kit/codes";
import { n, t } from "../kit/language";
import { fixed } from "../kit/words";
import type { Exchanged } from "../pool/exchanged";

type Marks = Entry<"marks">["work"]["marks"];
type Row = Exchanged["rows"][number];
/** The titles of the rubric's lines by their names, in order; `peers.criteria` in Python. */
export type Criteria = readonly (readonly [string, string])[];

const NEAR = 1;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

/** By exercise, the essays that have marks of both sides, and how many have not. */
export function exchanged(entries: readonly Entry<"marks">[], criteria: Criteria): Exchanged[] {
  const lessons = [...new Set(entries.map(({ work }) => work.lesson))].sort();
  return lessons.map((lesson) => {
    const own = new Map<string, Marks>();
    const peers = new Map<string, Marks[]>();
    for (const { learner, work } of entries) {
      if (work.lesson !== lesson) continue;
      if (learner === work.author) own.set(work.author, work.marks);
      else peers.set(work.author, [...(peers.get(work.author) ?? []), work.marks]);
    }
    const both = [...own.keys()].filter((author) => peers.has(author));
    const given = both.map((author) => [own.get(author), peers.get(author)] as [Marks, Marks[]]);
    const rows = both.length ? criteria.map((line) => rowOf(line, given)) : [];
    const sentence = sentenceOf(
      rows,
      both.length,
      own.size - both.length,
      peers.size - both.length,
    );
    return { lesson, essays: both.length, sentence, rows };
  });
}

function rowOf([name, criterion]: Criteria[number], given: readonly [Marks, Marks[]][]): Row {
  const own = given.map(([marks]) => marks[name]);
  const peers = given.map(([, others]) => mean(others.map((marks) => marks[name])));
  const apart = own.filter((mark, i) => Math.abs(mark - peers[i]) > NEAR).length;
  return { criterion, own: mean(own), peers: mean(peers), apart };
}

function sentenceOf(rows: readonly Row[], both: number, noPeers: number, noOwn: number): string {
  const said = [
    n(
      "{n} essay has marks by its author and by a peer.",
      "{n} essays have marks by their authors and by peers.",
      both,
    ),
  ];
  if (rows.length) said.push(furthest(rows));
  if (noPeers)
    said.push(
      n(
        "{n} essay with its author's marks alone does not count here.",
        "{n} essays with their authors' marks alone do not count here.",
        noPeers,
      ),
    );
  if (noOwn)
    said.push(
      n(
        "{n} essay with peers' marks alone does not count here.",
        "{n} essays with peers' marks alone do not count here.",
        noOwn,
      ),
    );
  return said.join(" ");
}

function furthest(rows: readonly Row[]): string {
  const gap = ({ own, peers }: Row) => Math.abs(own - peers);
  const isFurther = (one: Row, best: Row) =>
    gap(one) > gap(best) || (gap(one) === gap(best) && one.apart > best.apart);
  const { criterion, own, peers } = rows.reduce((best, one) => (isFurther(one, best) ? one : best));
  if (own === peers) return t("On average authors and peers gave the same on every line.");
  return t("Furthest apart: {line}, on average {own} by authors and {peers} by peers.", {
    line: criterion,
    own: fixed(own, 1),
    peers: fixed(peers, 1),
  });
}
