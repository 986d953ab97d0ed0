/** ManyWays: one claim, asked in every defensible way; each cell says what its way answers. */
import { button, h, table, wide } from "../kit/elements";
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import {
  askedOf,
  beside,
  cellsOf,
  count,
  counted,
  isArrow,
  mark,
  MEMORIES,
  saidWords,
  sentence,
  WINDOWS,
  type Asked,
  type Cell,
  type Said,
  type WaysTraits,
} from "./state";

type WaysView = View<WaysTraits>;

const name = () => t("One claim, asked in many ways");
const SAID: readonly Said[] = ["yes", "no", "unclear"];

function draw({ store, root, signal, says }: WaysView): void {
  const [parts, shown, cells] = [store.get("parts"), store.get("shown"), store.get("cells")];
  const now = () => askedOf(store.pick("answer", "parts", "shown"));
  const put = (part: Partial<Asked>) => store.put({ ...now(), ...part });
  const options = Object.entries(parts).map(([value, words]) => h("option", { value }, words));
  const select = h("select", { onchange: () => put({ part: select.value }) }, options);
  const names = Object.keys(shown);
  const switches = names.map((each) => button(shown[each], () => put({ shown: each })));
  const board = makeBoard(store.get("rows"));
  const totals = h("div");
  const show = () => {
    const asked = now();
    const inside = cellsOf(cells, asked);
    select.value = asked.part;
    switches.forEach((one, i) =>
      one.setAttribute("aria-pressed", String(names[i] === asked.shown)),
    );
    board.show(inside);
    totals.replaceChildren(sums(cells, asked.part, shown));
    says.textContent = counted(inside, shown[asked.shown]);
  };
  root.append(
    h("h3", {}, name()),
    h("div", { class: "bar" }, h("label", {}, t("The claim:"), " ", select)),
    h("div", { class: "bar" }, switches),
    ...[says, board.element, key()],
    h("details", {}, h("summary", {}, t("Ways counted")), totals),
  );
  store.watch(["answer"], show, signal);
  show();
}

/** How many ways say what, as known then, today, and by the other calendar. */
function sums(cells: readonly Cell[], part: string, shown: WaysTraits["shown"]): HTMLElement {
  const lines = Object.entries(shown).map(([each, words]): [string, ...string[]] => {
    const inside = cellsOf(cells, { part, shown: each });
    return [words, ...SAID.map((said) => String(count(inside, said))), String(inside.length)];
  });
  return table([t("Ways that say"), ...SAID.map(saidWords), t("all ways")], lines);
}

/** The cells. One of them is reached by the tab key, the others from it by arrow keys. */
function makeBoard(rows: readonly string[]) {
  const line = h("p", { class: "answer" });
  const grid = h("div", { class: "ways" });
  const element = h("div", {}, wide(t("All ways"), h("div", {}, head(), grid)), line);
  const show = (cells: readonly Cell[]) => {
    const made = new Map(cells.map((cell) => [cell, one(cell)]));
    function one(cell: Cell): HTMLButtonElement {
      const words = sentence(cell, rows);
      const tell = () => (line.textContent = words);
      const enter = () => {
        for (const each of made.values()) each.tabIndex = -1;
        own.tabIndex = 0;
        tell();
      };
      const keys = (event: KeyboardEvent) => {
        if (!isArrow(event.key)) return;
        event.preventDefault();
        made.get(beside(cells, cell, event.key))?.focus();
      };
      const own = h("button", {
        ...{ type: "button", class: cell[6], "aria-label": words, tabindex: -1 },
        ...{ onfocus: enter, onclick: enter, onpointerenter: tell, onkeydown: keys },
      });
      own.append(mark(cell));
      own.style.setProperty("--column", String(cell[3] + 1));
      return own;
    }
    const lines = rows.map((label, row) => {
      const own = cells.filter((cell) => cell[2] === row).map((cell) => made.get(cell) ?? null);
      const inside = h("div", { class: "cells" }, own);
      return h("div", { class: "measure", role: "group", "aria-label": label }, label, inside);
    });
    grid.replaceChildren(...lines);
    const [first] = made.values();
    if (first) first.tabIndex = 0;
    line.textContent = t("Point at a cell, or move among the cells with the arrow keys.");
  };
  return { element, show };
}

function head(): HTMLElement {
  const windows = WINDOWS.map((months) => h("span", { class: "window" }, String(months)));
  const single = h("span", { class: "single" }, t("once"));
  const memories = WINDOWS.flatMap(() => MEMORIES.map((months) => h("span", {}, String(months))));
  const arrows = ["←", "→"].map((sign) => h("span", {}, sign));
  const line = (label: string, ...inside: HTMLElement[]) =>
    h("div", { class: "measure" }, label, h("div", { class: "cells" }, inside));
  return h(
    "div",
    { class: "head", "aria-hidden": "true" },
    line(t("Length of the window, months"), ...windows, single),
    line(t("An act fades by half in, months"), ...memories, ...arrows),
  );
}

function key(): HTMLElement {
  const sample = (said: Said, sign: string) => [
    h("span", { class: `sample ${said}`, "aria-hidden": "true" }, sign),
    ` ${saidWords(said)} `,
  ];
  const rules = [
    t("Yes: every comparison that can be made goes as the claim says."),
    t("No: some do not."),
    t("Cannot tell: fewer than two can be made."),
    t("0: no memory. ← the last reading under a president, → the first after."),
    t("As known in April 2017: what today's tables hold up to that month."),
    t("A cell says which way the data lean, not how sure that is; neighbours share their data."),
  ];
  return h(
    "details",
    { class: "key" },
    h("summary", {}, sample("yes", "4/4"), sample("no", "3/4"), sample("unclear", "?")),
    h("p", { class: "small" }, rules.join(" ")),
  );
}

export default widget<WaysTraits>("ways", name, draw);
