/** Find: search the record, read what fits with its sources, and copy an id to cite it. */
import { copyButton } from "../kit/copy";
import { button, h, unique, wide } from "../kit/elements";
import { oncePerFrame } from "../kit/frames";
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import {
  byChoices,
  classChoices,
  daysOf,
  factsOf,
  finder,
  searchOf,
  sentence,
  SHOWN,
  whatChoices,
  type Choice,
  type FindTraits,
  type Row,
  type Search,
} from "./state";

type FindView = View<FindTraits>;
type Now = () => Search;

const name = () => t("Find events");

function draw(view: FindView): void {
  const { store, root, signal, says } = view;
  const now = () => searchOf(store.pick("classes", "years", "answer"));
  const all = store.get("events");
  const find = finder(all);
  const form = makeForm(view, now);
  const list = makeList(view, (found, shown) => {
    says.textContent = sentence(found, shown, all.length);
  });
  const visits = t("A visit is an act of the capital that travels.");
  root.append(h("h3", {}, name()), form.element, says, list.element);
  root.append(h("p", { class: "small" }, visits));
  const paint = () => {
    form.show();
    list.show(find(now()));
  };
  store.watch(["answer"], oncePerFrame(paint, signal), signal);
  paint();
}

/** What is looked for: words, and choices that narrow the search. */
function makeForm({ store }: FindView, now: Now) {
  const put = (some: Partial<Search>) => store.put({ ...now(), ...some });
  const [from, to] = store.get("years");
  const years = Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
  const choices = years.map((year): Choice => [year, year]);
  const text = h("input", {
    ...{ type: "text", autocomplete: "off", placeholder: t("missile 2007") },
    oninput: () => put({ words: text.value }),
  });
  const by = list(byChoices(store.get("capitals")), (value) => put({ by: value }));
  const first = list(choices, (value) => put({ years: [Number(value), now().years[1]] }));
  const last = list(choices, (value) => put({ years: [now().years[0], Number(value)] }));
  const group = list(classChoices(store.get("classes")), (value) => put({ class_id: value }));
  const what = list(whatChoices(), (value) => put({ what: value }));
  const told = h("input", { type: "checkbox", onchange: () => put({ told: told.checked }) });
  const element = h(
    "div",
    { class: "form" },
    labelled(t("Words of its title, summary, place or day"), text, "words"),
    labelled(t("By"), by),
    h("div", { class: "years" }, labelled(t("Years from"), first), labelled(t("to"), last)),
    labelled(t("Class"), group),
    labelled(t("Scored"), what),
    h("label", { class: "told" }, told, t("told in the lessons, with a summary")),
    button(t("Start again"), () => store.put({})),
  );
  const show = () => {
    const { words, by: whose, years: chosen, class_id: id, what: kind, told: isTold } = now();
    // What is typed stays as it is typed: the hand may stand in the middle of it.
    if (text.value !== words) text.value = words;
    [by.value, group.value, what.value, told.checked] = [whose, id, kind, isTold];
    [first.value, last.value] = chosen.map(String);
  };
  return { element, show };
}

function list(choices: readonly Choice[], chosen: (value: string) => void): HTMLSelectElement {
  const options = choices.map(([value, words]) => h("option", { value }, words));
  const select = h("select", { onchange: () => chosen(select.value) }, options);
  return select;
}

function labelled(words: string, field: HTMLElement, kind?: string): HTMLElement {
  field.id = unique("find");
  return h("div", { class: kind }, h("label", { for: field.id }, words), field);
}

/** The events that fit, so many at a time; `told` hears how many are shown. */
function makeList(view: FindView, told: (found: readonly Row[], shown: number) => void) {
  const copied = view.sentence();
  // It stands at no place of its own: the button that was pressed says it to the eye.
  copied.classList.add("unseen");
  const inside = h("ul");
  const box = wide(t("Events that fit"), inside);
  const item = makeItem(view, copied);
  let found: readonly Row[] = [];
  const add = () => {
    const shown = inside.childElementCount;
    inside.append(...found.slice(shown, shown + SHOWN).map(item));
    more.hidden = inside.childElementCount === found.length;
    told(found, inside.childElementCount);
    return inside.children[shown] as HTMLElement | undefined;
  };
  // The hand goes on at the first event that is new.
  const more = button(t("Show more"), () => add()?.querySelector("button")?.focus());
  const show = (now: readonly Row[]) => {
    found = now;
    inside.replaceChildren();
    box.scrollTop = 0;
    add();
  };
  return { element: h("div", {}, copied, box, more), show };
}

/** How an event is shown; its button says that its id was copied until another is. */
function makeItem({ store }: FindView, says: HTMLElement) {
  const [sources, named] = [store.get("sources"), store.pick("classes", "capitals")];
  let last: HTMLElement | undefined;
  const copying = (code: HTMLElement) => {
    const copy = copyButton(code, (isCopied, refused) => {
      says.textContent = isCopied ? t("Copied: {id}.", { id: code.textContent ?? "" }) : refused;
      if (last) last.textContent = t("Copy");
      copy.textContent = isCopied ? t("Copied") : t("Selected");
      last = copy;
    });
    copy.setAttribute("aria-describedby", code.id);
    return copy;
  };
  return (event: Row): HTMLElement => {
    const [id, , , title, , , , , summary, note, , cited] = event;
    const code = h("code", { id: unique("id") }, id);
    const links = cited.map((place) => link(...sources[place]));
    return h(
      "li",
      {},
      h("p", {}, h("span", { class: "day" }, daysOf(event)), " ", h("b", {}, title)),
      h("p", { class: "small" }, factsOf(event, named).join(" · ")),
      summary && h("p", {}, summary),
      note && h("details", {}, h("summary", {}, t("Coder's note")), h("p", {}, note)),
      h("p", { class: "bar" }, code, copying(code), links),
    );
  };
}

const link = (name: string, address: string): HTMLElement =>
  h("a", { href: address, target: "_blank", rel: "noopener" }, t("source: {name}", { name }));

export default widget<FindTraits>("find", name, draw);
