/** Predict: answer the lesson's questions, commit, and read the record beside each guess. */
import { button, h } from "../kit/elements";
import { n, t } from "../kit/language";
import { guardBelow, openBelow } from "../kit/sections";
import { shareLine } from "../kit/share";
import type { Store } from "../kit/store";
import { askToLock, widget, type View } from "../kit/widget";
import { control, type Control } from "./controls";
import {
  again,
  besides,
  committed,
  groups,
  guessed,
  hindrance,
  MARKS,
  progress,
  read,
  rules,
  shared,
  sharedOf,
  summary,
  type Group,
  type PredictTraits,
  type Question,
  type Reply,
  type State,
} from "./state";

type Kept = Store<PredictTraits>;

function draw(view: View<PredictTraits>): void {
  const { store, root, signal, says } = view;
  const questions = store.get("questions");
  const state = () => read(questions, store.answer);
  const title = h("h3", { tabindex: -1 }, t("Your prediction"));
  const form = asked(view, state);
  const after = replied(view, state, () => title.focus());
  let wasOpen = false;
  const show = () => {
    const hadFocus = form.element.contains(document.activeElement);
    const replies = store.get("replies");
    const isOpen = state().lockedAt !== "" && replies.length > 0;
    form.element.hidden = isOpen;
    after.element.hidden = !isOpen;
    form.show(state());
    after.show(isOpen);
    says.textContent = isOpen ? summary(replies) : progress(questions, state());
    if (isOpen && !wasOpen) {
      once(
        () => root.isConnected,
        () => store.guard(after.open),
        signal,
      );
      if (hadFocus) title.focus();
    }
    wasOpen = isOpen;
  };
  const remind = () => {
    form.focus();
    says.textContent = t(
      "Commit your guesses first, and what follows opens. The arrow beside a heading opens it without.",
    );
  };
  root.append(title, form.element, after.element, says);
  store.watch(["answer", "replies"], show, signal);
  show();
  guardBelow(root, () => wasOpen, remind, signal);
}

/** Act as soon as something holds: a view is drawn before it stands in the notebook. */
function once(holds: () => boolean, act: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  if (holds()) act();
  else setTimeout(() => once(holds, act, signal), 50);
}

/** What stands there after the commit: each guess beside the record, and a way to predict again. */
function replied(view: View<PredictTraits>, state: () => State, done: () => void) {
  const { store, root, signal } = view;
  const results = h("div", {});
  const byHand = t("Open the sections below by the arrow beside each heading.");
  const hint = h("p", { hidden: true }, byHand);
  const retry = button(t("Predict again"), () => {
    store.put(again(state()));
    done();
  });
  const holds = t("For the class chat. It holds your predictions: no name, no text.");
  const share = shareLine(view, "predictions", holds, () =>
    sharedOf(store.get("lesson"), store.get("questions"), state()),
  );
  return {
    element: h("div", {}, results, hint, h("div", { class: "bar" }, retry), share),
    show: (isOpen: boolean) => {
      results.replaceChildren(...(isOpen ? compared(store, state()) : []));
    },
    open: () => {
      const detail = { lesson: store.get("lesson"), section: "predict" };
      hint.hidden = openBelow(root, detail, signal);
    },
  };
}

interface Form extends Control {
  readonly focus: () => void;
}

function asked(view: View<PredictTraits>, state: () => State): Form {
  const { store, says } = view;
  const questions = store.get("questions");
  const found = groups(questions).map((group) => block(store, group, state));
  const commit = button(t("Commit"), () => {
    const why = hindrance(questions, state());
    if (!why) askToLock(view);
    else says.textContent = why;
  });
  const element = h(
    "div",
    {},
    h("p", {}, t("Answer before you look. What follows in the lesson opens when you commit.")),
    found.map((each) => each.element),
    h("div", { class: "bar" }, commit),
  );
  return {
    element,
    show: (now) => found.forEach((each) => each.show(now)),
    focus: () => element.querySelector<HTMLElement>("input, select, button")?.focus(),
  };
}

/** A question; where it is asked of several things, they stand under its words. */
function block(store: Kept, { question, parts }: Group, state: () => State): Control {
  const controls = parts.map((each) =>
    control(each, each.part || question, (guess) => {
      store.put(guessed(state(), each.name, guess));
    }),
  );
  const words = parts[0].part && h("p", { class: "rk-question" }, question);
  const rows = controls.map((each) => each.element);
  return {
    element: h("div", { class: parts[0].part ? "rk-block rk-parts" : "rk-block" }, words, rows),
    show: (now) => controls.forEach((each) => each.show(now)),
  };
}

/** Each guess beside the record in one line; what several share stands once, and rules are folded. */
function compared(store: Kept, state: State): HTMLElement[] {
  const replies = new Map(store.get("replies").map((reply) => [reply.name, reply]));
  const blocks = groups(store.get("questions")).map(({ question, parts }) => {
    const found = parts.flatMap((part) => {
      const reply = replies.get(part.name);
      return reply ? [{ part, reply }] : [];
    });
    const all = found.map(({ reply }) => reply);
    const record = shared(all, "record");
    return h(
      "div",
      { class: "rk-block" },
      h("p", { class: "rk-question" }, question),
      found.map(({ part, reply }) => beside(part, reply, record ? "" : reply.record)),
      record && h("p", {}, recorded(record)),
      all.length > 0 && ruled(found.map(({ part, reply }) => [part.part, reply] as const)),
    );
  });
  return [h("p", { class: "small" }, committed(state)), ...blocks];
}

const recorded = (record: string): string => t("The record: {record}", { record });

function ruled(replies: readonly (readonly [part: string, reply: Reply])[]): HTMLElement {
  const all = rules(replies);
  const lines = all.map(({ rule, parts }) => {
    return h("p", {}, all.length > 1 && h("strong", {}, `${parts.join(", ")}: `), rule);
  });
  const head = h("summary", {}, n("The rule", "The rules", all.length));
  return h("details", { class: "small" }, head, lines);
}

function beside(part: Question, reply: Reply, record: string): HTMLElement {
  const { guess, first, verdict, words } = reply;
  const said = first
    ? t("You said {guess}; the first time, {first}.", { guess, first })
    : t("You said {guess}.", { guess });
  const mark = { class: "rk-mark", role: "img", "aria-label": words || said, title: words };
  const more = besides(part, reply);
  return h(
    "p",
    { class: `rk-reply rk-${verdict}` },
    h("span", mark, MARKS[verdict]),
    part.part && h("strong", {}, ` ${part.part}.`),
    ` ${said}`,
    record && ` ${verdict === "compared" ? record : recorded(record)}`,
    more && ` ${more}`,
  );
}

export default widget<PredictTraits>("predict", () => t("Your prediction"), draw);
