/** Acts of the record: found by words of their title or date, and listed as the text cites them. */
import { button, h, unique } from "../kit/elements";
import { t } from "../kit/language";
import type { View } from "../kit/widget";
import {
  actWords,
  citedWords,
  foundWords,
  unknownWords,
  type Act,
  type MemoTraits,
  type ActIndex,
} from "./state";

/** As many as can be seen beside the text. */
const SHOWN = 6;

export function makeSearch(
  { store, sentence }: View<MemoTraits>,
  record: ActIndex,
  chosen: (act: Act) => void,
): HTMLElement {
  const [id, desks] = [unique("find"), store.get("desks")];
  const [list, told] = [h("ul"), sentence()];
  const input = h("input", {
    ...{ type: "text", id, autocomplete: "off", placeholder: t("summit 2010") },
    oninput: () => {
      const found = record.find(input.value);
      const first = found.slice(0, SHOWN);
      const items = first.map((act) =>
        h(
          "li",
          {},
          button(actWords(act, desks), () => chosen(act)),
        ),
      );
      list.replaceChildren(...items);
      told.textContent = input.value.trim() ? foundWords(found.length, first.length) : "";
    },
  });
  const ask = t("Find an act by words of its title or date, and press it to cite it");
  return h("div", { class: "search" }, h("label", { for: id }, ask), input, told, list);
}

/** The acts that the text cites; pressing one shows where. */
export function makeCited(desks: MemoTraits["desks"], pointed: (id: string) => void) {
  const [count, list] = [h("p"), h("ul")];
  const show = ({ acts, unknown }: ReturnType<ActIndex["cited"]>) => {
    count.textContent = citedWords(acts, desks);
    const known = acts.map((act) => button(actWords(act, desks), () => pointed(act[0])));
    const slips = unknown.map((name) => h("span", { class: "slip" }, unknownWords(name)));
    list.replaceChildren(...[...known, ...slips].map((each) => h("li", {}, each)));
  };
  return { element: h("div", { class: "cited" }, count, list), show };
}
