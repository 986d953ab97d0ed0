/** DrawTrajectory: draw the line you expect, lock it, and only then see the record. */
import { button, h, table } from "../kit/elements";
import { t } from "../kit/language";
import { atRest } from "../kit/rest";
import { shareLine } from "../kit/share";
import { REST } from "../kit/store";
import { widget, type View } from "../kit/widget";
import { compare } from "../measures/windows";
import { drawWith, makeSlider, type Slider } from "./hands";
import { Plot } from "./plot";
import {
  cleared,
  comparison,
  comparisonCaption,
  comparisonHead,
  draft,
  drawnWords,
  GIVEN,
  left,
  legend,
  lockedAnswer,
  pointWords,
  progress,
  question,
  read,
  reading,
  set,
  sharedOf,
  task,
  type DrawTraits,
  type Given,
  type Line,
} from "./state";

/** Widths of a slider's cell: as wide as it gets, and as narrow as a finger still finds it. */
const [CELL, FINGER] = [44, 24];
const [WIDEST, NARROWEST, PADDING] = [860, 260, 24];

/** What stands between the line, the drawing and the learner. */
class Desk {
  readonly #view: View<DrawTraits>;
  readonly #traits: Given;
  readonly #plot: Plot;
  readonly #task = h("p");
  readonly #legend = h("legend");
  readonly #cells = h("div");
  readonly #fields = h("fieldset", {}, this.#legend, this.#cells);
  readonly #lock = button(t("Lock my line"), () => this.#wantLock());
  readonly #bar = h(
    "div",
    { class: "bar" },
    button(t("Undo"), () => this.#undo()),
    button(t("Start again"), () => this.#clear()),
    this.#lock,
  );
  readonly #ask = h("div", {
    ...{ class: "ask", role: "group", hidden: true },
    onkeydown: (event: KeyboardEvent) => event.key === "Escape" && this.#stay(),
  });
  readonly #result = h("div", {
    ...{ role: "group", "aria-label": t("Your line and the record"), tabindex: -1 },
  });
  readonly #rest: () => void;
  #line: Line;
  #sliders: Slider[] = [];
  #held: number | null = null;
  #told = "";

  constructor(view: View<DrawTraits>) {
    this.#view = view;
    this.#traits = view.store.pick(...GIVEN);
    this.#plot = new Plot(this.#traits);
    this.#line = this.#read();
    this.#rest = atRest(() => this.#settle(), REST, view.signal);
    const { president, years } = this.#traits.about;
    view.root.append(
      h("h3", {}, t("Your line: {president}, {years}", { president, years })),
      this.#task,
      this.#plot.box,
      this.#fields,
      this.#bar,
      this.#ask,
      view.says,
      this.#result,
      this.#shareCode(),
    );
    this.#listen();
    this.#open();
  }

  #listen(): void {
    const { store, root, signal } = this.#view;
    drawWith(this.#plot, () => this.#line.dates.map((iso) => this.#plot.x(iso)), {
      began: () => {
        store.hold();
        this.#step(null);
      },
      moved: (points) => this.#put(set(this.#line, points)),
      ended: (touched) => {
        store.release();
        this.#tell(drawnWords(this.#line, touched));
      },
    });
    const size = new ResizeObserver(() => this.#layout());
    size.observe(root);
    signal.addEventListener("abort", () => size.disconnect());
    store.watch(["answer"], () => this.#follow(), signal);
  }

  #shareCode(): HTMLElement {
    const holds = t("For the class chat. It holds the points of your line: no name, no text.");
    return shareLine(this.#view, "line", holds, () => sharedOf(this.#view.store.answer));
  }

  #read(): Line {
    return read(this.#view.store.answer, this.#traits.dates);
  }

  #put(line: Line): void {
    this.#view.store.put(draft(this.#traits.term_id, line));
  }

  /** The answer changed: here, in another view, or in Python. */
  #follow(): void {
    const before = this.#line;
    this.#line = this.#read();
    const same = before.locked === this.#line.locked && !this.#line.locked;
    if (!same) return this.#open();
    this.#show();
    this.#rest();
  }

  /** Show the line from the ground: its sliders, and what may be done with it. */
  #open(): void {
    const { locked, dates } = this.#line;
    this.#held = null;
    this.#sliders = dates.map((iso, i) =>
      makeSlider(
        iso,
        i,
        (at, value) => this.#moved(at, value),
        (at) => this.#hold(at),
      ),
    );
    this.#cells.replaceChildren(...this.#sliders.map(({ cell }) => cell));
    this.#bar.hidden = this.#fields.disabled = locked;
    this.#ask.hidden = true;
    this.#task.textContent = task(this.#line, this.#traits);
    this.#legend.textContent = legend(this.#line);
    this.#layout();
    this.#compare();
  }

  #compare(): void {
    const { record, windows } = this.#traits;
    const points = this.#view.store.answer.points ?? [];
    const rows = compare(points, record, windows);
    const { locked } = this.#line;
    this.#result.hidden = !locked;
    this.#result.replaceChildren(
      ...(locked ? [table(comparisonHead(), comparison(rows), comparisonCaption())] : []),
    );
    this.#view.says.textContent = locked ? reading(rows) : progress(this.#line);
  }

  #layout(): void {
    const room = this.#view.root.clientWidth - PADDING;
    const wide = Math.min(WIDEST, Math.max(NARROWEST, room > 0 ? room : WIDEST));
    this.#plot.draw(wide, this.#line, this.#held);
    const spots = this.#line.dates.map((iso) => this.#plot.x(iso));
    const cell = Math.min(CELL, (spots[1] ?? Infinity) - spots[0]);
    // Under their places in the plot where there is room for a finger, else in rows.
    const flow = cell < FINGER;
    this.#cells.className = flow ? "cells flow" : "cells";
    this.#sliders.forEach((slider, i) => {
      const place = flow ? `width:${CELL}px` : `left:${spots[i] - cell / 2}px;width:${cell}px`;
      slider.cell.style.cssText = place;
    });
    this.#show();
  }

  #show(): void {
    this.#plot.show(this.#line, this.#held);
    this.#sliders.forEach((slider) => slider.show(this.#line));
  }

  /** Begin something that Undo takes back as a whole; moves of one slider in a row are one step. */
  #step(streak: number | null): void {
    this.#view.store.step(draft(this.#traits.term_id, this.#line), streak);
    this.#ask.hidden = true;
  }

  #hold(i: number | null): void {
    this.#held = i;
    this.#view.store.endStreak();
    this.#plot.show(this.#line, i);
  }

  #moved(i: number, value: number): void {
    if (this.#line.isSet[i] && this.#line.values[i] === value) return;
    this.#step(i);
    this.#put(set(this.#line, new Map([[i, value]])));
    this.#tell(pointWords(this.#line, i));
  }

  #undo(): void {
    this.#ask.hidden = true;
    this.#tell(this.#view.store.undo() ? t("Undone.") : t("There is nothing to undo."));
  }

  #clear(): void {
    this.#step(null);
    this.#put(cleared(this.#line));
    this.#tell(t("Cleared; Undo brings your line back."));
  }

  /** Say what was done, once the hand is at rest. */
  #tell(words: string): void {
    this.#told = words;
    this.#rest();
  }

  #settle(): void {
    if (this.#line.locked) return;
    this.#view.says.textContent = `${this.#told} ${progress(this.#line)}`.trim();
    this.#told = "";
  }

  #wantLock(): void {
    if (!left(this.#line)) return this.#lockNow();
    const words = question(this.#line);
    const yes = button(t("Yes, lock: the rest stays at 0"), () => this.#lockNow());
    const no = button(t("No, I go on drawing"), () => this.#stay());
    this.#ask.setAttribute("aria-label", words);
    this.#ask.replaceChildren(h("p", {}, words), h("div", { class: "bar" }, yes, no));
    this.#ask.hidden = false;
    yes.focus();
  }

  #stay(): void {
    this.#ask.hidden = true;
    this.#lock.focus();
  }

  #lockNow(): void {
    const now = new Date().toISOString();
    this.#view.store.ask("answer", lockedAnswer(this.#traits, this.#line, now));
    this.#result.focus();
  }
}

export default widget<DrawTraits>(
  "draw",
  () => t("Draw a presidency's line"),
  (view) => void new Desk(view),
);
