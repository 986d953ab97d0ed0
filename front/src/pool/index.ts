/**
 * ClassPool: paste the class chat. The share codes in it are read, counted and laid over each other
 * here; how far a class agrees and whether there are camps comes from Python.
 */
import { ofKind, readClass, type ClassText } from "../kit/codes";
import { button, h } from "../kit/elements";
import { t } from "../kit/language";
import { atRest } from "../kit/rest";
import { isAlone, type Store } from "../kit/store";
import { complainUnless, widget, type View } from "../kit/widget";
import { criteriaSection, wholeOf } from "./criteria";
import { exchangeSection } from "./exchanged";
import { likelihoodSection } from "./figures";
import { lineSection } from "./lines";
import { predictionSection } from "./predictions";
import { readWords } from "./reading";
import { section } from "./section";
import { offer, textOf, type PoolTraits, type Result } from "./state";
import { stopSection } from "./stops";
import { cardSections, codeSection, forecastSection } from "./tallies";
import { weightSection } from "./weights";

/** Typing alone is read after so many milliseconds of rest. */
const TYPING_REST = 800;

function draw(view: View<PoolTraits>): void {
  const { store, root, signal, says } = view;
  const shown = h("div");
  const reading = reader(store.get("lists"));
  const words = () => {
    const text = textOf(store.answer);
    const isSample = text === store.get("sample");
    return text.trim()
      ? readWords(reading(text), store.get("lines"), isSample)
      : t("The box is empty.");
  };
  // Between a text and Python's word on it, there is no result of this text.
  let isFresh = true;
  const show = () => shown.replaceChildren(...parts(view, reading(textOf(store.answer)), isFresh));
  const desk = makeDesk(view, words);
  root.append(
    h("h3", {}, t("What does the class think?")),
    h("label", {}, paste(), desk.box),
    h("div", { class: "bar" }, button(t("Read the codes"), desk.read), desk.sample),
    says,
    shown,
    h("p", { class: "small" }, keptWhere(store)),
  );
  const changed = () => {
    isFresh = false;
    show();
    says.textContent = words();
  };
  const answered = () => {
    isFresh = true;
    show();
  };
  store.watch(["answer"], changed, signal);
  store.watch(["read"], answered, signal);
  show();
  says.textContent = textOf(store.answer).trim() && words();
}

const keptWhere = (store: Store<PoolTraits>): string =>
  isAlone(store)
    ? t("It is kept as pasted, names included, in this browser and nowhere else.")
    : t("It is kept as pasted, names included, in the folder my-work.");

const paste = (): string =>
  t(
    "Paste the whole class chat here. Names and greetings do no harm; of each learner the newest code counts.",
  );

/** Reads a text once, however often it is asked for. */
function reader(lists: PoolTraits["lists"]): (text: string) => ClassText {
  let [last, found] = ["", readClass("", lists)];
  return (text) => {
    if (text !== last) [last, found] = [text, readClass(text, lists)];
    return found;
  };
}

/** The box for the text and its two buttons. */
function makeDesk(view: View<PoolTraits>, words: () => string) {
  const { store, signal, says } = view;
  let [own, known] = ["", textOf(store.answer)];
  const box = h("textarea", { rows: 6, spellcheck: "false", autocomplete: "off" });
  const sample = button("", () => {
    const toSample = box.value !== store.get("sample");
    [box.value, own] = toSample ? [store.get("sample"), box.value] : [own, ""];
    label();
    read();
  });
  const label = () => {
    sample.textContent = offer(box.value, store.get("sample"), own);
  };
  const isNew = () => box.value !== textOf(store.answer);
  const read = () => {
    if (!isNew()) {
      says.textContent = words();
      return;
    }
    const before = store.get("read");
    store.ask("answer", { text: box.value });
    complainUnless(() => store.get("read") !== before, view);
  };
  // A rest after the text was read has nothing to add: it must not speak over what was said since.
  const later = atRest(() => isNew() && read(), TYPING_REST, signal);
  const follow = () => {
    // What was typed here and not read yet is not overwritten by what was pasted elsewhere.
    if (box.value === known) box.value = textOf(store.answer);
    known = textOf(store.answer);
    label();
  };
  box.addEventListener("input", () => {
    label();
    later();
  });
  box.addEventListener("change", read);
  store.watch(["answer"], follow, signal);
  box.value = known;
  label();
  return { box, sample: store.get("sample") && sample, read };
}

