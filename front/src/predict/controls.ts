/** Predict: one control for each kind of question, with mouse, finger and keys. */
import { button, h, unique } from "../kit/elements";
import { t } from "../kit/language";
import { day, plain } from "../kit/words";
import {
  monthsByYear,
  numberWords,
  orderWords,
  years,
  type Guess,
  type Question,
  type State,
} from "./state";

/** A control: what is drawn once, and how it follows the state. */
export interface Control {
  readonly element: HTMLElement;
  readonly show: (state: State) => void;
}

/** Called with a guess; with undefined when there is none any more. */
type Give = (guess: Guess | undefined) => void;

export function control(question: Question, label: string, give: Give): Control {
  if (question.kind === "choice") return choice(question, label, give);
  if (question.kind === "order") return order(question, label, give);
  if (question.kind === "number") return slider(question, label, give);
  return pick(question, label, give);
}

function choice({ name, choices, shown }: Question, label: string, give: Give): Control {
  const group = unique("guess");
  const radios = choices.map((value) =>
    h("input", { type: "radio", name: group, value, onchange: () => give(value) }),
  );
  const labels = radios.map((radio, i) => h("label", {}, radio, shown[i]));
  const legend = h("legend", {}, label);
  return {
    element: h(
      "fieldset",
      { class: "rk-choice" },
      legend,
      h("div", { class: "word-buttons" }, labels),
    ),
    show: ({ guesses }) =>
      radios.forEach((radio) => (radio.checked = radio.value === guesses[name])),
  };
}

function slider(question: Question, label: string, give: Give): Control {
  const { name, low, high, step } = question;
  const id = unique("guess");
  const tell = () => give(Number(input.value));
  // Who means the place where the slider stands presses it there.
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") tell();
  };
  const input = h("input", {
    ...{ id, type: "range", min: low, max: high, step, oninput: tell, onclick: tell },
    onkeydown: press,
  });
  input.value = String(middle(question));
  const said = h("p", { class: "rk-said" });
  const show = ({ guesses }: State) => {
    const guess = guesses[name];
    const words = typeof guess === "number" ? numberWords(question, guess) : t("not given yet");
    if (typeof guess === "number") input.value = String(guess);
    said.textContent = words;
    input.setAttribute("aria-valuetext", words);
    input.classList.toggle("rk-untouched", guess === undefined);
  };
  const ends = h("span", { class: "small" }, plain(low));
  const track = h(
    "div",
    { class: "rk-track" },
    ends,
    input,
    h("span", { class: "small" }, plain(high)),
  );
  return { element: h("div", {}, h("label", { for: id }, label), track, said), show };
}

/** Where a slider stands before it was touched: half way, which is nobody's guess. */
const middle = ({ low, high, step }: Question): number =>
  low + Math.round((high - low) / 2 / step) * step;

function pick(question: Question, label: string, give: Give): Control {
  const { name, kind, choices } = question;
  const option = (value: string, words: string) => h("option", { value }, words);
  const options =
    kind === "month"
      ? monthsByYear(choices).map(([year, months]) =>
          h(
            "optgroup",
            { label: year },
            months.map((month) => option(month, day(month))),
          ),
        )
      : years(question).map((year) => option(`${year}`, `${year}`));
  const given = (value: string) => (kind === "month" ? value : Number(value));
  const select = h(
    "select",
    { onchange: () => give(select.value ? given(select.value) : undefined) },
    option("", kind === "month" ? t("choose a month") : t("choose a year")),
    options,
  );
  return {
    element: h("label", { class: "rk-pick" }, h("span", {}, label), select),
    show: ({ guesses }) => (select.value = String(guesses[name] ?? "")),
  };
}

function order(question: Question, label: string, give: Give): Control {
  const { name, choices, shown } = question;
  let now: readonly string[] = [];
  const buttons = choices.map((value, i) => button(shown[i], () => give([...now, value])));
  const again = button(t("Start over"), () => {
    give(undefined);
    buttons[0].focus();
  });
  const said = h("p", { class: "rk-order" });
  const show = ({ guesses }: State) => {
    const guess = guesses[name];
    now = Array.isArray(guess) ? (guess as readonly string[]) : [];
    buttons.forEach((each, i) => (each.disabled = now.includes(choices[i])));
    again.disabled = !now.length;
    said.textContent = orderWords(question, now);
  };
  const row = h("div", { class: "bar" }, buttons, again);
  return {
    element: h("fieldset", { class: "rk-choice" }, h("legend", {}, label), row, said),
    show,
  };
}
