/** The sorting board: put each card of a deck somewhere, lock, and hold it against the kit's sorting. */
import { button, h, unique } from "../kit/elements";
import { t } from "../kit/language";
import { shareLine } from "../kit/share";
import { askToLock, widget, type View } from "../kit/widget";
import {
  choose,
  marked,
  numbersIn,
  read,
  sharedOf,
  summary,
  unready,
  verdict,
  type Card,
  type Given,
  type SortTraits,
  type Sorting,
} from "./state";

type SortView = View<SortTraits>;

const holds = () => t("For the class chat. It holds what you chose: no name, no text.");

function draw(view: SortView): void {
  const { store, root, signal, says } = view;
  const given = store.pick("cards", "choices");
  const words = store.get("words");
  const sorting = () => read(given, store.answer);
  const put = (id: string) => (choice: string) => {
    store.put(choose(sorting(), id, choice));
  };
  const trays = makeTrays(store.pick("cards", "choices", "words"));
  const cards = given.cards.map((card, i) => makeCard(card, i, given.choices, put(card.id)));
  const pile = makePile(cards, given);
  const reveal = () => {
    const reason = unready(sorting(), given.cards);
    if (reason) says.textContent = reason;
    else askToLock(view);
  };
  const bar = h("div", { class: "bar" }, button(t("Lock mine and show the kit's"), reveal));
  const show = () => {
    const [now, kit] = [sorting(), store.get("kit")];
    trays.show(now);
    cards.forEach((each) => each.show(now, kit));
    pile.show(now, kit);
    bar.hidden = now.shown;
    says.textContent = summary(now, given.cards, kit);
  };
  root.append(
    h("h3", {}, words.title),
    h("p", {}, words.invitation),
    trays.element,
    pile.element,
    bar,
    says,
    shareLine(view, "claims", holds(), () => sharedOf(sorting(), store.get("deck_name"))),
  );
  store.watch(["answer", "kit"], show, signal);
  show();
}

/** What a card can be, with what it means and the numbers of the cards that lie there. */
function makeTrays({ cards, choices, words }: Pick<SortTraits, "cards" | "choices" | "words">) {
  const trays = Object.entries(choices).map(([choice, meaning], i) => {
    const lying = h("p", { class: "lying" });
    const tray = h(
      "li",
      { class: `in-${i}` },
      h("b", {}, choice),
      h("p", { class: "meaning" }, meaning),
      lying,
    );
    const show = (sorting: Sorting) => {
      const numbers = numbersIn(sorting, cards, choice).join(", ");
      lying.textContent = numbers && t("Cards: {numbers}", { numbers });
    };
    return { tray, show };
  });
  const element = h(
    "ul",
    { class: "trays", "aria-label": words.choices },
    trays.map(({ tray }) => tray),
  );
  const show = (sorting: Sorting) => {
    trays.forEach((each) => each.show(sorting));
  };
  return { element, show };
}

/** The cards, one of which lies on top, and a button for each. */
function makePile(cards: readonly { readonly element: HTMLElement }[], given: Given) {
  let at = 0;
  const list = cards.map(({ element }) => element);
  const back = button(t("← Previous"), () => go(at - 1));
  const on = button(t("Next →"), () => go(at + 1));
  const steps = cards.map((_, i) => button("", () => go(i)));
  const go = (i: number) => {
    at = i;
    turn();
    list[at].focus();
  };
  const turn = () => {
    list.forEach((card, i) => (card.hidden = i !== at));
    back.disabled = at === 0;
    on.disabled = at === list.length - 1;
    steps.forEach((step, i) => step.setAttribute("aria-current", i === at ? "step" : "false"));
  };
  const items = steps.map((step) => h("li", {}, step));
  const element = h(
    "div",
    { class: "pile" },
    h("nav", { class: "steps", "aria-label": t("All cards") }, h("ol", {}, items)),
    h("div", { class: "cards" }, list),
    h("div", { class: "bar" }, back, on),
  );
  const show = (sorting: Sorting, kit: SortTraits["kit"]) => {
    steps.forEach((step, i) => {
      const { mark, tray, said } = marked(sorting, given, kit, i);
      step.textContent = `${mark}${i + 1}`;
      step.className = tray < 0 ? "" : `in-${tray}`;
      step.setAttribute("aria-label", said);
    });
  };
  turn();
  return { element, show };
}

function makeCard(
  card: Card,
  i: number,
  choices: SortTraits["choices"],
  chosen: (choice: string) => void,
) {
  const picks = makePicks(Object.keys(choices), chosen);
  const said = h("p", { class: "verdict" });
  const element = h(
    "div",
    { tabindex: -1, role: "group", "aria-label": t("Card {n}", { n: i + 1 }) },
    h("p", { class: "about" }, `${i + 1}. ${card.about}`),
    h(
      "fieldset",
      {},
      h("legend", {}, card.text),
      card.quote && h("blockquote", {}, card.quote),
      picks.element,
    ),
    said,
    card.links.length > 0 && linksOf(card),
  );
  const show = (sorting: Sorting, kit: SortTraits["kit"]) => {
    const told = verdict(sorting, card, kit);
    const own = sorting.chosen[card.id];
    // What was shown stays as it was; another card that is not sorted yet can be.
    picks.show(own, told !== null);
    const place = Object.keys(choices).indexOf(own);
    element.className = place < 0 ? "" : `in-${place}`;
    said.hidden = !told;
    said.classList.toggle("same", told?.same ?? false);
    said.textContent = told?.words ?? "";
  };
  return { element, show };
}

/** One button for each thing that a card can be. */
function makePicks(choices: readonly string[], chosen: (choice: string) => void) {
  const name = unique("card");
  const picks = choices.map((choice) => {
    const onchange = () => {
      chosen(choice);
    };
    return { choice, pick: h("input", { type: "radio", name, value: choice, onchange }) };
  });
  const element = h(
    "div",
    { class: "picks" },
    picks.map(({ choice, pick }) => h("label", {}, pick, choice)),
  );
  const show = (own: string | undefined, locked: boolean) => {
    picks.forEach(({ choice, pick }) => {
      pick.checked = own === choice;
      pick.disabled = locked;
    });
  };
  return { element, show };
}

const linksOf = ({ links }: Card): HTMLElement =>
  h(
    "p",
    { class: "small" },
    t("Read it:"),
    links.map(({ name, url }, i) => [
      i ? ", " : " ",
      h("a", { href: url, target: "_blank", rel: "noopener" }, name),
    ]),
  );

export default widget<SortTraits>("sort", (store) => store.get("words").title, draw);
