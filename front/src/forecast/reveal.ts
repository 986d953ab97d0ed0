/** Second part: what do you remember having said? Then one outcome after another, and a summary. */
import { button, facts, h, placed, table, wide } from "../kit/elements";
import { t } from "../kit/language";
import { complainUnless, type View } from "../kit/widget";
import { makeChooser, makeDeck } from "./parts";
import {
  answered,
  bandWords,
  following,
  howFar,
  isWhole,
  news,
  outcomeFacts,
  recalled,
  references,
  referencesHead,
  rememberedOf,
  scoreWords,
  shiftWords,
  single,
  singleHead,
  type Band,
  type ForecastTraits,
  type Opened,
  type Question,
} from "./state";

type ForecastView = View<ForecastTraits>;

export function revealBoard(view: ForecastView): void {
  const { store, root, signal } = view;
  const questions = store.get("questions");
  const memory = makeMemory(view, () => deck.here());
  const opening = makeOpening(view);
  const closing = h("div");
  const intro = h("p");
  const deck = makeDeck(
    questions,
    (question) => {
      memory.show(question);
      opening.show(question);
      intro.textContent = howFar(questions, store.get("shown"), rememberedOf(store.answer));
    },
    (question) => markOf(view, question),
  );
  deck.slot.append(memory.element, opening.result);
  deck.bar.append(opening.next);
  root.append(intro, deck.element, view.says, closing);
  const opened = () => {
    const last = store.get("shown").at(-1);
    const i = questions.findIndex(({ id }) => id === last?.id);
    if (!last || i < 0) return deck.refresh();
    deck.go(i, false);
    view.says.textContent = news(last, i);
  };
  const close = () => closing.replaceChildren(...summary(view));
  const closed = () => {
    close();
    closing.querySelector("h3")?.focus();
  };
  store.watch(["answer"], deck.refresh, signal);
  store.watch(["shown"], opened, signal);
  store.watch(["summary"], closed, signal);
  deck.go(Math.max(0, following(questions, store.get("shown"))), false);
  close();
}

/** What the list says of a question: its outcome once there is one, before that what is remembered. */
function markOf({ store }: ForecastView, { id }: Question): string {
  const shown = store.get("shown");
  if (!shown.length) return bandWords(store.get("bands"), rememberedOf(store.answer)[id]);
  const one = shown.find((other) => other.id === id);
  return one ? t("{outcome}; you: {words}", { outcome: one.outcome, words: one.words }) : "";
}

/** The bands in which one remembers; gone as soon as an outcome is known. */
function makeMemory({ store, says }: ForecastView, here: () => number) {
  const questions = store.get("questions");
  const remember = (band: Band) => {
    const { id } = questions[here()];
    const remembered = { ...rememberedOf(store.answer), [id]: { band: band.id, p: band.p } };
    store.put({ ...store.answer, remembered });
    says.textContent = recalled(band, here(), answered(questions, remembered) === questions.length);
  };
  const ask = t("What do you remember having said? Please do not look it up.");
  const bands = makeChooser(store.get("bands"), ask, remember);
  const show = ({ id }: Question) => {
    const begun = store.get("shown").length > 0;
    bands.element.hidden = begun;
    bands.show(rememberedOf(store.answer)[id]?.band, begun);
  };
  return { element: bands.element, show };
}

/** The button that asks for the next outcome, and what is known of the question that is shown. */
function makeOpening(view: ForecastView) {
  const { store } = view;
  const questions = store.get("questions");
  const shown = () => store.get("shown");
  const isShown = (id: string) => shown().some((one) => one.id === id);
  const result = h("div");
  const next = button("", () => {
    const { id } = questions[following(questions, shown())];
    store.ask("answer", { ...store.answer, revealed: [...shown().map((one) => one.id), id] });
    complainUnless(() => isShown(id), view);
  });
  const show = ({ id }: Question) => {
    const i = following(questions, shown());
    const all = answered(questions, rememberedOf(store.answer)) === questions.length;
    const one = shown().find((other) => other.id === id);
    const begun = shown().length > 0;
    result.replaceChildren(
      ...(one ? [outcome(one)] : begun ? [h("p", {}, t("Not revealed yet."))] : []),
    );
    next.hidden = !all || i < 0;
    next.textContent = t("Reveal the outcome of question {number}", { number: i + 1 });
  };
  return { result, next, show };
}

function outcome(one: Opened): HTMLElement {
  const source = h("a", { href: one.url, target: "_blank", rel: "noopener" }, one.source);
  return h(
    "div",
    { class: "result" },
    h("p", { class: "verdict" }, t("Outcome: {outcome}", { outcome: one.outcome })),
    h("p", {}, one.note),
    h("p", {}, placed(t("Source: {source}"), "source", source)),
    facts(outcomeFacts(one)),
  );
}

/** What is said when all is revealed; nothing before. */
function summary({ store }: ForecastView): HTMLElement[] {
  const all = store.get("summary");
  if (!isWhole(all)) return [];
  const rows = single(store.get("shown"), store.get("questions"));
  const each = t("Question by question");
  const skill = t(
    "Skill is 1 minus your score divided by the other: above 0 you did better. The share of yes was known to nobody on the day; it is a yardstick for afterwards.",
  );
  return [
    h("h3", { tabindex: "-1" }, t("All revealed")),
    h("p", {}, scoreWords(all)),
    h("p", {}, shiftWords(all)),
    table(referencesHead(), references(all), t("Against three forecasts without insight")),
    h("p", {}, skill),
    h("details", {}, h("summary", {}, each), wide(each, table(singleHead(), rows))),
  ];
}
