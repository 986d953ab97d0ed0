/** What is believed of each explanation, before and after: a bar each, that moves with every figure. */
import { h, unique } from "../kit/elements";
import { t } from "../kit/language";
import { share } from "../kit/words";
import { letter, setPoints, type Frame } from "./state";
import type { Desk } from "./table";

/** Bars with a sentence that says what an explanation claims, and sliders for the starting belief. */
export function makeBars(desk: Desk) {
  const { rivals } = desk.given;
  const bars = rivals.map(({ label, author, statement }, j) => {
    const [bar, mark, number] = [h("i"), h("b"), h("span", { class: "number" })];
    const name = h("summary", {}, h("span", { class: "letter" }, letter(j)), label);
    const claim = h("p", { class: "small" }, `${statement} (${author})`);
    const track = h("div", { class: "track", "aria-hidden": "true" }, bar, mark);
    const element = h("li", {}, h("details", {}, name, claim), track, number);
    const show = ({ prior, posterior }: Frame) => {
      bar.style.width = `${100 * posterior[j]}%`;
      mark.style.left = `${100 * prior[j]}%`;
      number.textContent = share(posterior[j]);
    };
    return { element, show };
  });
  const before = makeBefore(desk);
  const title = h("h4", {}, t("What to believe after the findings"));
  const note = t("Line: the belief before. Press a name to read what it claims.");
  const list = h(
    "ul",
    { class: "bars" },
    bars.map(({ element }) => element),
  );
  const show = (frame: Frame) => {
    bars.forEach((each) => each.show(frame));
    before.show(frame);
  };
  const element = h("div", {}, title, list, h("p", { class: "small" }, note), before.element);
  return { element, show };
}

function makeBefore(desk: Desk) {
  const { rivals, start } = desk.given;
  const rows = rivals.map(({ id, label }, j) => {
    const value = h("span", { class: "number" });
    const name = unique("belief");
    const input = desk.slider({ id: name, min: 1, max: 100 }, (points) =>
      setPoints(desk.answer(), id, points),
    );
    const element = h("div", { class: "before" }, h("label", { for: name }, label), input, value);
    const show = ({ prior }: Frame) => {
      input.value = String(desk.answer().points?.[id] ?? start);
      input.setAttribute("aria-valuetext", share(prior[j]));
      value.textContent = share(prior[j]);
    };
    return { element, show };
  });
  const summary = h("summary", {}, t("What did you believe before? Only the ratios count."));
  const element = h(
    "details",
    {},
    summary,
    rows.map((row) => row.element),
  );
  return { element, show: (frame: Frame) => rows.forEach((row) => row.show(frame)) };
}
