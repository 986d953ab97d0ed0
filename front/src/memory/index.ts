/** MemoryLine: after how many months shall an act count half? */
import { h, unique } from "../kit/elements";
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { makePicture } from "./drawing";
import { chosen, memoryWords, sentence, type MemoryTraits } from "./state";

const name = () => t("One record, several memories");

function draw({ store, root, signal, says }: View<MemoryTraits>): void {
  const { lines, months } = store.pick("lines", "months");
  const shown = () => chosen({ lines, answer: store.answer });
  const id = unique("memory");
  const slider = h("input", {
    ...{ type: "range", id, min: 0, max: lines.length - 1, step: 1 },
    oninput: () => store.put({ half_life: lines[Number(slider.value)].half_life }),
  });
  const value = h("span", { class: "value" });
  const picture = makePicture(store.pick("months", "lines", "bands"));
  const source = h("p", { class: "small" }, store.get("source"));
  const show = () => {
    const line = lines[shown()];
    slider.value = String(shown());
    slider.setAttribute("aria-valuetext", memoryWords(line));
    value.textContent = memoryWords(line);
    picture.show(shown());
    says.textContent = sentence(line, months);
  };
  const ask = t("After how many months shall an act count half?");
  const bar = h("div", { class: "bar" }, h("label", { for: id }, ask), slider, value);
  root.append(h("h3", {}, name()), bar, picture.element, source, says);
  store.watch(["answer"], show, signal);
  show();
}

export default widget<MemoryTraits>("memory", name, draw);
