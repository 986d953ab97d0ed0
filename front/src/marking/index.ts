/** Marking: essays by others, then one's own, by the rubric; then the model; and those of peers. */
import { copyButton } from "../kit/copy";
import { button, h, table, unique, wide, type Child } from "../kit/elements";
import { t } from "../kit/language";
import { complainUnless, widget, type View } from "../kit/widget";
import {
  besideWords,
  hindrance,
  isLocked,
  isPeers,
  marked,
  marksOf,
  OWN,
  pieces,
  sameWords,
  shownOf,
  stateWords,
  type Beside,
  type Line,
  type MarkingTraits,
  type Model,
  type Paper,
  type Result,
} from "./state";

type MarkingView = View<MarkingTraits>;

const name = () => t("Mark essays by the rubric");

function draw(view: MarkingView): void {
  const { store, root, signal, says } = view;
  const shown = () => shownOf(store.get("papers"), store.answer);
  const choose = (paper: string) => {
    says.textContent = "";
    store.put({ ...store.answer, shown: paper });
    desk.focus();
  };
  const [tabs, desk] = [makeTabs(view, choose), makeDesk(view)];
  const show = () => {
    tabs.show(shown().name);
    desk.show(shown());
  };
  // A mark alone changes neither text nor form: the hand stays where it is.
  const state = () =>
    JSON.stringify([
      shown().name,
      store.answer.locked,
      store.pick("results", "papers", "model", "own_told", "number", "beside"),
    ]);
  let before = state();
  const follow = () => {
    const now = state();
    if (now === before) {
      tabs.show(shown().name);
      desk.fill(shown());
      return;
    }
    before = now;
    const hadFocus = desk.element.contains(document.activeElement);
    show();
    if (hadFocus) desk.focus();
  };
  root.append(h("h3", {}, name()), h("p", {}, store.get("about")), tabs.element);
  root.append(rules(view), desk.element, says, desk.exchange, desk.model);
  const watched = ["answer", "results", "papers", "model", "own_told", "number", "beside"] as const;
  store.watch([...watched], follow, signal);
  show();
}

function rules({ store }: MarkingView): HTMLElement {
  const list = store.get("rules").map((rule) => h("li", {}, rule));
  return h("details", {}, h("summary", {}, t("Rules beside the lines")), h("ul", {}, list));
}

/**
 * The essay that is shown, beside it the form or what came of it; below them the exchange with
 * peers, and under one's own essay the model.
 */
function makeDesk(view: MarkingView) {
  const { store } = view;
  const heading = h("h4", { tabindex: -1 });
  const [text, right, exchange, model] = [h("div"), h("div"), h("section"), h("section")];
  const element = h("div", { class: "rk-desk" }, h("div", {}, heading, text), right);
  const show = (paper: Paper) => {
    heading.textContent = paper.title;
    text.replaceChildren(...reading(view, paper));
    const isDone = isLocked(store.answer, paper.name);
    right.replaceChildren(...(isDone ? locked(view, paper) : form(view, paper)));
    exchange.replaceChildren(...exchangeOf(view, paper));
    model.replaceChildren(...(paper.name === OWN ? modelOf(view, store.get("model")) : []));
  };
  return {
    ...{ element, exchange, model, show },
    fill: (paper: Paper) => fill(right, view, paper.name),
    focus: () => heading.focus(),
  };
}

/** Ask Python for something, and say so until it answers. */
function ask({ store, says, signal }: MarkingView, what: string): void {
  store.ask("asked", what);
  complainUnless(() => store.get("asked") !== what, { says, signal });
}

function makeTabs({ store }: MarkingView, choose: (paper: string) => void) {
  const bar = h("div", { class: "bar" });
  const element = h("div", { role: "group", "aria-label": t("Essays") }, bar);
  const made: { element: HTMLElement; paper: Paper }[] = [];
  const show = (shown: string) => {
    // Essays of peers come later; those that are there stay, and the hand with them.
    for (const paper of store.get("papers").slice(made.length)) {
      const tab = button("", () => choose(paper.name));
      made.push({ element: tab, paper });
      bar.append(tab);
    }
    for (const { element: tab, paper } of made) {
      tab.textContent = stateWords(store.get("lines"), store.answer, paper);
      tab.setAttribute("aria-pressed", String(paper.name === shown));
    }
  };
  return { element, show };
}

