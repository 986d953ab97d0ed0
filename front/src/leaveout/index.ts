/** LeaveOut: take an act out, or turn its score: which verdict turns with it? */
import { button, h, placed, table, unique } from "../kit/elements";
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { Picture, type Dot, type Row } from "./drawing";
import {
  actWords,
  boardOf,
  clicked,
  counted,
  doneWords,
  hasTurned,
  howMany,
  intervalWords,
  ofKind,
  Rule,
  sentence,
  shown,
  verdictWords,
  windowWords,
  type Act,
  type Board,
  type Compared,
  type Done,
  type Kind,
  type LeaveOutTraits,
} from "./state";

type LeaveOutView = View<LeaveOutTraits>;

const name = () => t("Take an act out: which verdict turns?");

function draw(view: LeaveOutView): void {
  const { store, root, signal, says } = view;
  const given = store.pick("presidencies", "windows", "draws", "enough");
  const rule = new Rule(given);
  const board = () => boardOf(store.answer, given);
  let said = "";
  const put = (part: Partial<Board>, words = "") => {
    said = words;
    store.put({ ...board(), ...part });
  };
  const act = (one: Act, acts: Board["acts"]) => {
    detail.look(one);
    put({ acts }, doneWords(one, acts));
  };
  const press = (one: Act) => act(one, clicked(board(), one[0]));
  const detail = makeDetail(view, board);
  const picture = new Picture(t("Acts by their score"), { press, look: detail.look });
  const controls = makeControls(view, put);
  const [compared, foot] = [h("div"), makeFoot(rule, board, { put, act })];
  root.append(h("h3", {}, name()), controls.element, ...key(), picture.element, detail.element);
  root.append(says, compared, foot.element);
  const show = () => {
    const [now, found] = [board(), rule.compared(board())];
    const rows = rowsOf(view, rule, now);
    controls.show(now);
    picture.show(rows);
    detail.show(rows);
    says.textContent = [said, sentence(found)].join(" ").trim();
    compared.replaceChildren(comparison(found));
    foot.show(now, found);
    said = "";
  };
  store.watch(["answer"], show, signal);
  show();
}

interface Deeds {
  readonly put: (part: Partial<Board>, words?: string) => void;
  readonly act: (one: Act, acts: Board["acts"]) => void;
}

/** How many acts are out, and the acts that move each comparison most. */
function makeFoot(rule: Rule, board: () => Board, { put, act }: Deeds) {
  const [number, heaviest] = [h("span"), h("div", { class: "bar" })];
  const back = button(t("Put all back"), () => put({ acts: {} }, t("All are back.")));
  const out = (i: number) => {
    const one = rule.heaviest(rule.compared(board())[i], board());
    if (one) act(one, { ...board().acts, [one[0]]: "out" });
  };
  const element = h("div", {}, heaviest, h("div", { class: "bar" }, number, back));
  const show = ({ presidency, acts }: Board, found: readonly Compared[]) => {
    number.textContent = howMany(acts);
    back.disabled = !Object.keys(acts).length;
    // A button that has the focus keeps it, so that it can be pressed again and again.
    if (heaviest.dataset.presidency !== presidency)
      heaviest.replaceChildren(
        ...found.map((each, i) => button(heaviestWords(each), () => out(i))),
      );
    heaviest.dataset.presidency = presidency;
  };
  return { element, show };
}

/** Which presidency, which acts, and what a click does. */
function makeControls({ store }: LeaveOutView, put: Deeds["put"]) {
  const terms = store.get("presidencies").map(({ id, name }) => ({
    id,
    element: button(name, () => put({ presidency: id })),
  }));
  const kinds: readonly (readonly [Kind, string])[] = [
    ["all", t("all acts")],
    ["deeds", t("deeds alone")],
    ["contacts", t("contacts alone")],
  ];
  const clicks: readonly (readonly [Done, string])[] = [
    ["out", t("takes it out")],
    ["turned", t("turns its score")],
  ];
  const kind = choices(t("Count"), kinds, (value) => put({ kind: value }));
  const click = choices(t("A click on an act"), clicks, (value) => put({ click: value }));
  const element = h(
    "div",
    {},
    h("div", { class: "bar", role: "group", "aria-label": t("Presidency") }, [
      ...terms.map(({ element: one }) => one),
    ]),
    h("div", { class: "bar" }, kind.element, click.element),
  );
  const show = (now: Board) => {
    for (const { id, element: one } of terms)
      one.setAttribute("aria-pressed", String(id === now.presidency));
    kind.show(now.kind);
    click.show(now.click);
  };
  return { element, show };
}

