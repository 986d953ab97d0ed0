/** The weights of a class: how far they agree, camps, burdens. Python computes, this draws. */
import { fluid } from "../kit/axes";
import { h, table, wide } from "../kit/elements";
import { n, t } from "../kit/language";
import { burdenBars, campBars } from "./bars";
import { dotPlot, WIDEST } from "./dots";
import { question, section } from "./section";
import { campsOf, ENOUGH, numbers, splits, type Camps, type Result, type Split } from "./state";

/** A drawing that can be drawn anew in the width that it has. */
function drawing(draw: (wide: number) => SVGSVGElement) {
  let last = WIDEST;
  const element = fluid(WIDEST, (width) => {
    last = width;
    return draw(width);
  });
  return { element, again: () => element.replaceChildren(draw(last)) };
}

/**
 * All that is shown of the weights. Another split changes the marks, the bars and the table, and
 * nothing else is drawn again; `said` hears its sentence. Until somebody asks whether there are
 * camps, no mark and no column tells.
 */
export function weightSection(result: Result, said: (sentence: string) => void): Element {
  const { groups, weights, learners, agreement, burden } = result;
  let camps: Camps | null = null;
  let dots = dotPlot({ groups, weights }, camps, WIDEST);
  const box = fluid(WIDEST, (width) => {
    dots = dotPlot({ groups, weights }, camps, width);
    return dots.svg;
  });
  const rows = h("div");
  const fill = () => rows.replaceChildren(...numbersOf(groups, camps));
  const found = campsOf(result, "found");
  const split = found && campParts(result, found);
  const pick = () => {
    camps = campsOf(result, split?.select.value as Split);
    if (camps) split?.show(camps);
    dots.recamp(camps);
    fill();
    said(camps?.sentence ?? "");
  };
  const asked = split && question(t("Are there camps?"), split.elements);
  split?.select.addEventListener("change", pick);
  asked?.addEventListener("toggle", pick, { once: true });
  fill();
  return section(
    t("Weights of the class"),
    learners < ENOUGH && h("p", {}, fewWords()),
    box,
    agreement && question(t("How far do you agree?"), h("p", {}, agreement.sentence)),
    asked,
    burden && question(t("Who carries the heaviest burden?"), burdenParts(burden)),
    h("details", {}, h("summary", {}, t("The weights as a table")), rows),
  );
}

const fewWords = (): string =>
  n(
    "Agreement, camps and burdens need at least {n} learner; here is what there is.",
    "Agreement, camps and burdens need at least {n} learners; here is what there is.",
    ENOUGH,
  );

function numbersOf(groups: Result["groups"], camps: Camps | null): Element[] {
  const { head, rows } = numbers(groups, camps);
  return [wide(t("The weights as a table"), table(head, rows))];
}

function campParts({ camps: all, groups, learners }: Result, first: Camps) {
  let camps = first;
  const options = splits()
    .filter(([name]) => all?.[name])
    .map(([name, words]) => h("option", { value: name }, words));
  const select = h("select", {}, options);
  const sentence = h("p", {}, camps.sentence);
  const bars = drawing((width) => campBars(groups, learners, camps, width));
  const show = (next: Camps) => {
    camps = next;
    sentence.textContent = camps.sentence;
    bars.again();
  };
  const pooled = t(
    "All together: the geometric mean of the learners' weights, where a zero counts as .005.",
  );
  const elements = [
    h("p", {}, h("label", {}, t("Show camps:"), " ", select)),
    sentence,
    bars.element,
    h("p", { class: "small" }, pooled),
  ];
  return { select, show, elements };
}

function burdenParts(burden: NonNullable<Result["burden"]>): Element[] {
  const how = t(
    "In each draw one learner's weights are used, and every coding is drawn around its code, up to its lowest and its highest level; a level that a learner chose widens that range.",
  );
  return [
    h("p", {}, burden.sentence),
    h("p", {}, how),
    fluid(WIDEST, (width) => burdenBars(burden, width)),
  ];
}
