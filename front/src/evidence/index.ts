/** WeighEvidence: a slider for every figure, and at once what to believe. */
import { button, h, unique } from "../kit/elements";
import { oncePerFrame } from "../kit/frames";
import { t } from "../kit/language";
import { shareLine } from "../kit/share";
import type { Store } from "../kit/store";
import { widget, type View } from "../kit/widget";
import { makeBars } from "./bars";
import {
  blank,
  frameOf,
  reset,
  sentence,
  sharedOf,
  sitAt,
  type Answer,
  type Edit,
  type EvidenceTraits,
  type Given,
} from "./state";
import { makeTable, type Desk } from "./table";

const name = () => t("Weigh the evidence");
const task = () =>
  t(
    "Press a finding to see its figures and the reason for each, and move any of them. All are judgements by people who knew the outcome.",
  );
const legend = () =>
  t(
    "The fuller a cell, the better an explanation expects the finding. Framed: strong for or against an explanation, compared with the mean of the others. Bold: your own; in italics: as the capital argues.",
  );

class Weighing implements Desk {
  readonly given: Given;
  readonly store: Store<EvidenceTraits>;
  readonly #view: View<EvidenceTraits>;
  readonly #undo = button(t("Undo"), () => this.#takeBack());
  readonly #table;
  readonly #bars;
  readonly #switch;
  readonly #later: () => void;
  #said = "";

  constructor(view: View<EvidenceTraits>) {
    this.#view = view;
    this.store = view.store;
    const names = ["findings", "rivals", "argued", "desks", "bands", "strong", "start"] as const;
    this.given = view.store.pick(...names);
    this.#table = makeTable(this);
    this.#bars = makeBars(this);
    this.#switch = this.#makeSwitch();
    this.#later = oncePerFrame(() => this.#draw(), view.signal);
    const right = h("div", { class: "beliefs" }, this.#bars.element, view.says);
    const left = h("div", { class: "findings" }, this.#table.element, small(legend()));
    view.root.append(
      h("h3", {}, name()),
      h("p", {}, task()),
      this.#switch.element,
      this.#bar(),
      h("div", { class: "two" }, left, right),
      this.#shareCode(),
    );
    view.store.watch(["answer"], () => this.#later(), view.signal);
    this.#draw();
  }

  readonly answer = (): Answer => this.store.answer;

  readonly edit = ({ answer, said }: Edit): void => {
    this.#said = said;
    this.store.release();
    this.#put(answer, null);
  };

  readonly slider = (
    more: Readonly<Record<string, string | number>>,
    moved: (value: number) => Answer,
  ): HTMLInputElement => {
    let gesture = {};
    const begin = () => {
      gesture = {};
    };
    const release = () => this.store.release();
    const input = h("input", {
      ...{ type: "range", step: 1, ...more },
      onpointerdown: begin,
      onkeydown: (event: KeyboardEvent) => event.repeat || begin(),
      oninput: () => {
        this.store.hold();
        this.#put(moved(Number(input.value)), gesture);
      },
      onchange: release,
      // A drag that comes back to where it began is no change to the browser.
      onpointerup: release,
      onpointercancel: release,
    });
    return input;
  };

  #put(answer: Answer, gesture: unknown): void {
    this.store.step(this.store.answer, gesture);
    this.store.put(answer);
  }

  #takeBack(): void {
    this.#said = t("Undone.");
    this.store.undo();
  }

  #draw(): void {
    const frame = frameOf(this.answer(), this.given);
    this.#table.show(frame);
    this.#bars.show(frame);
    this.#switch.show();
    this.#undo.disabled = !this.store.canUndo;
    this.#view.says.textContent = [this.#said, sentence(frame, this.given)]
      .filter(Boolean)
      .join(" ");
    this.#said = "";
  }

  /** From whose desk the figures are argued. */
  #makeSwitch() {
    const group = unique("desk");
    const desks = [["", t("the kit")], ...Object.entries(this.given.desks)];
    const inputs = desks.map(([value]) =>
      h("input", {
        ...{ type: "radio", name: group, value },
        onchange: () => this.edit(sitAt(this.answer(), value, this.given)),
      }),
    );
    const labels = desks.map(([, words], i) => h("label", {}, inputs[i], words));
    const show = () =>
      inputs.forEach((input) => (input.checked = input.value === (this.answer().desk ?? "")));
    const title = h("legend", {}, t("Figures as argued by"));
    return { element: h("fieldset", {}, title, labels), show };
  }

  #bar(): HTMLElement {
    return h(
      "div",
      { class: "bar" },
      this.#undo,
      button(t("Every figure one half"), () => this.edit(blank(this.answer(), this.given))),
      button(t("Reset"), () => this.edit(reset())),
    );
  }

  #shareCode(): HTMLElement {
    const holds = t(
      "For the class chat. It holds the findings whose figures are not the kit's: no name, no starting belief, no text.",
    );
    return shareLine(this.#view, "likelihoods", holds, () => sharedOf(this.answer(), this.given));
  }
}

const small = (words: string) => h("p", { class: "small" }, words);

export default widget<EvidenceTraits>("evidence", name, (view) => void new Weighing(view));
