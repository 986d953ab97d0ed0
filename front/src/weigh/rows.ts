/** A row for each slider: its points and share, its levels in words, and what may be done with it. */
import { button, h, placed, unique, type Child } from "../kit/elements";
import { t } from "../kit/language";
import type { Store } from "../kit/store";
import type { Central } from "../measures/ranks";
import type { Slider } from "../measures/weights";
import { COLOURS } from "./chart";
import { needed, pointsAloud, pointsWords } from "./frame";
import {
  join,
  merge,
  mergeable,
  move,
  partsOf,
  separate,
  split,
  type Board,
  type Edit,
  type Group,
  type WeighTraits,
} from "./state";
import type { Turns } from "./turns";

/** What a row needs of its board. */
export interface Desk {
  readonly store: Store<WeighTraits>;
  readonly board: () => Board;
  /** Put a board in the place of the one there is; moves of one gesture are one step of Undo. */
  readonly put: (board: Board, gesture: unknown) => void;
  readonly edit: (edit: Edit) => void;
}

export interface Row {
  readonly element: HTMLElement;
  readonly show: (slider: Slider, share: number, turns: Turns) => void;
}

export function makeRow(desk: Desk, i: number, central: Central | null): Row {
  const groups = desk.store.get("groups");
  const slider = desk.board().sliders[i];
  const place = groups.findIndex(({ id }) => id === slider.members[0]);
  const group = groups[place];
  const turns = makeTurns();
  const input = makeInput(desk, i, turns.words.id);
  const value = h("span", { class: "rk-value" });
  const swatch = { class: "rk-swatch", style: `border-color:${COLOURS[place]}` };
  const element = h(
    "div",
    { class: "rk-row" },
    h("span", { ...swatch, "aria-hidden": "true" }, String(place + 1)),
    h("span", { class: "rk-label", title: group.about }, slider.label),
    h("div", { class: "rk-track" }, turns.marks, input),
    value,
    turns.words,
    more(desk, i, group),
    central && partsOf(desk.board(), group.id).length < 2 ? tick(slider, groups, central) : null,
  );
  const show = ({ points }: Slider, share: number, now: Turns) => {
    input.value = String(points);
    input.setAttribute("aria-valuetext", pointsAloud(points, share));
    value.textContent = pointsWords(points, share);
    turns.show(now);
  };
  return { element, show };
}

/** Marks beside a slider where the order turns, and the nearest in words that belong to it. */
function makeTurns() {
  const marks = h("div", { class: "rk-marks", "aria-hidden": "true" });
  const words = h("span", { class: "rk-turns", id: unique("turns") });
  const show = (turns: Turns) => {
    words.textContent = turns.words;
    marks.replaceChildren(
      ...turns.marks.map(({ points, first }) =>
        h("span", { class: first && "rk-first", style: `left:${points}%` }),
      ),
    );
  };
  return { marks, words, show };
}

const tick = (slider: Slider, groups: readonly Group[], central: Central) =>
  h(
    "span",
    { class: "rk-tick", title: t("what you would have to believe") },
    needed(slider, { groups }, central),
  );

function makeInput({ store, board, put }: Desk, i: number, about: string): HTMLInputElement {
  let gesture = {};
  const begin = () => {
    gesture = {};
  };
  const release = () => store.release();
  const input = h("input", {
    ...{ type: "range", min: 0, max: 100, step: 1, "aria-label": board().sliders[i].label },
    "aria-describedby": about,
    onpointerdown: begin,
    onkeydown: (event: KeyboardEvent) => event.repeat || begin(),
    oninput: () => {
      store.hold();
      put(move(board(), i, Number(input.value)), gesture);
    },
    onchange: release,
    // A drag that comes back to where it began is no change to the browser.
    onpointerup: release,
    onpointercancel: release,
  });
  return input;
}

function more(desk: Desk, i: number, group: Group): HTMLElement {
  const { label } = desk.board().sliders[i];
  return h(
    "details",
    { class: "rk-more" },
    h("summary", { "aria-label": t("More about {obstacle}", { obstacle: label }) }, t("more")),
    h("p", {}, h("b", {}, t("Worst:")), " ", group.worst),
    h("p", {}, h("b", {}, t("Mildest:")), " ", group.mildest),
    deeds(desk, i, group),
  );
}

/** What may be done with a slider: parts are joined, shared ones separated, whole ones divided. */
function deeds({ store, board, edit }: Desk, i: number, group: Group): Child {
  const groups = store.get("groups");
  const { sliders } = board();
  if (sliders[i].members.length > 1)
    return button(t("Separate"), () => edit(separate(board(), i, groups)));
  if (partsOf(board(), group.id).length > 1)
    return button(t("Join the parts"), () => edit(join(board(), group)));
  return [
    group.items.length > 1 &&
      button(t("Split into {parts}", { parts: group.items.length }), () =>
        edit(split(board(), i, group, groups)),
      ),
    mergeWith(
      mergeable(board(), i).map((k) => [k, sliders[k].label]),
      (k) => edit(merge(board(), i, k)),
    ),
  ];
}

function mergeWith(others: [k: number, label: string][], chosen: (k: number) => void): Child {
  if (!others.length) return null;
  const select = h(
    "select",
    { onchange: () => select.value && chosen(Number(select.value)) },
    // L10N: the first line of a list of obstacles
    h("option", { value: "" }, t("choose")),
    others.map(([k, label]) => h("option", { value: k }, label)),
  );
  return h("label", {}, " ", placed(t("Weigh together with {obstacle}"), "obstacle", select));
}
