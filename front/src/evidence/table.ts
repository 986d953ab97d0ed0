/** Findings in rows, explanations in columns; a row that is opened has a slider for each figure. */
import { button, h, unique, wide } from "../kit/elements";
import { t } from "../kit/language";
import type { Store } from "../kit/store";
import { share } from "../kit/words";
import {
  arguedOf,
  figureAloud,
  figureWords,
  isStrong,
  LEAST,
  letter,
  MOST,
  readingWords,
  restore,
  setFigure,
  toggle,
  type Answer,
  type Edit,
  type EvidenceTraits,
  type Finding,
  type Frame,
  type Given,
} from "./state";

type Slider = Readonly<Record<string, string | number>>;

/** What rows and bars need of their board. */
export interface Desk {
  readonly given: Given;
  readonly store: Store<EvidenceTraits>;
  readonly answer: () => Answer;
  readonly edit: (edit: Edit) => void;
  /** A slider whose moves of one gesture are one step of Undo. */
  readonly slider: (more: Slider, moved: (value: number) => Answer) => HTMLInputElement;
}

export function makeTable(desk: Desk): { element: HTMLElement; show: (frame: Frame) => void } {
  const { findings, rivals } = desk.given;
  const rows = findings.map((finding, i) => makeRow(desk, finding, i));
  const heads = rivals.map(({ label }, j) =>
    h("th", { scope: "col", class: "chance", title: label, "aria-label": label }, letter(j)),
  );
  const head = [h("th", { scope: "col" }, t("counts")), h("th", { scope: "col" }, t("finding"))];
  const body = h(
    "tbody",
    {},
    rows.flatMap(({ elements }) => elements),
  );
  const table = h("table", {}, h("thead", {}, h("tr", {}, head, heads)), body);
  const show = (frame: Frame) => rows.forEach((row) => row.show(frame));
  return { element: wide(t("Findings and explanations"), table), show };
}

function makeRow(desk: Desk, finding: Finding, i: number) {
  const { rivals } = desk.given;
  const { label, day, statement } = finding;
  const counts = h("input", {
    ...{ type: "checkbox", "aria-label": t("{finding} counts", { finding: label }) },
    onchange: () => desk.edit(toggle(desk.answer(), finding)),
  });
  const panel = makePanel(desk, finding, i);
  const open = button(label, () => {
    panel.element.hidden = !panel.element.hidden;
    open.setAttribute("aria-expanded", String(!panel.element.hidden));
  });
  open.setAttribute("aria-expanded", "false");
  open.setAttribute("aria-controls", panel.element.id);
  const cells = rivals.map(() => h("td", { class: "chance" }));
  const name = h("th", { scope: "row" }, open, h("span", { class: "small" }, day));
  open.title = statement;
  const row = h("tr", {}, h("td", {}, counts), name, cells);
  const show = (frame: Frame) => {
    const { ratios } = frame.readings[i];
    counts.checked = frame.counts[i];
    row.classList.toggle("out", !frame.counts[i]);
    cells.forEach((cell, j) => {
      const { p, whose } = frame.figures[i][j];
      cell.textContent = share(p);
      cell.style.setProperty("--level", `${100 * p}%`);
      cell.dataset.whose = whose;
      cell.classList.toggle("strong", isStrong(ratios[j], desk.given));
    });
    panel.show(frame);
  };
  return { elements: [row, panel.element], show };
}

/** What is found, a slider for each explanation with the reason for its figure, and what follows. */
function makePanel(desk: Desk, finding: Finding, i: number) {
  const { rivals } = desk.given;
  const lines = rivals.map((_rival, j) => makeLine(desk, finding, [i, j]));
  const says = h("p");
  const back = button(t("Take my figures away"), () => desk.edit(restore(desk.answer(), finding)));
  const cell = h(
    "td",
    { colspan: rivals.length + 2 },
    h("p", {}, `${finding.statement}. `, h("span", { class: "small" }, finding.why)),
    h("p", { class: "small" }, t("If an explanation were true, how probable would this be then?")),
    lines.map(({ element }) => element),
    says,
    back,
  );
  const element = h("tr", { hidden: true, class: "panel", id: unique("finding") }, cell);
  const show = (frame: Frame) => {
    lines.forEach((line) => line.show(frame));
    says.textContent = readingWords(frame.readings[i], desk.given);
    back.hidden = frame.figures[i].every(({ whose }) => whose !== "own");
  };
  return { element, show };
}

function makeLine(desk: Desk, { id, reasons }: Finding, [i, j]: readonly [number, number]) {
  const { given } = desk;
  const { id: name, label } = given.rivals[j];
  const [reason, value, belief] = [h("p", { class: "small" }), h("span"), h("span")];
  const slider = desk.slider({ id: unique("figure"), min: LEAST, max: MOST }, (hundredths) =>
    setFigure(desk.answer(), id, name, hundredths / 100),
  );
  const title = h("span", { class: "letter" }, letter(j));
  const element = h(
    "div",
    { class: "line" },
    h("label", { for: slider.id }, title, label),
    slider,
    h("span", { class: "value" }, value, belief),
    reason,
  );
  const show = ({ figures, posterior }: Frame) => {
    const figure = figures[i][j];
    slider.value = String(Math.round(100 * figure.p));
    slider.setAttribute("aria-valuetext", figureAloud(figure, posterior[j], given));
    value.textContent = figureWords(figure, given);
    belief.textContent = t("belief {share}", { share: share(posterior[j]) });
    reason.textContent = reasonWords(desk, figure.whose === "own", [id, name], reasons[j]);
  };
  return { element, show };
}

/** Whose figure it is and why: the kit's reason, and beside it that of the desk one sits at. */
function reasonWords(
  { given, answer }: Desk,
  isOwn: boolean,
  [finding, rival]: readonly [string, string],
  kit: string,
): string {
  const desk = answer().desk ?? "";
  const argued = arguedOf(given, desk, finding, rival);
  const why = argued
    ? t("{city} might argue: {reason} ({source}) The kit: {kit}", {
        ...{ city: given.desks[desk], reason: argued.reason, source: argued.source, kit },
      })
    : kit;
  return isOwn ? t("Your figure. The reason for the one in its place: {why}", { why }) : why;
}
