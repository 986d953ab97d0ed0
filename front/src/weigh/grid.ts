/** The codings as a table of choices: what the kit gives, and what a learner changed. */
import { h, wide } from "../kit/elements";
import { t } from "../kit/language";
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
  const top = h("thead", {}, h("tr", {}, h("th", {}, t("presidency")), head));
  return wide(t("The codings"), h("table", {}, top, h("tbody", {}, rows)));
}

function cell(
  { store, board, edit }: Desk,
  [term, i]: [Term, number],
  [group, j]: [Group, number],
): HTMLElement {
  const [kit, low, high] = store.get("codings")[i][j];
  const own = board().codings[cellName(term, group)];
  const isOwn = own !== undefined;
  const names = { term: term.label, group: group.label };
  const pick = h(
    "select",
    {
      "aria-label": isOwn
        ? t("{term}, {group}, changed by you", names)
        : `${term.label}, ${group.label}`,
      title: t("the kit: {kit}, from {low} to {high}", { kit, low, high }),
      onchange: () => edit(code(board(), term, group, Number(pick.value), kit)),
    },
    LEVELS.map((level) =>
      h("option", { value: level, selected: level === (own ?? kit) }, String(level)),
    ),
  );
  // L10N: a code that the learner gave
  return h("td", { class: isOwn && "rk-own" }, pick, isOwn && [" ", t("yours")]);
}
