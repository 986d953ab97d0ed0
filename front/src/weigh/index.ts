/** WeighObstacles: eight swing questions, and at once what they imply and how firm it is. */
import { button, h, placed } from "../kit/elements";
import { oncePerFrame } from "../kit/frames";
import { n, t } from "../kit/language";
import { shareLine } from "../kit/share";
import type { Store } from "../kit/store";
import { widget, type View } from "../kit/widget";
import { centralWeights, drawSeverities, type Central, type Codings } from "../measures/ranks";
import { makeChart } from "./chart";
import { belief, frameOf } from "./frame";
import { makeGrid } from "./grid";
import { makeRow, type Desk, type Row } from "./rows";
import {
  answerOf,
  codingsOf,
  equal,
  isEmpty,
  rankOnly,
  reset,
  sharedOf,
  type Board,
  type Edit,
  type WeighTraits,
} from "./state";

const task = () =>
  t(
    "Imagine all eight at their worst level seen. You may bring one down to its mildest. Which change would help relations most? Give it 100, and give the others points by comparison.",
  );
const codings = () =>
  t(
    "Open the codings: 0 none, 1 manageable, 2 major, 3 blocking. They are judgements; change any of them.",
  );

class Weighing implements Desk {
  readonly store: Store<WeighTraits>;
  readonly #view: View<WeighTraits>;
  readonly #given;
  readonly #chart;
  readonly #rows = h("div", { class: "rk-rows" });
  readonly #grid = h("details", {}, h("summary", {}, codings()));
  readonly #undo = button(t("Undo"), () => this.#takeBack());
  readonly #rankOnly = button(t("Rank only"), () => this.edit(rankOnly(this.board())));
  readonly #believe;
  readonly #later: () => void;
  #shown: Row[] = [];
  #built = "";
  #coded = "";
  #codings: Codings = [];
  #drawn: Uint8Array = new Uint8Array();
  #believed: number | null = null;
  #central: Central | null = null;
  #said = "";

  constructor(view: View<WeighTraits>) {
    this.#view = view;
    this.store = view.store;
    this.#given = view.store.pick("groups", "terms", "codings", "draws", "cannot_tell");
    this.#chart = makeChart(this.#given.terms, this.#given.groups.length);
    this.#believe = this.#makeBelieve();
    this.#later = oncePerFrame(() => this.#draw(), view.signal);
    view.root.append(
      h("h3", {}, t("Which obstacle matters most?")),
      h("p", {}, task()),
      this.#bar(),
      h("div", { class: "rk-two" }, this.#rows, this.#picture()),
      this.#grid,
      this.#shareCode(),
    );
    const follow = () => {
      this.#rebuild();
      this.#later();
    };
    view.store.watch(["answer"], follow, view.signal);
    this.#rebuild();
    this.#draw();
  }

  readonly board = (): Board => {
    const { sliders, codings, method } = this.store.answer;
    return { sliders, codings, method };
  };

  readonly put = (board: Board, gesture: unknown): void => {
    this.store.step(this.store.answer, gesture);
    this.store.put(answerOf(board, this.#given.groups, this.store.answer), !isEmpty(board));
  };

  readonly edit = ({ board, said }: Edit): void => {
    this.#said = said;
    this.store.release();
    this.put(board, null);
  };

  #takeBack(): void {
    this.#said = t("Undone.");
    this.store.undo();
  }

  /** The board changed: here, in another view, or in Python. Build anew only what is another. */
  #rebuild(): void {
    const { sliders, codings, method } = this.board();
    const coded = JSON.stringify(codings);
    if (coded !== this.#coded) this.#code();
    this.#coded = coded;
    const built = JSON.stringify([sliders.map(({ label, members }) => [label, members]), coded]);
    if (built !== this.#built) this.#build();
    this.#built = built;
    this.#rankOnly.setAttribute("aria-pressed", String(method === "rank"));
    this.#undo.disabled = !this.store.canUndo;
  }

  #code(): void {
    const { draws } = this.#given;
    this.#codings = codingsOf(this.board(), this.#given);
    this.#drawn = drawSeverities(this.#codings, draws);
    this.#grid.querySelector(".wide")?.remove();
    this.#grid.append(makeGrid(this));
    this.#believeAnew();
  }

  #build(): void {
    this.#shown = this.board().sliders.map((_, i) => makeRow(this, i, this.#central));
    this.#rows.replaceChildren(...this.#shown.map(({ element }) => element));
  }

  #draw(): void {
    const frame = frameOf(this.board(), this.#given, this.#codings, this.#drawn);
    this.#shown.forEach((row, i) =>
      row.show(this.board().sliders[i], frame.shares[i], frame.turns[i]),
    );
    this.#chart.show(frame);
    const believed = this.#believed === null ? undefined : this.#given.terms[this.#believed];
    const words = [this.#said, frame.sentence, believed && belief(believed, this.#central)];
    this.#view.says.textContent = words.filter(Boolean).join(" ");
    this.#said = "";
  }

  #believeAnew(): void {
    const { seed } = this.#given.draws;
    this.#central =
      this.#believed === null ? null : centralWeights(this.#codings, this.#believed, seed);
  }

  #makeBelieve(): HTMLElement {
    const select = h(
      "select",
      {
        onchange: () => {
          this.#believed = select.value === "" ? null : Number(select.value);
          this.#believeAnew();
          this.#build();
          this.#draw();
        },
      },
      h("option", { value: "" }, t("choose a presidency")),
      this.#given.terms.map(({ label }, i) => h("option", { value: i }, label)),
    );
    const question = t("What would you have to believe for {presidency} to be the heaviest?");
    return h("label", {}, placed(question, "presidency", select));
  }

  #bar(): HTMLElement {
    return h(
      "div",
      { class: "bar" },
      this.#undo,
      button(t("Equal weights"), () => this.edit(equal(this.board()))),
      this.#rankOnly,
      button(t("Reset"), () => this.edit(reset(this.#given.groups))),
      this.#believe,
    );
  }

  #picture(): HTMLElement {
    const notes = [
      t("Burdens run from 0 to 1; the colours are those of the sliders."),
      t(
        "At a mark on a slider two presidencies change places, at a long mark in first place, if the other sliders stay where they are. There are no marks while only ranks count.",
      ),
      n(
        "Ranks: the strongest colour is the heaviest place, the faintest the lightest; the number beside each bar is the share of {n} draw in which that presidency is the heaviest.",
        "Ranks: the strongest colour is the heaviest place, the faintest the lightest; the number beside each bar is the share of {n} draws in which that presidency is the heaviest.",
        this.#given.draws.n,
      ),
    ].join(" ");
    return h(
      "div",
      { class: "rk-chart" },
      this.#chart.element,
      h("p", { class: "small" }, t("A judgement of importance, not a measurement of causes.")),
      h("details", { class: "small" }, h("summary", {}, t("How to read it")), h("p", {}, notes)),
      this.#view.says,
    );
  }

  #shareCode(): HTMLElement {
    const holds = t(
      "For the class chat. It holds your points and the codings that you changed: no name, no text.",
    );
    return shareLine(this.#view, "weights", holds, () => sharedOf(this.store.answer));
  }
}

export default widget<WeighTraits>(
  "weigh",
  () => t("Weigh the obstacles"),
  (view) => void new Weighing(view),
);