/** The essay to read, and the acts that it cites, to look them up. */
function reading(view: MarkingView, paper: Paper): HTMLElement[] {
  const { store } = view;
  if (isPeers(paper.name)) return [h("p", {}, handed())];
  const found = [h("div", { class: "rk-text" }, paper.text), acts(store.get("acts"), paper.cites)];
  if (paper.name !== OWN) return found;
  const again = button(t("Read my essay again"), () => ask(view, "read"));
  const told = h("p", { class: "small" }, store.get("own_told"));
  return [h("div", { class: "bar" }, again), told, ...(paper.text ? found : [])];
}

const handed = () =>
  t(
    "You have this essay on paper or in a mail, or its author reads it to you. Find the acts that " +
      "it cites in the event finder above your own essay.",
  );

function acts(known: MarkingTraits["acts"], cites: readonly string[]): HTMLElement {
  const rows = cites.map((id) => {
    const about: readonly string[] | undefined = known[id];
    if (about === undefined) return [h("dt", {}, id), h("dd", {}, t("Not in the record."))];
    const [when, title, summary, score] = about;
    const said = t("{when}; {score}. {summary}", { when, score, summary });
    return [h("dt", {}, id), h("dd", {}, h("strong", {}, title), h("br"), said)];
  });
  const title = t("Look up the acts that it cites");
  return h("details", { open: true }, h("summary", {}, title), h("dl", {}, rows));
}

function form(view: MarkingView, paper: Paper): HTMLElement[] {
  const { store, says } = view;
  const lines = store.get("lines");
  const lock = button(t("Lock my marks"), () => {
    const why = hindrance(lines, store.get("papers"), store.answer, paper.name);
    says.textContent = why;
    if (!why) ask(view, `lock:${paper.name}`);
  });
  const after = isPeers(paper.name)
    ? t("Then you get the line that goes back to the author.")
    : paper.name === OWN
      ? t("Then the model essay opens.")
      : t("Then the readers' marks open.");
  const element = h(
    "div",
    {},
    lines.map((line) => choice(view, paper, line)),
  );
  fill(element, view, paper.name);
  return [element, h("div", { class: "bar" }, lock, h("span", { class: "small" }, after))];
}

function choice({ store }: MarkingView, paper: Paper, line: Line): HTMLElement {
  const group = unique("mark");
  const labels = line.levels.map((level, mark) => {
    const input = h("input", {
      ...{ type: "radio", name: group, value: mark, "data-line": line.name },
      onchange: () => store.put(marked(store.answer, paper.name, line.name, mark)),
    });
    return h("label", {}, input, h("span", {}, h("b", {}, String(mark)), ` ${level}`));
  });
  const legend = h("legend", {}, h("b", {}, line.criterion), `: ${line.question}`);
  return h("fieldset", {}, legend, labels);
}

/** Set the buttons of a form as the answer has them. */
function fill(element: HTMLElement, { store }: MarkingView, paper: string): void {
  const marks = marksOf(store.answer, paper);
  for (const input of element.querySelectorAll<HTMLInputElement>("input[type=radio]"))
    input.checked = marks[input.dataset.line ?? ""] === Number(input.value);
}

function locked(view: MarkingView, paper: Paper): HTMLElement[] {
  const { store } = view;
  const lines = store.get("lines");
  const own = marksOf(store.answer, paper.name);
  const result: Result | undefined = store.get("results")[paper.name];
  if (result === undefined) return [];
  const { marks, reasons } = result;
  const said = h("p", {}, t("You: {points}", { points: result.points }));
  if (!marks || !reasons) {
    const earlier = (result.earlier ?? []).map((each) => h("li", {}, each));
    const again = button(t("I have written it again: mark it again"), () => ask(view, "again"));
    const below = isPeers(paper.name) ? carried(view, result.code ?? "", backWords()) : again;
    const rows = lines.map((line) =>
      row(line, String(own[line.name]), line.levels[own[line.name]]),
    );
    return [said, h("ul", {}, earlier), h("div", {}, rows), h("div", { class: "bar" }, below)];
  }
  const readers = h("p", {}, t("Its readers: {points}", { points: result.readers ?? "" }));
  const same = h("p", {}, sameWords(lines, own, marks));
  const rows = lines.map((line) =>
    row(line, besideWords(own[line.name], marks[line.name]), reasons[line.name]),
  );
  return [said, readers, same, h("div", {}, rows)];
}

const row = (line: Line, marks: string, why: string): HTMLElement =>
  h(
    "div",
    { class: "rk-row" },
    h("p", {}, h("b", {}, line.criterion), ": ", marks),
    h("p", {}, why),
  );

