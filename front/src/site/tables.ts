/** The tables of the catalogue: each is loaded when it is opened, and looked through by words. */
import { h } from "../kit/elements";
import { WordIndex } from "../kit/find";
import { n, t } from "../kit/language";
import { whole } from "../kit/words";
import { fileOf } from "./held";

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Addresses by column and cell: where a source stands in the web. */
  readonly links: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

// As many rows as are shown at first, and as many more at each press of the button.
const STEP = 50;

/** Let each table of the page open. */
export function openTables(): void {
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details.rk-table")) {
    const open = () => {
      if (!details.open) return;
      details.removeEventListener("toggle", open);
      void fileOf(`table-${details.dataset.table ?? ""}`).then((table) =>
        show(details, table as Table),
      );
    };
    details.addEventListener("toggle", open);
  }
}

function show(details: HTMLElement, table: Table): void {
  const index = new WordIndex(table.rows, (row) => row.join(" "));
  const box = h("input", { type: "search" });
  const label = h("label", {}, t("Find rows by words:"), " ", box);
  const says = h("p", { role: "status" });
  const heads = table.columns.map((name) => h("th", { scope: "col" }, name));
  const body = h("tbody");
  const more = h("button", { type: "button" }, t("Show more rows"));
  const name = details.dataset.table ?? "";
  const frame = h(
    "div",
    { class: "rk-rows", role: "group", tabindex: 0, "aria-label": t("Table {name}", { name }) },
    h("table", {}, h("thead", {}, h("tr", {}, heads)), body),
  );
  let most = STEP;
  const fill = () => {
    const found = index.find(box.value);
    body.replaceChildren(...found.slice(0, most).map((row) => lineOf(table, row)));
    const shown = Math.min(most, found.length);
    more.hidden = shown === found.length;
    says.textContent = n("{shown} of {n} row shown.", "{shown} of {n} rows shown.", found.length, {
      shown: whole(shown),
    });
  };
  box.addEventListener("input", () => {
    most = STEP;
    fill();
  });
  more.addEventListener("click", () => {
    most += STEP;
    fill();
  });
  fill();
  details.append(label, says, frame, more);
}

function lineOf(table: Table, row: readonly string[]): HTMLElement {
  const cells = row.map((cell, i) => {
    const address = cell.startsWith("https://") ? cell : table.links[table.columns[i]]?.[cell];
    return h("td", {}, address === undefined ? cell : h("a", { href: address }, cell));
  });
  return h("tr", {}, cells);
}
