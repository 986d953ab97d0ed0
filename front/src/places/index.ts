/** Places: where talks, expulsions, forces and wars were, year by year, and who was in NATO. */
import { button, h, unique, wide } from "../kit/elements";
import { oncePerFrame } from "../kit/frames";
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { day } from "../kit/words";
import { makeMap, type Picture } from "./drawing";
import {
  actsOf,
  ALL,
  lastYear,
  membersIn,
  sentence,
  shownOf,
  spots,
  spotWords,
  YEAR,
  type PlacesTraits,
  type Shown,
  type Spot,
} from "./state";

type PlacesView = View<PlacesTraits>;
type Now = () => Shown;

const name = () => t("Where it happened");
const SIGNS: Readonly<Record<string, string>> = {
  meeting: "●",
  expulsion: "■",
  forces: "▲",
  war: "◆",
};

function draw(view: PlacesView): void {
  const { store, root, signal, says } = view;
  const given = store.pick("acts", "places", "links", "kinds", "members", "spans", "years");
  const now = () => shownOf(store.pick("spans", "kinds", "opens", "years", "answer"));
  const look = (): Picture => {
    const shown = now();
    const members = membersIn(given.members, lastYear(shown, given));
    return {
      view: shown.view,
      found: spots(actsOf(given.acts, shown, given.spans)),
      members: new Set(members.map(([id]) => id)),
      label: sentence(shown, given),
    };
  };
  const first = look();
  const [time, filters, list] = [makeTime(view, now), makeFilters(view, now), makeList(given)];
  const map = makeMap(given, first, list.open);
  root.append(h("h3", {}, name()), time.element, filters.element, says, map.element);
  root.append(list.element, h("p", { class: "small" }, store.get("source")));
  const paint = (seen: Picture) => {
    map.show(seen);
    list.show(seen.found);
    says.textContent = seen.label;
    time.show();
    filters.show();
  };
  const show = oncePerFrame(() => paint(look()), signal);
  store.watch(["answer"], show, signal);
  paint(first);
}

/** The slider over the years, and the presidencies. */
function makeTime({ store }: PlacesView, now: Now) {
  const [from, to] = store.get("years");
  const put = (some: Partial<Shown>) => store.put({ ...now(), ...some });
  const id = unique("year");
  const slider = h("input", {
    ...{ type: "range", id, min: from, max: to, step: 1 },
    oninput: () => put({ span: YEAR, year: Number(slider.value) }),
  });
  const value = h("span", { class: "value" });
  const terms = store.get("spans").map(([span, words]) => [span, words] as const);
  const named = [...terms, [ALL, t("All years")] as const].map(([span, words]) => ({
    span,
    press: button(words, () => put({ span })),
  }));
  const all = h(
    "div",
    { class: "bar" },
    named.map(({ press }) => press),
  );
  const bar = h("div", { class: "bar" }, h("label", { for: id }, t("One year")), slider, value);
  const show = () => {
    const { span, year } = now();
    slider.value = String(year);
    slider.setAttribute("aria-valuetext", String(year));
    value.textContent = span === YEAR ? String(year) : "";
    for (const one of named) one.press.setAttribute("aria-pressed", String(one.span === span));
  };
  return { element: h("div", {}, all, bar), show };
}

/** Which kinds are shown, and how much of the world. */
function makeFilters({ store }: PlacesView, now: Now) {
  const put = (some: Partial<Shown>) => store.put({ ...now(), ...some });
  const boxes = Object.entries(store.get("kinds")).map(([kind, words]) => {
    const box = h("input", {
      type: "checkbox",
      onchange: () => {
        const others = now().hidden.filter((one) => one !== kind);
        put({ hidden: box.checked ? others : [...others, kind] });
      },
    });
    const sign = h("span", { class: kind, "aria-hidden": "true" }, SIGNS[kind]);
    return { kind, box, element: h("label", {}, box, " ", sign, ` ${words}`) };
  });
  const views = [
    { view: "near", press: button(t("Europe and near it"), () => put({ view: "near" })) },
    { view: "world", press: button(t("The world"), () => put({ view: "world" })) },
  ];
  const shade = h("span", {}, h("span", { class: "shade", "aria-hidden": "true" }), t("in NATO"));
  const element = h(
    "div",
    { class: "bar filters" },
    boxes.map((each) => each.element),
    shade,
    views.map(({ press }) => press),
  );
  const show = () => {
    const shown = now();
    for (const { kind, box } of boxes) box.checked = !shown.hidden.includes(kind);
    for (const { view, press } of views)
      press.setAttribute("aria-pressed", String(view === shown.view));
  };
  return { element, show };
}

type ListTraits = Pick<PlacesTraits, "places" | "kinds" | "links">;

/** The places in words, most acts first; each opens to its acts, and one is opened from the map. */
function makeList(given: ListTraits) {
  const inside = h("div");
  const lines = new Map<number, HTMLDetailsElement>();
  const element = wide(t("Places and acts in words"), inside);
  const show = (found: readonly Spot[]) => {
    lines.clear();
    for (const spot of found) lines.set(spot.place, line(spot, given));
    const none = h("p", {}, t("No act of these kinds has a place in these years."));
    inside.replaceChildren(...(found.length ? lines.values() : [none]));
  };
  const open = (place: number) => {
    const one = lines.get(place);
    if (!one) return;
    one.open = true;
    element.scrollTop = one.offsetTop - element.offsetTop;
  };
  return { element, show, open };
}

function line(spot: Spot, given: ListTraits): HTMLDetailsElement {
  const items = spot.acts.map(([iso, , , title, link]) => {
    const source = given.links[link];
    const words = h("span", { class: "small" }, day(iso, { dateStyle: "long" }));
    const more = source && h("a", { href: source, target: "_blank", rel: "noopener" }, t("source"));
    return h("li", {}, words, ` ${title} `, more);
  });
  return h("details", {}, h("summary", {}, spotWords(spot, given)), h("ul", {}, items));
}

export default widget<PlacesTraits>("places", name, draw);
