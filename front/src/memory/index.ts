/** MemoryLine: after how many months shall an act count half? */
import { h, unique } from "../kit/elements";
import { widget, type View } from "../kit/widget";
import { makePicture } from "./drawing";
import { chosen, memoryWords, sentence, type MemoryTraits } from "./state";

const ASK = "After how many months shall an act count half?";

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
  const bar = h("div", { class: "bar" }, h("label", { for: id }, ASK), slider, value);
  root.append(h("h3", {}, "One record, several memories"), bar, picture.element, source, says);
  store.watch(["answer"], show, signal);
  show();
}

export default widget<MemoryTraits>("memory", () => "One record, several memories", draw);
