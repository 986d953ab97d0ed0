/** Paper cannot follow a link: what a page links to elsewhere stands in notes at its end. */
import { h } from "../kit/elements";
import { t } from "../kit/language";

/**
 * Give each address a number behind its link, and all of them a list, for as long as the page is
 * printed.
 */
export function writeFootnotes(): void {
  const article = document.querySelector(".bd-article");
  if (!article) return;
  addEventListener("beforeprint", () => {
    if (!article.querySelector(".rk-notes")) write(article);
  });
  addEventListener("afterprint", () => {
    for (const note of article.querySelectorAll(".rk-note, .rk-notes")) note.remove();
  });
}

function write(article: Element): void {
  const numbers = new Map<string, number>();
  for (const link of article.querySelectorAll<HTMLAnchorElement>("a[href^=http]:not(.rk *)")) {
    const number = numbers.get(link.href) ?? numbers.size + 1;
    numbers.set(link.href, number);
    link.after(h("sup", { class: "rk-note" }, String(number)));
  }
  if (numbers.size === 0) return;
  const notes = [...numbers.keys()].map((address) => h("li", {}, address));
  const heading = h("h2", {}, t("Addresses"));
  article.append(h("section", { class: "rk-notes" }, heading, h("ol", {}, ...notes)));
}
