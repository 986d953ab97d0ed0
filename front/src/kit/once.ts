/** Of several codes of one learner the newest counts, and a code that stands twice counts once. */
import type { Entry } from "./codes";
import type { Works } from "./kinds";
import { n, t } from "./language";

/** Whose code it is: by the name before it, or else in which line it stands. */
export const called = ({ name, line }: Pick<Entry, "name" | "line">): string =>
  name ? t("The code of {name}", { name }) : t("The code in line {line}", { line });

/** The entries that count, in the order of the text, and what is to be said of the others. */
export function countOnce(entries: readonly Entry[]) {
  const ofLearner = new Map<string, Entry[]>();
  entries.forEach((entry, place) => {
    const whose = JSON.stringify(whoseOf(entry, place, entries));
    ofLearner.set(whose, [...(ofLearner.get(whose) ?? []), entry]);
  });
  const all = [...ofLearner.values()];
  const newest = all.map(last);
  return { newest, notes: [...all.flatMap(notesOn), ...namesakes(newest)] };
}

/** The presidency of a line, the deck of a sorting, the lesson of predictions or tasks, and of marks
 *  whose essay it is, too: a learner may make each of them. */
function partOf({ kind, work }: Entry): string {
  if (kind === "line") return (work as Works["line"]).term;
  if (kind === "claims") return (work as Works["claims"]).deck;
  if (kind === "marks") {
    const { lesson, author } = work as Works["marks"];
    return `${lesson} ${author}`;
  }
  return kind === "predictions" || kind === "tasks" ? (work as Works["tasks"]).lesson : "";
}

/**
 * What tells a learner's work of a kind from all other. A line CODES02 names no learner: it is told
 * by the name before it, and without one by its place, since two learners may have the same codes.
 */
function whoseOf(entry: Entry, place: number, entries: readonly Entry[]): unknown[] {
  const what = [entry.kind, partOf(entry)];
  if (entry.learner) return [...what, entry.learner];
  if (!entry.name) return [...what, place];
  const known = entries.find(
    ({ kind, name, learner }) => kind === "codes" && name === entry.name && learner,
  );
  return [...what, known?.learner ?? entry.name];
}

/**
 * The newest of one learner; of those of one minute, the later in the text. Where it stands several
 * times, it is called by a name if one stands before it anywhere.
 */
function last(own: readonly Entry[]): Entry {
  const newest = own.reduce((best, one) => (one.saved >= best.saved ? one : best));
  const copies = own.filter((one) => answerOf(one) === answerOf(newest));
  return copies.find(({ name }) => name) ?? copies[0];
}

const answerOf = ({ learner, saved, work }: Entry): string =>
  JSON.stringify([learner, saved, work]);

/** What of one learner's codes does not count. */
function notesOn(own: readonly Entry[]): string[] {
  const different = new Map<string, Entry[]>();
  for (const one of own)
    different.set(answerOf(one), [...(different.get(answerOf(one)) ?? []), one]);
  const copies = [...different.values()].flatMap((same) => {
    const code = called(last(same));
    if (same.length < 2) return [];
    return same.length === 2
      ? t("{code} stands here twice; it counts once.", { code })
      : t("{code} stands here {n} times; it counts once.", { code, n: same.length });
  });
  if (different.size < 2) return copies;
  const code = called(last(own));
  return [...copies, t("{code} takes the place of an older one of the same learner.", { code })];
}

/** Those who stand before the codes of several learners: one of them may be by mistake. */
function namesakes(newest: readonly Entry[]): string[] {
  const named = new Map<string, Entry[]>();
  for (const one of newest.filter(({ name }) => name)) {
    const what = JSON.stringify([one.kind, partOf(one), one.name]);
    named.set(what, [...(named.get(what) ?? []), one]);
  }
  return [...named.values()].flatMap((own) =>
    own.length < 2
      ? []
      : n(
          "{name} stands before the code of {n} learner.",
          "{name} stands before codes of {n} different learners; all of them count.",
          own.length,
          { name: own[0].name },
        ),
  );
}
