/** The codings as a table of choices: what the kit gives, and what a learner changed. */
import { h } from "../kit/elements";
import type { Desk } from "./rows";
import { cellName, code, type Group, type Term } from "./state";

const LEVELS = [0, 1, 2, 3];

export function makeGrid(desk: Desk): HTMLElement {
  const { groups, terms } = desk.store.pick("groups", "terms");
  const head = groups.map(({ label }) => h("th", { scope: "col" }, label));
  const rows = terms.map((term, i) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, term.label),
      groups.map((group, j) => cell(desk, [term, i], [group, j])),
    ),
  );
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, h("th", {}, "presidency"), head)),
    h("tbody", {}, rows),
  );
}

function cell(
  { store, board, edit }: Desk,
  [term, i]: [Term, number],
  [group, j]: [Group, number],
): HTMLElement {
  const [kit, low, high] = store.get("codings")[i][j];
  const own = board().codings[cellName(term, group)];
  const isOwn = own !== undefined;
  const pick = h(
    "select",
    {
      "aria-label": `${term.label}, ${group.label}${isOwn ? ", changed by you" : ""}`,
      title: `the kit: ${kit}, from ${low} to ${high}`,
      onchange: () => edit(code(board(), term, group, Number(pick.value), kit)),
    },
    LEVELS.map((level) =>
      h("option", { value: level, selected: level === (own ?? kit) }, String(level)),
    ),
  );
  return h("td", { class: isOwn && "rk-own" }, pick, isOwn && " yours");
}