const backWords = () =>
  t("Give this line back to the author: it holds your marks and the number of the essay.");

/** A line that carries marks, with a button that copies it; a sentence where there is none. */
function carried({ says }: MarkingView, line: string, what: string): HTMLElement {
  if (!line) return h("p", {}, t("There is no line: the clock of this computer cannot be right."));
  const code = h("code", { class: "share-code" }, line);
  const copy = copyButton(code, (isCopied, refused) => {
    says.textContent = isCopied ? t("Share code copied.") : refused;
  });
  return h("div", {}, h("p", { class: "bar" }, code, copy), h("p", { class: "small" }, what));
}

/** Under one's own essay: how it goes out and what came back; everywhere: to mark a peer's. */
function exchangeOf(view: MarkingView, paper: Paper): HTMLElement[] {
  const { store } = view;
  const heading = h("h4", {}, t("Exchange with a peer"));
  const number = store.get("number");
  const out = paper.name === OWN && number ? handedOver(view, number) : [];
  const hint = h("p", {}, t("First lock the marks of your own essay: then it has a number."));
  const wait = paper.name === OWN && !number ? [hint] : [];
  return [heading, ...wait, ...out, toMark(view)];
}

function handedOver(view: MarkingView, number: string): HTMLElement[] {
  const { store } = view;
  const told = t(
    "Write this number on your essay and hand it to a peer: printed, by mail, or read aloud. " +
      "Your peer marks it on this board and gives you one line back.",
  );
  const box = h("textarea", { rows: 3, spellcheck: false }, store.answer.back ?? "");
  const read = button(t("Read the lines"), () => ask(view, `back:${box.value}`));
  const own = store.get("results")[OWN]?.code ?? "";
  const ofClass = t("For the class: this line holds your own marks of your essay.");
  return [
    h("p", {}, t("The number of your essay:"), " ", h("b", { class: "share-code" }, number)),
    h("p", {}, told),
    h("label", {}, t("Lines that came back from peers"), box),
    h("div", { class: "bar" }, read),
    ...besideOf(store.get("beside")),
    carried(view, own, ofClass),
  ];
}

/** One's own marks beside those of peers: a row a line. */
function besideOf({ peers = [], rows = [], sentence, notes = [] }: Partial<Beside>): HTMLElement[] {
  const said = notes.map((note) => h("li", {}, note));
  const left = said.length ? [h("ul", {}, said)] : [];
  if (!rows.length) return left;
  const head = [t("line"), t("you"), ...peers, t("how far apart")];
  const body = rows.map(({ criterion, own, peers: given, says }): [string, ...string[]] => [
    criterion,
    ...[own, ...given].map(String),
    says,
  ]);
  const caption = t("Your marks beside those of your peers");
  return [h("p", {}, sentence ?? ""), wide(caption, table(head, body, caption)), ...left];
}

function toMark(view: MarkingView): HTMLElement {
  const input = h("input", { type: "text", autocomplete: "off", spellcheck: false, size: 14 });
  const go = button(t("Mark this essay"), () => ask(view, `peer:${input.value}`));
  const label = h("label", {}, t("The number on a peer's essay:"), " ", input);
  return h("div", { class: "bar" }, label, go);
}

/** The model essay with its notes, and what a marker looks for. */
function modelOf({ store }: MarkingView, model: Partial<Model>): HTMLElement[] {
  const { told, text, notes = [], look_for: asked = [], cites = [] } = model;
  if (told) return [h("p", {}, told)];
  if (!text) return [];
  const words: Child[] = pieces(text, notes).map(({ words: own, note }) =>
    note === undefined ? own : [h("mark", {}, own), h("sup", {}, `[${note}]`)],
  );
  const said = notes.map(({ line, says }) => h("li", {}, h("b", {}, line), `: ${says}`));
  const left = h("div", {}, h("div", { class: "rk-text" }, words), acts(store.get("acts"), cites));
  const list = h("ol", {}, said);
  const good = asked.map(({ line, says }) => h("li", {}, h("b", {}, line), `: ${says}`));
  const wanted = h(
    "div",
    {},
    h("p", {}, t("What a marker looks for in this essay:")),
    h("ul", {}, good),
  );
  const aside = h("div", {}, said.length > 0 && list, good.length > 0 && wanted);
  const title = h("h4", {}, t("A model essay, and where it meets the rubric"));
  return [title, h("div", { class: "rk-desk" }, left, aside)];
}

export default widget<MarkingTraits>("marking", name, draw);
