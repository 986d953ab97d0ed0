/** Second part: what do you remember having said? Then all outcomes beside the article's words. */
import { button, h, table, unique, wide } from "../kit/elements";
import { t } from "../kit/language";
import { askToOpen, type ForecastView } from "./parts";
import { card } from "./outcome";
import {
  answered,
  besideWords,
  isWhole,
  openedWords,
  recallWords,
  reasonWords,
  references,
  referencesHead,
  rememberedOf,
  scoreWords,
  sealWords,
  shiftWords,
  single,
  singleHead,
  type Band,
  type Question,
} from "./state";

/** Before the outcomes: a few forecasts are recalled, all on one screen, and one button opens. */
export function recallBoard(view: ForecastView): void {
  const { store, root, says, signal } = view;
  const asked = store.get("questions").filter(({ id }) => store.get("recalls").includes(id));
  const [intro, rows] = [h("p"), asked.map((question) => recallRow(view, question))];
  const open = button(t("Open the outcomes"), () => {
    if (done() < asked.length) says.textContent = t("Recall every forecast first.");
    else askToOpen(view);
  });
  const done = () => answered(asked, rememberedOf(store.answer));
  const show = () => {
    intro.textContent = asked.length
      ? recallWords(done(), asked.length)
      : sealWords(store.answer, store.get("reveal"));
    rows.forEach((row) => row.show());
  };
  const list = rows.map((row) => row.element);
  const title = h("h3", { tabindex: "-1" }, t("Before the outcomes"));
  root.append(
    title,
    intro,
    h("ol", { class: "recall" }, list),
    h("div", { class: "bar" }, open),
    says,
  );
  store.watch(["answer"], show, signal);
  show();
}

/** One question, and the bands to choose from. */
function recallRow({ store }: ForecastView, { id, text }: Question) {
  const bands = store.get("bands");
  const offered = bands.map((band) => h("option", { value: band.id }, band.words));
  const remember = (band: Band | undefined) => {
    if (!band) return;
    const remembered = { ...rememberedOf(store.answer), [id]: { band: band.id, p: band.p } };
    store.put({ ...store.answer, remembered });
  };
  const select = h(
    "select",
    {
      id: unique("recall"),
      onchange: () => remember(bands.find((one) => one.id === select.value)),
    },
    h("option", { value: "" }, t("I said …")),
    offered,
  );
  const show = () => (select.value = rememberedOf(store.answer)[id]?.band ?? "");
  const element = h("li", {}, h("label", { for: select.id }, text), select);
  return { element, show };
}

/** The outcomes: what the article can be scored on stands open, the others are folded. */
export function openBoard(view: ForecastView): void {
  const { store, root, says, signal } = view;
  const [head, first, rest, foot] = [h("div"), h("div"), h("div"), h("div")];
  const [title, count] = [h("h3", { tabindex: "-1" }), h("p", { class: "count" })];
  const draw = () => {
    const shown = store.get("shown");
    const place = Object.fromEntries(store.get("questions").map((one) => [one.id, one]));
    const known = shown.filter(({ id }) => id in place);
    const banded = known.filter(({ article }) => article.band);
    const others = known.filter(({ article }) => !article.band);
    const cards = (some: typeof known) => some.map((one) => card(view, place[one.id], one));
    title.textContent = openedWords(known);
    first.replaceChildren(...cards(banded));
    const more = t("Questions on which the article cannot be scored");
    rest.replaceChildren(
      ...(others.length ? [h("details", {}, h("summary", {}, more), cards(others))] : []),
    );
    judge();
  };
  const judge = () => {
    count.textContent = reasonWords(store.answer, store.get("shown"));
  };
  const close = () => {
    head.replaceChildren(...scores(view));
    foot.replaceChildren(...tables(view));
  };
  root.append(title, head, legend(), first, count, rest, says, foot);
  store.watch(["shown"], draw, signal);
  store.watch(["answer"], judge, signal);
  store.watch(["summary"], close, signal);
  draw();
  close();
}

export const focusTitle = (root: HTMLElement): void => root.querySelector("h3")?.focus();

function legend(): HTMLElement {
  const mark = (name: string, words: string) =>
    h("span", {}, h("span", { class: `sign ${name}`, "aria-hidden": "true" }), words);
  return h(
    "p",
    { class: "legend" },
    mark("you", t("your forecast")),
    mark("words", t("what the article's words stand for")),
    mark("end", t("what happened")),
  );
}

function scores({ store }: ForecastView): HTMLElement[] {
  const all = store.get("summary");
  if (!isWhole(all)) return [];
  const lines = [scoreWords(all), besideWords(all), shiftWords(all)];
  return lines.filter(Boolean).map((line) => h("p", {}, line));
}

/** What is said when all is revealed; nothing before. */
function tables({ store }: ForecastView): HTMLElement[] {
  const all = store.get("summary");
  if (!isWhole(all)) return [];
  const rows = single(store.get("shown"), store.get("questions"));
  const [each, other] = [t("Question by question"), t("Against three forecasts without insight")];
  const skill = t(
    "Skill is 1 minus your score divided by the other: above 0 you did better. The share of yes was known to nobody on the day; it is a yardstick for afterwards.",
  );
  const fold = (title: string, ...inside: HTMLElement[]) =>
    h("details", {}, h("summary", {}, title), inside);
  return [
    fold(other, table(referencesHead(), references(all)), h("p", {}, skill)),
    fold(each, wide(each, table(singleHead(), rows))),
  ];
}
