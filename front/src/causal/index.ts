/** CausalMap: take an arrow, a box or a claim out of the argument, and see what falls. */
import { button, h, unique, wide } from "../kit/elements";
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { standing } from "../measures/standing";
import { makePicture } from "./drawing";
import { makeList, wordsOf } from "./list";
import { answerOf, byClaim, press, read, sentence, type CausalTraits, type Shown } from "./state";

const name = () => t("What hangs on what?");

function draw(view: View<CausalTraits>): void {
  const { store, root, signal, says } = view;
  const { maps, claims } = store.pick("maps", "claims");
  const shown = () => read({ maps, answer: store.answer });
  const put = (now: Shown) => store.put(answerOf(now));
  const views = viewsOf(maps, claims, (ids) => put(press(shown(), ids)));
  const choice = chooser(maps, (part) => put({ ...shown(), part }));
  const back = button(t("Put everything back"), () => put({ ...shown(), out: new Set() }));
  const taken = h("ul", { class: "taken small" });
  const show = () => {
    const { part, out } = shown();
    choice.show(part);
    views.forEach((each) => each.show(part, out));
    const gone = byClaim(maps[part]).filter(([, arrows]) => arrows.some(({ id }) => out.has(id)));
    taken.replaceChildren(...gone.map(([id]) => h("li", {}, wordsOf(id, claims[id]))));
    says.textContent = sentence(maps[part], out);
  };
  const pictures = h(
    "div",
    {},
    views.map(({ picture }) => picture.element),
  );
  root.append(
    h("h3", {}, name()),
    h("p", {}, t("Press an arrow or a box to take it out, and again to put it back.")),
    h("div", { class: "bar" }, choice.element, back),
    ...[says, wide(t("The map"), pictures), key(), taken],
    folded(views.map((each) => each.list.element)),
  );
  store.watch(["answer"], show, signal);
  show();
}

/** Each map as a picture and as a list, of which one map is shown. */
function viewsOf(
  maps: CausalTraits["maps"],
  claims: CausalTraits["claims"],
  act: (ids: readonly string[]) => void,
) {
  return Object.entries(maps).map(([name, map]) => {
    const [picture, list] = [makePicture(map, act), makeList(map, claims, act)];
    const show = (part: string, out: ReadonlySet<string>) => {
      const left = standing(map, out);
      picture.element.hidden = list.element.hidden = name !== part;
      picture.show(out, left);
      list.show(out, left);
    };
    return { picture, list, show };
  });
}

function chooser(maps: CausalTraits["maps"], chosen: (part: string) => void) {
  const group = unique("map");
  const inputs = Object.keys(maps).map((part) =>
    h("input", { type: "radio", name: group, value: part, onchange: () => chosen(part) }),
  );
  const labels = inputs.map((input) => h("label", {}, input, ` ${maps[input.value].name}`));
  const legend = h("legend", { class: "unseen" }, t("Which map?"));
  const element = h("fieldset", { class: "parts" }, legend, labels);
  const show = (part: string) => inputs.forEach((input) => (input.checked = input.value === part));
  return { element, show };
}

function key(): HTMLElement {
  const signs = [
    ["raises", t("+ raises")],
    ["lowers", t("− lowers, ✕ blocks")],
    ["amplifies", t("makes a harm larger")],
    ["feedback", t("the way back")],
  ];
  const items = signs.map(([kind, words]) => h("span", { "data-kind": kind }, words));
  return h("p", { class: "key small" }, items);
}

function folded(lists: readonly HTMLElement[]): HTMLElement {
  const summary = h("summary", {}, t("The same as a list, by the claims on which arrows rest"));
  return h("details", {}, summary, lists);
}

export default widget<CausalTraits>("causal", name, draw);
