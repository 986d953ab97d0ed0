/**
 * What share codes hold: ten kinds of work, each as a few bytes; the twin of resetcycle/kinds.py,
 * which says what of each is in a code and what is lost. Python hands over the lists that codes count.
 */

/** The place of a kind, counted from 1, is the digit after RC; 0 for the tenth. */
export const KINDS = [
  "weights",
  "codes",
  "line",
  "claims",
  "forecasts",
  "likelihoods",
  "predictions",
  "criteria",
  "tasks",
  "marks",
] as const;
export type Kind = (typeof KINDS)[number];
const DIGITS = 10;

/** The digit of a kind by its place in KINDS. */
export const digitOf = (place: number): string => String((place + 1) % DIGITS);

/** The kind that a digit names; each of the ten names one. */
export const kindOf = (digit: string): Kind => KINDS[(Number(digit) + DIGITS - 1) % DIGITS];

type Numbers = Readonly<Record<string, number>>;
type Texts = Readonly<Record<string, string>>;

/** What was given to each question of a lesson, as places in the lists of the question. */
interface Guessed {
  readonly lesson: string;
  readonly places: readonly Bytes[];
}

/** What a code holds beside learner and minute, by kind. */
export interface Works {
  readonly weights: {
    readonly points: Numbers;
    readonly codings: Numbers;
    readonly method: string;
  };
  readonly codes: { readonly codes: Texts };
  readonly line: { readonly term: string; readonly line: readonly (readonly [string, number])[] };
  /** A deck of cards and what each was sorted as. */
  readonly claims: { readonly deck: string; readonly chosen: Texts };
  readonly forecasts: { readonly bands: Texts };
  readonly likelihoods: { readonly likelihoods: Readonly<Record<string, Numbers>> };
  readonly predictions: Guessed;
  /** How each task of an exercise stands, as Python packs it. */
  readonly tasks: Guessed;
  readonly criteria: { readonly chosen_criteria: Texts };
  /** The marks of an essay by its lines, and the learner who wrote it. */
  readonly marks: { readonly lesson: string; readonly author: string; readonly marks: Numbers };
}
export type Work<K extends Kind = Kind> = Works[K];

interface Choices {
  readonly things: readonly string[];
  readonly choices: readonly string[];
  readonly digest: number;
}

/** The lessons that ask something, how many questions, and what tells them in a code. */
interface Asking {
  readonly lessons: readonly {
    readonly id: string;
    readonly questions: number;
    readonly mark: number;
  }[];
  readonly sizes: readonly number[];
}

/** The lists that codes count, as `kinds.lists` in Python hands them over. */
export interface Lists {
  readonly weights: {
    readonly groups: readonly string[];
    readonly cells: readonly string[];
    readonly methods: readonly string[];
  };
  readonly codes: Choices & { readonly letters: string };
  readonly line: {
    readonly terms: readonly {
      readonly id: string;
      readonly days: readonly string[];
      readonly mark: number;
    }[];
  };
  readonly claims: { readonly decks: readonly (Choices & { readonly id: string })[] };
  readonly forecasts: Choices;
  readonly likelihoods: {
    readonly findings: readonly string[];
    readonly hypotheses: readonly string[];
    readonly digest: number;
  };
  readonly predictions: Asking;
  readonly criteria: Choices;
  readonly tasks: Asking;
  readonly marks: {
    readonly lessons: readonly { readonly id: string; readonly mark: number }[];
    readonly lines: readonly string[];
  };
}

const [WORST, TENTHS, HIGHEST, NOT_SET] = [3, 10, 10, 255];
const MOST = 2 * HIGHEST * TENTHS;
/** A mark of an essay, from 0 to 3, takes a quarter of a byte. */
const [QUARTERS, MARKS, BYTE] = [4, 4, 256];

// ---- bytes of each kind

export type Bytes = readonly number[];

interface Holding<W> {
  /** The bytes of some work; throws if a part of it is in no list. */
  readonly pack: (work: W) => number[];
  /** The work of some bytes; null if they are of another edition of the kit. */
  readonly unpack: (body: Bytes) => W | null;
  /** How many bytes there may be. */
  readonly sizes: () => number[];
}

