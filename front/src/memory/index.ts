/** MemoryLine: after how many months does an act count half, and which acts count at all? */
import { h, unique } from "../kit/elements";
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { makePicture } from "./drawing";
import {
  chosen,
  linesOf,
  memoryWords,
  sentence,
  WARS,
  warWords,
  type Chosen,
  type MemoryTraits,
} from "./state";

const name = () => t("One record, several memories");

const legend = () =>
  t(
    "Dashed: fewer than two acts' worth of memory. Thin: the other memories. " +
      "Dots: percent of Russians who think well of the United States, scale at the right " +
      "(● Levada, ◆ VCIOM); nothing joins them.",
  );

function draw(view: View<MemoryTraits>): void {
  const { store, root, signal, says } = view;
  const given = store.pick(
    ...(["months", "half_lives", "acts", "war", "view", "last", "opinion", "bands"] as const),
  );
  const stops = given.half_lives;
  const [memory, switches, picture] = [makeSlider(view), makeSwitches(view), makePicture(given)];
  const show = () => {
    const now = chosen({ half_lives: stops, answer: store.answer });
    memory.show(now.memory);
    switches.show(now);
    picture.show(now);
    says.textContent = sentence(linesOf(given, now)[now.memory], now, given);
  };
  const source = h("p", { class: "small" }, `${legend()} ${store.get("source")}`);
  root.append(h("h3", {}, name()), memory.element, switches.element, picture.element, source, says);
  store.watch(["answer"], show, signal);
  show();
}

function makeSlider({ store }: View<MemoryTraits>) {
  const stops = store.get("half_lives");
  const id = unique("memory");
  const slider = h("input", {
    ...{ type: "range", id, min: 0, max: stops.length - 1, step: 1 },
    oninput: () => store.put({ ...store.answer, half_life: stops[Number(slider.value)] }),
  });
  const value = h("span", { class: "value" });
  const show = (place: number) => {
    slider.value = String(place);
    slider.setAttribute("aria-valuetext", memoryWords(stops[place]));
    value.textContent = memoryWords(stops[place]);
  };
  const ask = t("After how many months shall an act count half?");
  const element = h("div", { class: "bar" }, h("label", { for: id }, ask), slider, value);
  return { element, show };
}

/** What enters the line, and what stands beside it. */
function makeSwitches({ store }: View<MemoryTraits>) {
  const put = (part: MemoryTraits["answer"]) => store.put({ ...store.answer, ...part });
  const contacts = box((on) => put({ contacts: on }));
  const opinion = box((on) => put({ opinion: on }));
  const war = h(
    "select",
    { id: unique("war"), onchange: () => put({ war: war.value }) },
    WARS.map((each) => h("option", { value: each }, warWords(each))),
  );
  const show = (now: Chosen) => {
    contacts.checked = now.contacts;
    opinion.checked = now.opinion;
    war.value = now.war;
  };
  const element = h(
    "div",
    { class: "bar switches" },
    h("label", {}, contacts, t("contacts count too")),
    h("label", { for: war.id }, t("The war in Georgia:")),
    war,
    h("label", {}, opinion, t("Russian opinion")),
  );
  return { element, show };
}

function box(turned: (on: boolean) => void): HTMLInputElement {
  const element = h("input", { type: "checkbox", onchange: () => turned(element.checked) });
  return element;
}

export default widget<MemoryTraits>("memory", name, draw);
