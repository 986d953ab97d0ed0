/** TwoClocks: whose calendar does the record follow? Filter it, and cut it at a day. */
import { button, h, unique, wide } from "../kit/elements";
import { t } from "../kit/language";
import { oncePerFrame } from "../kit/frames";
import { widget, type View } from "../kit/widget";
import { score } from "../kit/words";
import { makeTurns } from "../measures/cuts";
import { legend, makePicture, type Picture } from "./drawing";
import {
  dateWords,
  expected,
  fieldsOf,
  filtered,
  kinds,
  scored,
  sentence,
  shownOf,
  told,
  whose,
  type Act,
  type ClockTraits,
  type Shown,
} from "./state";

type ClockView = View<ClockTraits>;

const name = () => t("Two clocks, one timeline");

function draw(view: ClockView): void {
  const { store, root, signal, says } = view;
  const turnAt = makeTurns(store.get("rule"));
  const now = () => shownOf(store.pick("answer", "cuts", "stops", "fields"));
  const look = (): Picture => {
    const [shown, acts] = [now(), store.get("acts")];
    const left = filtered(acts, shown);
    const turn = turnAt(scored(left), shown.day);
    const label = `${dateWords(shown.day)}. ${sentence(turn, store.get("rule"))}`;
    return { acts: left, day: shown.day, turn, label };
  };
  const first = look();
  const picture = makePicture(store.pick("clocks", "cuts", "first", "after"), first);
  const [cut, filters, list] = [makeCut(view, now), makeFilters(view, now), makeList()];
  const desk = h("div", {}, picture.element, key(), list.element);
  root.append(h("h3", {}, name()), cut.element, filters.element, says, desk);
  root.append(h("p", { class: "small" }, store.get("source")));
  const paint = (seen: Picture) => {
    picture.show(seen);
    list.show(seen.acts, seen.day);
    says.textContent = sentence(seen.turn, store.get("rule"));
    cut.show();
    filters.show();
  };
  const show = oncePerFrame(() => paint(look()), signal);
  store.watch(["answer"], show, signal);
  paint(first);
}

type Now = () => Shown;

/** The slider of the cut, and the days that somebody named. */
function makeCut({ store }: ClockView, now: Now) {
  const [stops, cuts] = [store.get("stops"), store.get("cuts")];
  const put = (day: string) => store.put({ ...now(), day });
  const id = unique("cut");
  const slider = h("input", {
    ...{ type: "range", id, min: 0, max: stops.length - 1, step: 1 },
    oninput: () => put(stops[Number(slider.value)]),
  });
  const [value, why] = [h("span", { class: "value" }), h("p", { class: "why" })];
  const named = cuts.map(([iso, label]) => button(label, () => put(iso)));
  const bar = h("div", { class: "bar" }, h("label", { for: id }, t("Cut at")), slider, value);
  const element = h("div", {}, h("div", { class: "bar" }, named), bar, why);
  const show = () => {
    const { day } = now();
    slider.value = String(stops.indexOf(day));
    slider.setAttribute("aria-valuetext", dateWords(day));
    value.textContent = dateWords(day);
    why.textContent = expected(cuts, day);
    named.forEach((one, i) => one.setAttribute("aria-pressed", String(cuts[i][0] === day)));
  };
  return { element, show };
}

/** Whose acts, of which kind, in which field. */
function makeFilters({ store }: ClockView, now: Now) {
  const choose = (part: keyof Shown, label: string, choices: ReturnType<typeof whose>) => {
    const options = choices.map(([value, words]) => h("option", { value }, words));
    const select = h(
      "select",
      { onchange: () => store.put({ ...now(), [part]: select.value }) },
      options,
    );
    const element = h("label", {}, `${label} `, select);
    return { part, select, element };
  };
  const all = [
    choose("by", t("Acts of"), whose()),
    choose("kind", t("Show"), kinds()),
    choose("field", t("In"), fieldsOf(store.pick("fields"))),
  ];
  const bar = h(
    "div",
    { class: "bar filters" },
    all.map(({ element }) => element),
  );
  const only = h("p", { class: "small" }, t("Only acts that the lessons tell have a field."));
  const element = h("div", {}, bar, only);
  const show = () => {
    const shown = now();
    for (const { part, select } of all) select.value = shown[part];
    only.hidden = shown.field === "all";
  };
  return { element, show };
}

/** The words beside the picture: what is told of the year before the cut and of the year after. */
function makeList() {
  const titles = [t("Told in the year before"), t("Told in the year after")];
  const parts = titles.map((title) => {
    const [head, items] = [h("summary", {}), h("div")];
    return { title, head, items, element: h("details", { class: "told" }, head, items) };
  });
  const inside = h(
    "div",
    {},
    parts.map(({ element }) => element),
  );
  const element = wide(t("Acts in words"), inside);
  const show = (acts: readonly Act[], day: string) =>
    told(acts, day).forEach((found, i) => {
      const { title, head, items } = parts[i];
      head.textContent = t("{title}: {n}", { title, n: found.length });
      items.replaceChildren(...found.map(line));
    });
  return { element, show };
}

function line([iso, , , value, title, , summary]: Act): HTMLElement {
  const said =
    value === null ? t("Context, without a score.") : t("Score {score}.", { score: score(value) });
  const head = h("summary", {}, h("span", { class: "small" }, dateWords(iso)), ` ${title}`);
  return h("details", {}, head, h("p", {}, `${summary} ${said}`));
}

function key(): HTMLElement {
  const marks = legend().map(([kind, sign, words]) => [
    h("span", { class: kind, "aria-hidden": "true" }, sign),
    ` ${words} `,
  ]);
  const told = t("Large: told in words. Thick lines: the means of the two years.");
  return h("div", { class: "key" }, h("p", {}, marks), h("p", {}, told));
}

export default widget<ClockTraits>("clocks", name, draw);