export const hex = (bytes: Bytes): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const two = (number: number): [number, number] => [number >> 8, number & 255];
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
export const starts = ([high, low]: Bytes, number: number): boolean => high * 256 + low === number;

/** The place of a name in a list; a name that is not there is no work of this edition. */
function placeIn(names: readonly string[], name: string): number {
  const place = names.indexOf(name);
  if (place < 0) throw new RangeError(name);
  return place;
}

const weights = ({ groups, cells, methods }: Lists["weights"]): Holding<Works["weights"]> => ({
  pack: ({ points, codings, method }) => [
    placeIn(methods, method),
    ...groups.map((group) => points[group]),
    ...Object.entries(codings)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([cell, severity]) => placeIn(cells, cell) * (WORST + 1) + severity),
  ],
  unpack: ([method, ...rest]) => {
    const [points, changes] = [rest.slice(0, groups.length), rest.slice(groups.length)];
    const cell = (change: number) => Math.floor(change / (WORST + 1));
    const sound = method < methods.length && points.every((value) => value <= 100);
    if (!sound || changes.some((change) => cell(change) >= cells.length)) return null;
    return {
      method: methods[method],
      points: Object.fromEntries(groups.map((group, i) => [group, points[i]])),
      codings: Object.fromEntries(
        changes.map((change) => [cells[cell(change)], change % (WORST + 1)]),
      ),
    };
  },
  sizes: () => upTo(cells.length + 1).map((n) => 1 + groups.length + n),
});

/** Half a byte for each thing: zero, or the place of its choice counted from 1. */
const choices = ({ things, choices, digest }: Choices): Holding<Texts> => ({
  pack: (chosen) => {
    const places = things.map((id) => (id in chosen ? placeIn(choices, chosen[id]) + 1 : 0));
    const pairs = upTo(Math.ceil(things.length / 2));
    return [...two(digest), ...pairs.map((i) => 16 * places[2 * i] + (places[2 * i + 1] ?? 0))];
  },
  unpack: (body) => {
    const places = body.slice(2).flatMap((pair) => [pair >> 4, pair & 15]);
    const sound =
      starts(body, digest) &&
      places.every((place, i) => place <= (i < things.length ? choices.length : 0));
    const chosen = things.flatMap((id, i) => (places[i] ? [[id, choices[places[i] - 1]]] : []));
    return sound && chosen.length ? (Object.fromEntries(chosen) as Texts) : null;
  },
  sizes: () => [2 + Math.ceil(things.length / 2)],
});

function under<N extends string>(name: N, { pack, unpack, sizes }: Holding<Texts>) {
  const wrap = (body: Bytes) => {
    const found = unpack(body);
    return found && ({ [name]: found } as Record<N, Texts>);
  };
  return { pack: (work: Record<N, Texts>) => pack(work[name]), unpack: wrap, sizes };
}

/** The digest of its lists tells of which deck some bytes are. */
const decks = ({ decks }: Lists["claims"]): Holding<Works["claims"]> => {
  const sizesOf = (deck: Choices) => choices(deck).sizes();
  return {
    pack: ({ deck, chosen }) => {
      const names = decks.map(({ id }) => id);
      return choices(decks[placeIn(names, deck)]).pack(chosen);
    },
    unpack: (body) => {
      for (const deck of decks) {
        const chosen = sizesOf(deck).includes(body.length) && choices(deck).unpack(body);
        if (chosen) return { deck: deck.id, chosen };
      }
      return null;
    },
    sizes: () => [...new Set(decks.flatMap(sizesOf))].sort((a, b) => a - b),
  };
};

const line = ({ terms }: Lists["line"]): Holding<Works["line"]> => ({
  pack: ({ term, line }) => {
    const { days, mark } =
      terms[
        placeIn(
          terms.map(({ id }) => id),
          term,
        )
      ];
    const heights = new Map(line.map(([day, value]) => [placeIn(days, day), value]));
    const height = (value: number | undefined) =>
      value === undefined ? NOT_SET : Math.floor(TENTHS * (value + HIGHEST) + 0.5);
    const last = Math.max(...heights.keys());
    return [...two(mark), ...upTo(last + 1).map((i) => height(heights.get(i)))];
  },
  unpack: (body) => {
    const term = terms.find(({ mark }) => starts(body, mark));
    const heights = body.slice(2);
    if (!term || heights.length > term.days.length) return null;
    if (heights.some((height) => height > MOST && height < NOT_SET)) return null;
    const points = heights.flatMap((height, i): [string, number][] =>
      height <= MOST ? [[term.days[i], (height - TENTHS * HIGHEST) / TENTHS]] : [],
    );
    return points.length ? { term: term.id, line: points } : null;
  },
  sizes: () => upTo(Math.max(...terms.map(({ days }) => days.length))).map((n) => 3 + n),
});

