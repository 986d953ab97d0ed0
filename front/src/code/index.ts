/**
 * CodeEvents: choose a code for each event, lock, and only then see the kit's codes and how far the
 * two agree. Python holds the kit's codes back until the lock, and computes what is shown.
 */
import { button, facts, h, table, unique } from "../kit/elements";
import { t } from "../kit/language";
import { shareLine } from "../kit/share";
import { askToLock, widget, type View } from "../kit/widget";
import {
  agreement,
  agreementHead,
  codesOf,
  give,
  given,
  heading,
  isLocked,
  open,
  sharedOf,
  verdict,
  type Card,
  type Choice,
  type CodeTraits,
  type Shown,
} from "./state";

const task = () =>
  t(
    "Give each event one code. After the lock the codes stay as they are, and the kit's appear beside them.",
  );

const holds = () => t("For the class chat. It holds your codes: no name, no text.");

function draw(view: View<CodeTraits>): void {
  const { store, root, signal, says } = view;
  const [cards, choices] = [store.get("cards"), store.get("choices")];
  const rows = cards.map((card, i) =>
    row(card, i, choices, (code) => {
      store.put(give(store.answer, card.id, code));
      says.textContent = given(store.answer, { cards, choices }, i);
    }),
  );
  const lock = button(t("Lock my codes and show the kit's"), () => wantLock(view, rows));
  const book = codebook(choices);
  const result = h("div");
  root.append(h("p", {}, task()), book, list(rows), h("div", { class: "bar" }, lock), says, result);
  root.append(shareLine(view, "codes", holds(), () => sharedOf(store.answer)));
  const show = () => {
    rows.forEach((each, i) => each.show(store.answer, store.get("shown")[i]));
    lock.hidden = isLocked(store.answer);
  };
  const reveal = () => {
    if (!store.get("shown").length) return result.replaceChildren();
    book.open = false;
    result.replaceChildren(...summary(store.get("agreed"), store.get("shown")));
  };
  store.watch(["answer"], show, signal);
  const revealed = () => {
    show();
    reveal();
    says.textContent = ""; // The heading, which gets the focus, says it.
    result.querySelector("h3")?.focus();
  };
  store.watch(["shown"], revealed, signal);
  show();
  reveal();
}

const list = (rows: readonly ReturnType<typeof row>[]) =>
  h(
    "ol",
    { class: "coding" },
    rows.map(({ item }) => item),
  );

function wantLock(view: View<CodeTraits>, rows: ReturnType<typeof row>[]): void {
  const { store, says } = view;
  const left = open(store.answer, store.get("cards"));
  if (left.length) {
    says.textContent = t("Code every event before you lock. Still open: {events}.", {
      events: left.join(", "),
    });
    return rows[left[0] - 1].pick.focus();
  }
  askToLock(view);
}

function row(card: Card, i: number, choices: readonly Choice[], chosen: (code: string) => void) {
  const id = unique("code");
  const pick = h(
    "select",
    { id, onchange: () => chosen(pick.value) },
    h("option", { value: "" }, t("choose a code")),
    choices.map(({ code, words }) => h("option", { value: code }, words)),
  );
  const ask = [h("label", { for: id }, t("Code of event {number}", { number: i + 1 })), pick];
  const head = h("h4", {}, `${i + 1}. ${card.date}: ${card.title}`);
  const place = h("div", { class: "chosen" });
  const item = h("li", {}, h("div", { class: "event" }, head, h("p", {}, card.summary)), place);
  const show = (answer: CodeTraits["answer"], one: Shown | undefined) => {
    pick.value = codesOf(answer)[card.id] ?? "";
    pick.disabled = isLocked(answer);
    if (one) place.replaceChildren(facts(verdict(one)));
    else if (!place.contains(pick)) place.replaceChildren(...ask);
  };
  return { item, pick, show };
}

function codebook(choices: readonly Choice[]): HTMLDetailsElement {
  return h(
    "details",
    { class: "book", open: true },
    h("summary", {}, t("Codebook")),
    facts(choices.map(({ words, rule }) => [words, rule])),
    h("p", {}, t("One code an event, for its main act. A reply to an event is not the event.")),
  );
}

function summary(agreed: CodeTraits["agreed"], shown: readonly Shown[]): HTMLElement[] {
  const meaning = t(
    "Alpha is 1 for full agreement and 0 for what chance would give. For codes, every difference counts alike; for scores, " +
      "a difference counts more the further apart two scores stand, and events that only one coder scores drop out.",
  );
  return [
    h("h3", { tabindex: "-1" }, heading(shown)),
    table(agreementHead(), agreement(agreed), t("How far two codings agree")),
    h("p", {}, meaning),
  ];
}

export default widget<CodeTraits>(
  "code",
  () => t("Blind coder: turn twelve events into codes"),
  draw,
);
