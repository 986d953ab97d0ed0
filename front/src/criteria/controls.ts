/** Criteria: a slider for a claim, and a row of choices for a question. */
import { h, unique } from "../kit/elements";
import { choiceWords, type Chosen, type Part } from "./state";

/** A control: what is drawn once, and how it follows what is chosen. */
export interface Control {
  readonly element: HTMLElement;
  readonly show: (chosen: Chosen, isSealed?: boolean) => void;
}

type Give = (choice: string) => void;

export function slider(part: Part, give: Give): Control {
  const { name, words, choices } = part;
  const id = unique("points");
  const tell = () => give(choices[Number(input.value)]);
  // Who means the place where the slider stands presses it there.
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") tell();
  };
  const input = h("input", {
    ...{ id, type: "range", min: 0, max: choices.length - 1, step: 1 },
    ...{ oninput: tell, onclick: tell, onkeydown: press },
  });
  input.value = "0";
  const said = h("span", { class: "said" });
  const show = (chosen: Chosen, isSealed = false) => {
    const own = chosen[name] as string | undefined;
    if (own !== undefined) input.value = String(choices.indexOf(own));
    said.textContent = choiceWords(part, own);
    input.setAttribute("aria-valuetext", choiceWords(part, own));
    input.className = own === undefined ? "untouched" : "";
    input.disabled = isSealed;
  };
  const row = h("div", { class: "sliding" }, input, said);
  return { element: h("div", { class: "part" }, h("label", { for: id }, words), row), show };
}

export function choice({ name, words, choices, shown }: Part, give: Give): Control {
  const group = unique("choice");
  const radios = choices.map((value) =>
    h("input", { type: "radio", name: group, value, onchange: () => give(value) }),
  );
  const labels = radios.map((radio, i) => h("label", {}, radio, shown[i]));
  const show = (chosen: Chosen, isSealed = false) =>
    radios.forEach((radio) => {
      radio.checked = radio.value === chosen[name];
      radio.disabled = isSealed;
    });
  const names = h("div", { class: "word-buttons" }, labels);
  return { element: h("fieldset", { class: "part" }, h("legend", {}, words), names), show };
}