const likelihoods = ({
  findings,
  hypotheses,
  digest,
}: Lists["likelihoods"]): Holding<Works["likelihoods"]> => {
  const step = 1 + hypotheses.length;
  return {
    pack: ({ likelihoods: given }) => [
      ...two(digest),
      ...findings.flatMap((id, place) =>
        id in given
          ? [place, ...hypotheses.map((name) => Math.floor(100 * given[id][name] + 0.5))]
          : [],
      ),
    ],
    unpack: (body) => {
      const found: Record<string, Numbers> = {};
      for (let at = 2; at < body.length; at += step) {
        const [place, ...figures] = body.slice(at, at + step);
        const sound = figures.every((figure) => figure > 0 && figure <= 100);
        if (place >= findings.length || !sound) return null;
        found[findings[place]] = Object.fromEntries(
          hypotheses.map((name, i) => [name, figures[i] / 100]),
        );
      }
      return starts(body, digest) ? { likelihoods: found } : null;
    },
    sizes: () => upTo(findings.length).map((n) => 2 + (n + 1) * step),
  };
};

const guesses = ({ lessons, sizes }: Asking): Holding<Guessed> => ({
  pack: ({ lesson, places }) => {
    const ids = lessons.map(({ id }) => id);
    const { mark } = lessons[placeIn(ids, lesson)];
    return [...two(mark), ...places.flatMap((guess) => [guess.length, ...guess])];
  },
  unpack: (body) => {
    const lesson = lessons.find(({ mark }) => starts(body, mark));
    const places: number[][] = [];
    let at = 2;
    while (at < body.length) {
      const end = at + 1 + body[at];
      places.push(body.slice(at + 1, end));
      at = end;
    }
    const isWhole = at === body.length && places.length === lesson?.questions;
    return lesson && isWhole && places.some(({ length }) => length)
      ? { lesson: lesson.id, places }
      : null;
  },
  sizes: () => [...sizes],
});

const marks = ({ lessons, lines }: Lists["marks"]): Holding<Works["marks"]> => {
  const room = Math.ceil(lines.length / QUARTERS);
  return {
    pack: ({ lesson, author, marks: given }) => {
      const ids = lessons.map(({ id }) => id);
      const { mark } = lessons[placeIn(ids, lesson)];
      const number = lines.reduce((all, line, place) => all + given[line] * MARKS ** place, 0);
      const bytes = upTo(room).map((place) => Math.floor(number / BYTE ** place) % BYTE);
      const name = (author.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
      return [...two(mark), ...name, ...bytes];
    },
    unpack: (body) => {
      const lesson = lessons.find(({ mark }) => starts(body, mark));
      const number = body.slice(6).reduce((all, byte, place) => all + byte * BYTE ** place, 0);
      if (!lesson || number >= MARKS ** lines.length) return null;
      const given = lines.map((line, i) => [line, Math.floor(number / MARKS ** i) % MARKS]);
      const author = hex(body.slice(2, 6));
      return { lesson: lesson.id, author, marks: Object.fromEntries(given) as Numbers };
    },
    sizes: () => [6 + room],
  };
};

type Holdings = { readonly [K in Kind]: () => Holding<Works[K]> };

export const holdings = (lists: Lists): Holdings => ({
  weights: () => weights(lists.weights),
  codes: () => under("codes", choices(lists.codes)),
  line: () => line(lists.line),
  claims: () => decks(lists.claims),
  forecasts: () => under("bands", choices(lists.forecasts)),
  likelihoods: () => likelihoods(lists.likelihoods),
  predictions: () => guesses(lists.predictions),
  criteria: () => under("chosen_criteria", choices(lists.criteria)),
  tasks: () => guesses(lists.tasks),
  marks: () => marks(lists.marks),
});
