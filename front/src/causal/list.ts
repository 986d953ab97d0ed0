/** The same map as a list: each claim with the article's words, and the arrows that rest on it. */
import { button, h } from "../kit/elements";
import { n, t } from "../kit/language";
import type { Arrow, Standing } from "../measures/standing";
import { named } from "./drawing";
import { byClaim, fateOf, fateWords, type Causes, type Claim } from "./state";

type Claims = Readonly<Record<string, Claim>>;
type Press = (ids: readonly string[]) => void;

export const wordsOf = (name: string, { quote, paragraph }: Claim): string =>
  t("{claim}, paragraph {paragraph}: “{quote}”", { claim: name, paragraph, quote });

/** A list of a map, and how to show in it what stands. */
export function makeList(map: Causes, claims: Claims, press: Press) {
  const groups = byClaim(map).map(([name, arrows]) =>
    group(map, name, claims[name], arrows, press),
  );
  const element = h(
    "ul",
    { class: "claims" },
    groups.map(({ item }) => item),
  );
  const show = (out: ReadonlySet<string>, left: Standing) => {
    groups.forEach((each) => each.show(out, left));
  };
  return { element, show };
}

function group(map: Causes, name: string, claim: Claim, arrows: readonly Arrow[], press: Press) {
  const ids = arrows.map(({ id }) => id);
  const words = n("Take out {claim}: {n} arrow", "Take out {claim}: {n} arrows", ids.length, {
    claim: name,
  });
  const all = button(words, () => press(ids));
  const rows = arrows.map((arrow) => row(map, arrow, press));
  const item = h(
    "li",
    {},
    h("p", {}, all, " ", wordsOf(name, claim)),
    h(
      "ul",
      {},
      rows.map((each) => each.item),
    ),
  );
  const show = (out: ReadonlySet<string>, left: Standing) => {
    all.setAttribute("aria-pressed", String(ids.every((id) => out.has(id))));
    rows.forEach((each) => each.show(out, left));
  };
  return { item, show };
}

function row(map: Causes, arrow: Arrow, press: Press) {
  const box = h("input", { type: "checkbox", onchange: () => press([arrow.id]) });
  const fate = h("strong", {});
  const item = h("li", {}, h("label", {}, box, " ", named(arrow, map), " ", fate));
  const show = (out: ReadonlySet<string>, left: Standing) => {
    const now = fateOf(arrow, out, left);
    box.checked = now !== "out";
    item.dataset.fate = now;
    fate.textContent = fateWords(now);
  };
  return { item, show };
}
