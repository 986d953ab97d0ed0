/** NullSimulator: find the record among walks of chance, then draw as many worlds as you like. */
import { button, h, table, unique, wide } from "../kit/elements";
import { n, t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { drawing } from "./drawing";
import {
  counts,
  countsHead,
  drawn,
  lastWorld,
  letterOf,
  marked,
  markedWords,
  read,
  revealed,
  told,
  verdict,
  type Lineup,
  type NullTraits,
  type Panel,
} from "./state";

type NullView = View<NullTraits>;

const lineup = ({ store }: NullView): Lineup => read(store.get("seed"), store.answer);

function change(view: NullView, part: Partial<Lineup>): void {
  view.store.put({ ...lineup(view), ...part });
}

function draw(view: NullView): void {
  const { store, root, signal, says } = view;
  const real = letterOf(store.get("real"));
  const panels = store.get("falls").map((falls, i) => ({ letter: letterOf(i), falls }));
  const group = unique("lineup");
  const shown = panels.map((_, i) => panelOf(view, panels, i, group));
  const reveal = button(t("Reveal the record"), () => {
    if (!lineup(view).pick) {
      says.textContent = t("First pick the line that you think is the record.");
      return;
    }
    change(view, { revealed: true });
    says.focus();
  });
  let open = false;
  const show = () => {
    const now = lineup(view);
    shown.forEach((panel) => panel.show(now, real));
    reveal.hidden = now.revealed;
    if (now.revealed !== open) says.textContent = now.revealed ? revealed(now, panels, real) : "";
    open = now.revealed;
  };
  says.setAttribute("tabindex", "-1");
  root.append(
    ...introduction(store.get("lines").length, store.get("bands")),
    h(
      "div",
      { class: "lines" },
      shown.map(({ element }) => element),
    ),
    h("div", { class: "bar" }, reveal),
    says,
    otherWorlds(view),
  );
  store.watch(["answer"], show, signal);
  show();
}

function introduction(lines: number, bands: NullTraits["bands"]): HTMLElement[] {
  const words = t(
    "In the others, every month moves as far as in the record, up or down by a coin. " +
      "Each panel has its own scale. Bands: {bands}. Dots: the last month of a completed presidency. " +
      "Three falling ends: {second} ends lower than {first}, and {third} lower than {second}.",
    {
      bands: bands.map(([name]) => name).join(", "),
      ...{ first: bands[0][0], second: bands[1][0], third: bands[2][0] },
    },
  );
  const heading = n(
    "This {n} line is the record",
    "One of these {n} lines is the record; the others are chance",
    lines,
  );
  return [h("h3", {}, heading), h("p", {}, words)];
}

function panelOf(view: NullView, panels: readonly Panel[], i: number, group: string) {
  const { store, says } = view;
  const { letter } = panels[i];
  const radio = h("input", {
    type: "radio",
    name: group,
    value: letter,
    onchange: () => {
      change(view, { pick: letter });
      says.textContent = t("You pick {letter} as the record.", { letter });
    },
  });
  const letters = panels.map((each) => each.letter);
  const box = h("input", {
    type: "checkbox",
    onchange: () => {
      change(view, { cycle: marked(lineup(view), letters, letter, box.checked) });
      says.textContent = markedWords(lineup(view));
    },
  });
  const said = h("p");
  const element = h(
    "fieldset",
    { class: "line" },
    h("legend", {}, letter),
    drawing(store.get("lines")[i], store.get("bands"), t("Line {letter}", { letter })),
    choice(radio, t("the record"), t("{letter}: the record", { letter })),
    choice(box, t("three falling ends"), t("{letter}: three falling ends", { letter })),
    said,
  );
  const show = ({ pick, cycle, revealed: open }: Lineup, real: string) => {
    radio.checked = letter === pick;
    box.checked = cycle.includes(letter);
    radio.disabled = box.disabled = open;
    element.classList.toggle("real", open && letter === real);
    said.hidden = !open;
    said.textContent = open ? verdict(panels[i], real) : "";
  };
  return { element, show };
}

/** A choice beside its words; who cannot see the picture hears whose it is. */
function choice(input: HTMLInputElement, words: string, name: string): HTMLElement {
  input.setAttribute("aria-label", name);
  return h("label", {}, input, words);
}

/** More worlds, counted: how often does each presidency end lower than the last by chance alone? */
function otherWorlds(view: NullView): HTMLElement {
  const { store, signal, sentence } = view;
  const chance = store.pick("steps", "bands", "seed");
  const picture = h("div", { class: "world" });
  const counted = h("div", { class: "counts" });
  const heard = sentence();
  const more = (number: number) => {
    change(view, { worlds: drawn(chance, lineup(view).worlds, number) });
    heard.textContent = told(chance, lineup(view).worlds, number);
  };
  const show = () => {
    const { worlds } = lineup(view);
    const name = t("World {number}", { number: worlds.drawn });
    picture.hidden = !worlds.drawn;
    if (worlds.drawn)
      picture.replaceChildren(
        drawing(lastWorld(chance, worlds), chance.bands, name),
        h("p", {}, name),
      );
    const lines = table(countsHead(), counts(worlds, store.get("exact")));
    counted.replaceChildren(wide(t("Worlds counted"), lines));
  };
  store.watch(["answer"], show, signal);
  show();
  const buttons = [1, 100, 1000].map((number) =>
    button(n("Draw {n} world", "Draw {n} worlds", number), () => more(number)),
  );
  return h(
    "div",
    {},
    h("h3", {}, t("Draw other worlds")),
    h("p", {}, t("How often does chance alone make three falling ends, or five?")),
    h("div", { class: "bar" }, buttons),
    h("div", { class: "worlds" }, picture, counted),
    heard,
  );
}

export default widget<NullTraits>(
  "null",
  () => t("Lineup: the record among worlds of chance"),
  draw,
);
