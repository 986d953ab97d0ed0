/**
 * CodeDocument: code what was said in one call, lock, and see its scores beside the row that the
 * record has of the call, and beside what was done in the same weeks.
 */
import { give, open, type Choice } from "../code/state";
import { button, facts, h, s, unique } from "../kit/elements";
import { sheet } from "../kit/axes";
import { t } from "../kit/language";
import { score } from "../kit/words";
import { askToLock, widget, type View } from "../kit/widget";
import { drawing } from "./drawing";
import {
  codesOf,
  given,
  heading,
  isLocked,
  rowsOf,
  told,
  verdict,
  type Coded,
  type DocumentTraits,
  type Passage,
} from "./state";

const name = () => t("One call, three accounts");

const task = () =>
  t(
    "Clinton and Yeltsin spoke by telephone on 19 April 1999, in the fourth week of the bombing. " +
      "Give each passage one code for what is said in it. After the lock the codes stay as they are.",
  );

function draw(view: View<DocumentTraits>): void {
  const { store, root, signal, says } = view;
  const [cards, choices] = [store.get("cards"), store.get("choices")];
  const rows = cards.map((card, i) =>
    row(card, i, choices, (code) => {
      store.put(give(store.answer, card.id, code));
      says.textContent = given({ cards, choices, answer: store.answer }, i);
    }),
  );
  const lock = button(t("Lock my codes and show what was done"), () => wantLock(view, rows));
  const book = codebook(choices);
  const result = h("div");
  root.append(h("h3", {}, name()), h("p", {}, task()), book);
  root.append(
    ...lists(store.get("accounts"), rows),
    h("div", { class: "bar" }, lock),
    says,
    result,
  );
  const show = () => {
    rows.forEach((each, i) => each.show(store.answer, store.get("shown")[i]));
    lock.hidden = isLocked(store.answer);
  };
  const reveal = () => {
    if (!store.get("shown").length) return result.replaceChildren();
    book.open = false;
    result.replaceChildren(...picture(store.pick("cards", "accounts", "shown", "acts", "call")));
  };
  const revealed = () => {
    show();
    reveal();
    says.textContent = ""; // The heading, which gets the focus, says it.
    result.querySelector("h3")?.focus();
  };
  store.watch(["answer"], show, signal);
  store.watch(["shown"], revealed, signal);
  show();
  reveal();
}

function lists(
  accounts: DocumentTraits["accounts"],
  rows: readonly ReturnType<typeof row>[],
): HTMLElement[] {
  return Object.entries(accounts).flatMap(([account, heading]) => {
    const own = rows.filter((each) => each.account === account);
    return [
      h("h4", {}, heading),
      h(
        "ol",
        { class: "coding" },
        own.map(({ item }) => item),
      ),
    ];
  });
}

function wantLock(view: View<DocumentTraits>, rows: readonly ReturnType<typeof row>[]): void {
  const { store, says } = view;
  const left = open(store.answer, store.get("cards"));
  if (left.length) {
    says.textContent = t("Code every passage before you lock. Still open: {numbers}.", {
      numbers: left.join(", "),
    });
    return rows[left[0] - 1].pick.focus();
  }
  askToLock(view);
}

function row(card: Passage, i: number, choices: readonly Choice[], chosen: (code: string) => void) {
  const id = unique("passage");
  const pick = h(
    "select",
    { id, onchange: () => chosen(pick.value) },
    h("option", { value: "" }, t("choose a code")),
    choices.map(({ code, words }) => h("option", { value: code }, words)),
  );
  const ask = [h("label", { for: id }, t("Code of passage {number}", { number: i + 1 })), pick];
  const place = h("div", { class: "chosen" });
  const link = h("a", { href: card.url, title: card.source, rel: "noopener" }, t("source"));
  const words = h("p", {}, `${i + 1}. ${card.passage} `, h("span", { class: "small" }, link));
  const item = h("li", {}, h("div", { class: "passage" }, words), place);
  const show = (answer: DocumentTraits["answer"], one: Coded | undefined) => {
    pick.value = codesOf(answer)[card.id] ?? "";
    pick.disabled = isLocked(answer);
    if (one) place.replaceChildren(facts(verdict(one)));
    else if (!place.contains(pick)) place.replaceChildren(...ask);
  };
  return { item, pick, show, account: card.account };
}

function codebook(choices: readonly Choice[]): HTMLDetailsElement {
  return h(
    "details",
    { class: "book", open: true },
    h("summary", {}, t("Codes for words")),
    facts(choices.map(({ words, rule }) => [words, rule])),
  );
}

/** The picture, its key, each row in words, and the acts that it counts. */
function picture(traits: Parameters<typeof rowsOf>[0]): HTMLElement[] {
  const rows = rowsOf(traits);
  const acts = traits.acts.map((act) => `${act.day}: ${act.title}, ${score(act.score)}`);
  return [
    h("h3", { tabindex: "-1" }, heading(traits.shown)),
    key(),
    drawing(rows),
    h(
      "ul",
      { class: "told" },
      rows.map((each) => h("li", {}, told(each))),
    ),
    h(
      "details",
      {},
      h("summary", {}, t("What was done in these weeks, act by act")),
      h(
        "ul",
        {},
        acts.map((act) => h("li", {}, act)),
      ),
    ),
  ];
}

function key(): HTMLElement {
  const mark = (kind: string) => {
    const svg = sheet(14, 14, "");
    svg.setAttribute("aria-hidden", "true");
    svg.append(s("circle", { cx: 7, cy: 7, r: 4.5, class: kind }));
    return svg;
  };
  const line = (kind: string, words: string) => h("span", {}, mark(kind), ` ${words}`);
  return h(
    "p",
    { class: "key small" },
    line("yours", t("a passage, by your code")),
    line("kit", t("a passage, by the kit's code")),
    line("done", t("an act of the record")),
    h("span", {}, t("Upright strokes: means.")),
  );
}

export default widget<DocumentTraits>("document", name, draw);
