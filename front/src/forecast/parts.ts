/** What both boards are made of: a deck of questions, bands to choose from, a question that waits. */
import { button, facts, h, unique } from "../kit/elements";
import { t } from "../kit/language";
import { complainUnless, type View } from "../kit/widget";
import { bandRange, questionFacts, type Band, type ForecastTraits, type Question } from "./state";

export type ForecastView = View<ForecastTraits>;

/** Ask Python for the outcomes; what hindered them stands in the notice. */
export function askToOpen(view: ForecastView): void {
  view.store.ask("opening", true);
  complainUnless(() => !view.store.get("opening"), view);
}

/** One question at a time, previous and next, and a list that says how far one has come. */
export function makeDeck(
  questions: readonly Question[],
  draw: (question: Question) => void,
  mark: (question: Question) => string,
) {
  let at = 0;
  const heading = h("h3", { tabindex: "-1" });
  const [about, slot, background] = [h("div"), h("div"), h("p")];
  const known = h("details", {}, h("summary", {}, t("Known so far")), background);
  const back = button(t("← Previous"), () => go(at - 1));
  const on = button(t("Next →"), () => go(at + 1));
  const steps = questions.map((_, i) => button("", () => go(i)));
  const go = (i: number, focus = true) => {
    at = i;
    refresh();
    if (focus) heading.focus();
  };
  const refresh = () => {
    heading.textContent = t("Question {number} of {all}: {question}", {
      number: at + 1,
      all: questions.length,
      question: questions[at].text,
    });
    about.replaceChildren(facts(questionFacts(questions[at])));
    background.textContent = questions[at].background;
    back.disabled = at === 0;
    on.disabled = at === questions.length - 1;
    steps.forEach((step, i) => showStep(step, i, mark(questions[i]), i === at));
    draw(questions[at]);
  };
  const bar = h("div", { class: "bar" }, back, on);
  const element = h(
    "div",
    { class: "board" },
    h("div", { class: "asked" }, heading, known, about, slot, bar),
    listOf(steps),
  );
  return { element, slot, bar, go, refresh, here: () => at };
}

function showStep(step: HTMLElement, i: number, words: string, here: boolean): void {
  const dot = h("span", { "aria-hidden": "true" }, words ? "● " : "○ ");
  // L10N: a question that has no answer yet
  const said = words || t("open");
  step.replaceChildren(dot, words ? `${i + 1}: ${words}` : `${i + 1}`);
  step.setAttribute("aria-label", `${i + 1}: ${said}`);
  if (here) step.setAttribute("aria-current", "step");
  else step.removeAttribute("aria-current");
}

function listOf(steps: readonly HTMLElement[]): HTMLElement {
  const items = steps.map((step) => h("li", {}, step));
  return h("nav", { class: "steps", "aria-label": t("All questions") }, h("ol", {}, items));
}

/** The seven bands as radio buttons, each with its words, its range and a drawing of the range. */
export function makeChooser(bands: readonly Band[], legend: string, picked: (band: Band) => void) {
  const name = unique("bands");
  const inputs = bands.map((band) =>
    h("input", { type: "radio", name, value: band.id, onchange: () => picked(band) }),
  );
  const rows = bands.map((band, i) => {
    const reach = `left:${band.low * 100}%;width:${(band.high - band.low) * 100}%`;
    return h(
      "label",
      { class: "band" },
      inputs[i],
      h("span", {}, band.words),
      h("span", {}, bandRange(band)),
      h("span", { class: "track", "aria-hidden": "true" }, h("span", { style: reach })),
    );
  });
  const show = (band: string | undefined, fixed: boolean) =>
    inputs.forEach((input) => {
      input.checked = input.value === band;
      input.disabled = fixed;
    });
  return { element: h("fieldset", {}, h("legend", {}, legend), rows), show };
}

/** A question that must be answered before anything else: native, so that Escape and Tab work. */
export function makeDialog(yes: string, no: string, agreed: () => void) {
  const title = h("h3", { id: unique("ask") });
  const words = h("p", { id: unique("more") });
  const refuse = button(no, () => element.close());
  const agree = button(yes, () => {
    element.close();
    agreed();
  });
  refuse.setAttribute("autofocus", "");
  const element = h(
    "dialog",
    { "aria-labelledby": title.id, "aria-describedby": words.id },
    title,
    words,
    h("div", { class: "bar" }, refuse, agree),
  );
  const open = ([ask, more]: readonly [string, string]) => {
    title.textContent = ask;
    words.textContent = more;
    element.showModal();
  };
  return { element, open };
}