function choices<T extends string>(
  legend: string,
  all: readonly (readonly [T, string])[],
  choose: (value: T) => void,
) {
  const group = unique("choice");
  const inputs = all.map(([value]) =>
    h("input", { ...{ type: "radio", name: group, value }, onchange: () => choose(value) }),
  );
  const labels = all.map(([, words], i) => h("label", {}, inputs[i], words));
  const element = h("fieldset", {}, h("legend", {}, legend), labels);
  const show = (value: T) => inputs.forEach((input) => (input.checked = input.value === value));
  return { element, show };
}

const heaviestWords = ({ name }: Compared): string =>
  t("{comparison}: take out the act that moves it most", { comparison: name });

/** What the marks are. */
function key(): HTMLElement[] {
  const marks: readonly (readonly [string, string])[] = [
    ["contact", t("a contact: a meeting, a call, a round, or one called off")],
    ["deed", t("a deed: all the rest")],
    ["out", t("out")],
  ];
  const shown = marks.map(([kind, words]) =>
    h("span", { class: "pair" }, h("span", { class: `key ${kind}` }), words),
  );
  const mean = t(
    "Each row balances on its triangle, the mean; the bar is the interval of 95 percent.",
  );
  return [h("p", { class: "small" }, shown), h("p", { class: "small" }, mean)];
}

function rowsOf({ store }: LeaveOutView, rule: Rule, board: Board): Row[] {
  const given = store.pick("presidencies", "windows", "draws", "enough");
  const desks = store.get("desks");
  return shown(board.presidency, given).map(({ key, name: title }) => {
    const mean = rule.mean(key, board);
    const dots = ofKind(given.windows[key], board.kind).map((act): Dot => ({
      act,
      value: counted(act, board.acts),
      done: board.acts[act[0]],
      label: actWords(act, board.acts, desks),
    }));
    return {
      ...{ key, name: title, words: windowWords(mean), mean },
      recorded: rule.mean(key, { ...board, acts: {} }).mean,
      dots: dots.sort((a, b) => a.value - b.value || Number(a.act[5]) - Number(b.act[5])),
    };
  });
}

/** The act that is under the hand, with its source. */
function makeDetail({ store }: LeaveOutView, board: () => Board) {
  let looked: Act | null = null;
  const element = h("p", { class: "detail" });
  /** Of what is shown by now: an act that is gone from there is looked at no more. */
  const show = (rows: readonly Row[]) => {
    const [id] = looked ?? [""];
    if (!rows.some(({ dots }) => dots.some(({ act }) => act[0] === id))) looked = null;
    tell();
  };
  const tell = () => {
    if (!looked) {
      element.textContent = t(
        "Point at an act to read what it is, or walk with the arrow keys and press Enter.",
      );
      return;
    }
    const [source, url] = store.get("sources")[looked[6]];
    const link = url
      ? h("a", { href: url, target: "_blank", rel: "noopener" }, source)
      : h("span", {}, source);
    const said = actWords(looked, board().acts, store.get("desks"));
    element.replaceChildren(
      ...[said, " ", h("span", {}, placed(t("Source: {source}"), "source", link))],
    );
  };
  const look = (act: Act) => {
    looked = act;
    tell();
  };
  return { element, show, look };
}

function comparison(found: readonly Compared[]): HTMLElement {
  const rows = found.map((each): [string, ...string[]] => [
    each.name,
    ...[each.recorded, each.now].map(
      (one) => `${intervalWords(one)}: ${verdictWords(one.verdict)}`,
    ),
  ]);
  const element = table([t("Change of the mean"), t("in the record"), t("now")], rows);
  element.querySelectorAll("tbody tr").forEach((row, i) => {
    row.classList.toggle("turned", hasTurned(found[i]));
  });
  return element;
}

export default widget<LeaveOutTraits>("leaveout", name, draw);
