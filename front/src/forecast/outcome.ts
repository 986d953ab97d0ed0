/** One outcome: a drawing, what happened, the article's own words, and whether its reason held. */
import { h, placed, unique } from "../kit/elements";
import { t } from "../kit/language";
import type { ForecastView } from "./parts";
import {
  articleWords,
  cameOut,
  costWords,
  endOf,
  judgements,
  reasonsOf,
  saidWords,
  type Opened,
  type Question,
} from "./state";

export function card(view: ForecastView, { text }: Question, one: Opened): HTMLElement {
  const source = h("a", { href: one.url, target: "_blank", rel: "noopener" }, one.source);
  const { quote, place } = one.article;
  const left = h(
    "div",
    {},
    h("h4", {}, text),
    strip(one),
    h("p", { class: "small" }, saidWords(one), " ", articleWords(one.article), " ", costWords(one)),
    cameOut(one) && judgement(view, one),
  );
  const right = h(
    "div",
    {},
    h("p", {}, h("strong", {}, t("Outcome: {outcome}", { outcome: one.outcome })), ". ", one.note),
    h("p", { class: "small" }, placed(t("Source: {source}"), "source", source)),
    h("blockquote", {}, `“${quote}”`, h("cite", {}, place)),
  );
  return h("article", { class: "outcome" }, left, right);
}

/** The scale from 0 to 100: the article's band, the learner's forecast, and the end that came. */
function strip(one: Opened): HTMLElement {
  const [{ band }, end] = [one.article, endOf(one)];
  const at = (name: string, x: number) => h("span", { class: `sign ${name}`, style: `left:${x}%` });
  const reach = band && `left:${band.low * 100}%;width:${(band.high - band.low) * 100}%`;
  return h(
    "div",
    { class: "strip", "aria-hidden": "true" },
    h(
      "div",
      { class: "scale" },
      reach && h("span", { class: "sign words", style: reach }),
      end !== null && at("end", end),
      at("you", one.p * 100),
    ),
    h("div", { class: "ends" }, h("span", {}, t("no")), h("span", {}, t("yes"))),
  );
}

/** Did it come for the reason that the article gives? The learner decides. */
function judgement({ store, signal }: ForecastView, { id }: Opened): HTMLElement {
  const name = unique("reason");
  const judge = (value: string) =>
    store.put({ ...store.answer, reasons: { ...reasonsOf(store.answer), [id]: value } });
  const inputs = judgements().map(([value]) =>
    h("input", { type: "radio", name, value, onchange: () => judge(value) }),
  );
  const labels = judgements().map(([, words], i) => h("label", {}, inputs[i], words));
  const show = () => {
    inputs.forEach((input) => (input.checked = input.value === reasonsOf(store.answer)[id]));
  };
  store.watch(["answer"], show, signal);
  show();
  return h("fieldset", { class: "why" }, h("legend", {}, t("It came about")), labels);
}
