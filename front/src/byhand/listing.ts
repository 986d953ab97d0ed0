/** By hand: a table that is sorted by its headings and filtered by typed words. */
import { h, unique, wide } from "../kit/elements";
import { t } from "../kit/language";
import {
  cellWords,
  listed,
  pressed,
  rowsWords,
  type Cell,
  type Listing,
  type Sorting,
} from "./state";

// A text of more letters breaks into lines.
const LINE = 34;
const ARROWS = { ascending: " ▲", descending: " ▼", none: "" } as const;

/** Draw a table; what is shown of it is said in the sentence below. */
export function tableOf(listing: Listing, says: HTMLElement): HTMLElement {
  const { columns, rows } = listing;
  const isNumber = columns.map((_name, i) => rows.some((row) => typeof row[i] === "number"));
  let sorting: Sorting | null = null;
  const body = h("tbody", {});
  const heads = columns.map((name, i) =>
    heading(name, isNumber[i], () => {
      sorting = pressed(sorting, i);
      show();
    }),
  );
  const id = unique("filter");
  const filter = h("input", { id, type: "text", autocomplete: "off", oninput: () => show() });
  const show = () => {
    heads.forEach((each, i) => each.show(sorting?.column === i ? sorting : null));
    const found = listed(listing, filter.value, sorting);
    body.replaceChildren(...found.map((row) => drawn(row, isNumber)));
    says.textContent = rowsWords(found.length, rows.length);
  };
  says.className = "small";
  show();
  const names = heads.map((each) => each.element);
  const head = h("thead", {}, h("tr", {}, names));
  const label = h("label", { for: id }, t("Rows with these words:"));
  const table = wide(t("table, sorted by its headings"), h("table", {}, head, body));
  return h("div", { class: "bh-table" }, h("div", { class: "bar" }, label, filter), table, says);
}

/** A heading that sorts when it is pressed, and shows which way. */
function heading(name: string, isNumber: boolean, press: () => void) {
  const sort = h("button", { type: "button", class: "bh-sort", onclick: press }, name);
  const element = h("th", { scope: "col", class: isNumber && "number" }, sort);
  const show = (sorting: Sorting | null) => {
    const way = !sorting ? "none" : sorting.down ? "descending" : "ascending";
    element.setAttribute("aria-sort", way);
    sort.textContent = `${name}${ARROWS[way]}`;
  };
  return { element, show };
}

const drawn = (row: readonly Cell[], isNumber: readonly boolean[]): HTMLElement =>
  h(
    "tr",
    {},
    row.map((cell, i) =>
      h("td", { class: kind(cell, isNumber[i]) }, cell === null ? "–" : cellWords(cell)),
    ),
  );

/** What is read and not looked up, such as a summary, breaks into lines. */
const kind = (cell: Cell, isNumber: boolean) =>
  isNumber ? "number" : typeof cell === "string" && cell.length > LINE && "bh-read";
