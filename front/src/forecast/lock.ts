/** First part: a band and a reason for each question, then one lock for all. */
import { button, h } from "../kit/elements";
import { t } from "../kit/language";
import { shareLine } from "../kit/share";
import { askToLock } from "../kit/widget";
import { makeChooser, makeDeck, makeDialog, type ForecastView } from "./parts";
import {
  answered,
  bandWords,
  dayWords,
  forecastsOf,
  isLocked,
  lockWords,
  picked,
  sealWords,
  sharedOf,
  type Entry,
  type Question,
} from "./state";

export const sharedWords = () =>
  t("For the class chat. It holds your bands of likelihood, not your reasons: no name, no text.");

export function lockBoard(view: ForecastView): void {
  const { store, root, signal, says } = view;
  const [questions, bands] = [store.get("questions"), store.get("bands")];
  const locked = () => isLocked(store.answer);
  const entry = makeEntry(view, () => deck.here());
  const sealing = makeSealing(view);
  const deck = makeDeck(
    questions,
    (question) => {
      entry.show(question);
      sealing.show();
    },
    ({ id }) => bandWords(bands, forecastsOf(store.answer)[id]),
  );
  deck.slot.append(...entry.elements);
  const { bar, sealed, dialog } = sealing;
  root.append(h("p", {}, dayWords(questions[0])), deck.element, bar, sealed, says, dialog);
  // In a reveal the line stands below all its boards.
  if (!store.get("reveal"))
    root.append(shareLine(view, "forecasts", sharedWords(), () => sharedOf(store.answer)));
  let before = locked();
  const follow = () => {
    deck.refresh();
    if (locked() && !before) {
      says.textContent = t("Your forecasts are locked.");
      sealing.sealed.focus();
    }
    before = locked();
  };
  store.watch(["answer"], follow, signal);
  deck.refresh();
}

/** Band and reason of the question that is shown. A reason that comes first waits for its band. */
function makeEntry({ store, says }: ForecastView, here: () => number) {
  const questions = store.get("questions");
  const waiting = new Map<string, string>();
  const given = (id: string): Entry | undefined => forecastsOf(store.answer)[id];
  const give = (id: string, entry: Entry) => {
    store.put({ ...store.answer, forecasts: { ...forecastsOf(store.answer), [id]: entry } });
  };
  const reasonOf = (id: string) => given(id)?.reason ?? waiting.get(id) ?? "";
  const bands = makeChooser(store.get("bands"), t("How likely is yes?"), (band) => {
    const { id } = questions[here()];
    give(id, { band: band.id, p: band.p, reason: reasonOf(id) });
    says.textContent = picked(band, here());
  });
  const reason = h("input", {
    type: "text",
    maxlength: "200",
    oninput: () => {
      const { id } = questions[here()];
      const entry = given(id);
      if (entry) give(id, { ...entry, reason: reason.value });
      else waiting.set(id, reason.value);
    },
  });
  const show = ({ id }: Question) => {
    const locked = isLocked(store.answer);
    bands.show(given(id)?.band, locked);
    // A reason without a band is no forecast: after the lock it is not shown as one.
    const words = locked ? (given(id)?.reason ?? "") : reasonOf(id);
    if (reason.value !== words) reason.value = words;
    reason.readOnly = locked;
  };
  const label = h("label", { class: "reason" }, t("Your reason, in one line"), reason);
  return { elements: [bands.element, label], show };
}

/** The lock, the question before it, and the seal after it. */
function makeSealing(view: ForecastView) {
  const { store, says } = view;
  const questions = store.get("questions");
  const given = () => forecastsOf(store.answer);
  const confirm = makeDialog(t("Lock them"), t("Not yet"), () => askToLock(view));
  const lock = button(t("Lock my forecasts"), () => {
    if (Object.keys(given()).length) confirm.open(lockWords(questions, given()));
    else says.textContent = t("There is nothing to lock yet: answer at least one question.");
  });
  const count = h("span");
  const bar = h("div", { class: "bar" }, lock, count);
  const sealed = h("p", { tabindex: "-1" });
  const show = () => {
    const locked = isLocked(store.answer);
    count.textContent = t("{done} of {all} answered.", {
      done: answered(questions, given()),
      all: questions.length,
    });
    bar.hidden = locked;
    sealed.hidden = !locked;
    sealed.textContent = locked ? sealWords(store.answer, store.get("reveal")) : "";
  };
  return { bar, sealed, dialog: confirm.element, show };
}