/** All that is shown of a text: what does not count, and a part for each kind of work in it. */
function parts(
  { store, says }: View<PoolTraits>,
  { entries, notes, broken }: ClassText,
  isFresh: boolean,
): Element[] {
  const given = store.pick("about", "lists");
  const result = isFresh ? store.get("result") : {};
  const [claims, codes] = [ofKind(entries, "claims"), ofKind(entries, "codes")];
  const forecasts = ofKind(entries, "forecasts");
  const likelihoods = ofKind(entries, "likelihoods");
  const criteria = wholeOf(ofKind(entries, "criteria"), given.about.criteria);
  const said = (sentence: string) => {
    says.textContent = sentence;
  };
  return [
    broken.length && listed(t("Codes that could not be used"), broken),
    notes.length && listed(t("Repeats"), notes),
    ...stops(store.get("stops"), entries),
    ...exchanged(store.get("exchanged"), entries),
    ofKind(entries, "weights").length && weights(result, said),
    ...lines(store.get("lines"), entries),
    ...cardSections(claims, given),
    codes.length && codeSection(codes, given, result.coders ?? null),
    forecasts.length && forecastSection(forecasts, given),
    likelihoods.length && likelihoodSection(likelihoods, given.about.likelihoods),
    ...predictions(store.get("predicted"), entries),
    criteria.length && criteriaSection(criteria, given.about.criteria),
  ].filter((part) => typeof part === "object");
}

const isWhole = (result: Partial<Result>): result is Result => Boolean(result.learners);

const weights = (result: Partial<Result>, said: (sentence: string) => void): Element =>
  isWhole(result)
    ? weightSection(result, said)
    : section(
        t("Weights of the class"),
        h("p", {}, t("They are drawn as soon as they are computed.")),
      );

const lines = (terms: PoolTraits["lines"], entries: ClassText["entries"]): Element[] =>
  terms.flatMap((term) => {
    const own = ofKind(entries, "line").filter(({ work }) => work.term === term.id);
    const drawn = own.map(({ work }) => work.line);
    return drawn.length ? [lineSection(term, drawn)] : [];
  });

const predictions = (asked: PoolTraits["predicted"], entries: ClassText["entries"]): Element[] =>
  asked.flatMap((one) => {
    const own = ofKind(entries, "predictions").filter(({ work }) => work.lesson === one.lesson);
    return own.length ? [predictionSection(own, one)] : [];
  });

const stops = (exercises: PoolTraits["stops"], entries: ClassText["entries"]): Element[] => {
  const lessons = ofKind(entries, "tasks").map(({ work }) => work.lesson);
  return exercises.filter(({ lesson }) => lessons.includes(lesson)).map(stopSection);
};

const exchanged = (all: PoolTraits["exchanged"], entries: ClassText["entries"]): Element[] => {
  const lessons = ofKind(entries, "marks").map(({ work }) => work.lesson);
  return all.filter(({ lesson }) => lessons.includes(lesson)).map(exchangeSection);
};

function listed(title: string, sentences: readonly string[]): Element {
  return h(
    "details",
    { open: true },
    h("summary", {}, t("{title}: {n}", { title, n: sentences.length })),
    h(
      "ul",
      {},
      sentences.map((words) => h("li", {}, words)),
    ),
  );
}

export default widget<PoolTraits>("pool", () => t("Class pool"), draw);
