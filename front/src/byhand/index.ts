/** By hand: a task without Python. Questions in words, tables, and a line for the answer cell. */
import { button, h, unique, wide } from "../kit/elements";
import { marked, t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { worked } from "./arithmetic";
import { tableOf } from "./listing";
import {
  at,
  line,
  progress,
  put,
  read,
  type ByHandTraits,
  type Entries,
  type Field,
  type Value,
} from "./state";

type Board = View<ByHandTraits>;
const ASKED = [
  "task",
  "target",
  "form",
  "kind",
  "unit",
  "counts",
  "choices",
  "shown",
  "fields",
] as const;
type Asked = Pick<ByHandTraits, (typeof ASKED)[number]>;
interface Control {
  readonly element: HTMLElement;
  readonly show: (entries: Entries) => void;
}

/** Called with a value, or with undefined when there is none any more. */
type Give = (value: Value | undefined) => void;

/** A list of more words is chosen from by a menu. */
const BUTTONS = 12;

function draw(view: Board): void {
  const { store, root, signal, says } = view;
  const asked = store.pick(...ASKED);
  const entries = () => read(asked, store.answer);
  const questions = asked.fields.map((field) => question(view, asked, field, entries));
  const copied = copyLine(view, asked, entries);
  const tables = store.get("tables").map((listing) => tableOf(listing, view.sentence()));
  const fold = folded(asked, questions, tables);
  fold.append(copied.element, says);
  let isBegun = false;
  const show = () => {
    const now = entries();
    // Who has begun finds the board open.
    if (!isBegun && Object.keys(now).length > 0) isBegun = fold.open = true;
    for (const each of questions) each.show(now);
    copied.show(now);
    says.textContent = progress(asked, now);
  };
  root.append(fold);
  store.watch(["answer"], show, signal);
  show();
}

/** The board below its heading: the questions, and beside them the tables. */
function folded(
  asked: Asked,
  questions: readonly Control[],
  tables: readonly HTMLElement[],
): HTMLDetailsElement {
  const elements = questions.map((each) => each.element);
  return h(
    "details",
    {},
    h("summary", {}, t("Task {task} by hand, without Python", { task: asked.task })),
    h(
      "div",
      { class: "bh-sides" },
      h("div", { class: "bh-asked" }, lead(asked), elements),
      tables.length > 0 && h("div", { class: "bh-tables" }, tables),
    ),
  );
}

/** What a number is measured in, and how it may be typed, before the questions. */
function lead({ kind, unit, counts }: Asked): HTMLElement | false {
  if (kind !== "number") return false;
  const each = unit !== "" && t("Each answer is {unit}.", { unit });
  const sums = t("A sum such as {one} or {two} is worked out for you.", {
    one: "(12 + 3) / 5",
    two: "8^(1/3)",
  });
  return h("p", { class: "small" }, [each, counts, sums].filter(Boolean).join(" "));
}

/** A question with a control for each of its places. */
function question(
  { store, says }: Board,
  asked: Asked,
  field: Field,
  entries: () => Entries,
): Control {
  const places = Array.from({ length: field.places }, (_none, place) => {
    const give: Give = (value) => store.put(put(entries(), field, place, value));
    const label = field.places === 1 ? "" : t("entry {place}", { place: place + 1 });
    return control(asked, label, give, (said) => (says.textContent = said));
  });
  const legend = h("legend", {}, field.words, about(field));
  const row = h(
    "div",
    { class: "bh-places" },
    places.map((each) => each.element),
  );
  return {
    element: h("fieldset", { class: "bh-question" }, legend, row),
    show: (now) => places.forEach((each, place) => each.show(at(now, field, place))),
  };
}

/** The event that a card speaks of, with its day and the way to its source. */
function about({ event }: Field): HTMLElement | false {
  const [title, day, address, id] = event;
  if (!title) return false;
  const link = h("a", { href: address, target: "_blank", rel: "noopener" }, title);
  const named = h("code", { class: "bh-id" }, id);
  return h("span", { class: "small bh-event" }, link, `, ${day}, `, named);
}

interface Place {
  readonly element: HTMLElement;
  readonly show: (value: Value | undefined) => void;
}

function control(asked: Asked, label: string, give: Give, tell: (said: string) => void): Place {
  if (asked.kind === "number") return typed(label, give, tell);
  const [values, shown] = words(asked);
  return values.length > BUTTONS ? menu(values, shown, label, give) : radios(values, shown, give);
}

function words({ kind, choices, shown }: Asked): [readonly Value[], readonly string[]] {
  return kind === "choice"
    ? [choices, shown]
    : [
        [true, false],
        [t("true"), t("false")],
      ];
}

function radios(values: readonly Value[], shown: readonly string[], give: Give): Place {
  const group = unique("by-hand");
  const inputs = values.map((value) =>
    h("input", { type: "radio", name: group, onchange: () => give(value) }),
  );
  const labels = inputs.map((input, i) => h("label", {}, input, shown[i]));
  return {
    element: h("div", { class: "word-buttons" }, labels),
    show: (value) => inputs.forEach((input, i) => (input.checked = values[i] === value)),
  };
}

function menu(
  values: readonly Value[],
  shown: readonly string[],
  label: string,
  give: Give,
): Place {
  const options = values.map((value, i) => h("option", { value: String(value) }, shown[i]));
  const select = h(
    "select",
    {
      "aria-label": label || t("your answer"),
      onchange: () => give(values[select.selectedIndex - 1] as Value | undefined),
    },
    h("option", { value: "" }, t("choose")),
    options,
  );
  return {
    element: h("label", {}, label && h("span", { class: "small" }, `${label} `), select),
    show: (value) => (select.selectedIndex = value === undefined ? 0 : values.indexOf(value) + 1),
  };
}

function typed(label: string, give: Give, tell: (said: string) => void): Place {
  const id = unique("by-hand");
  const input = h("input", {
    // A keypad of numbers has no minus and no brackets.
    ...{ id, type: "text", inputmode: "text", autocomplete: "off", size: 12 },
    onchange: () => {
      const found = worked(input.value);
      const isBad = found === undefined && input.value.trim() !== "";
      input.setAttribute("aria-invalid", String(isBad));
      if (isBad) tell(t("{text} is not a number.", { text: input.value.trim() }));
      else give(found);
    },
  });
  const name = h("label", { for: id, class: "small" }, label || t("your number"));
  return {
    element: h("span", { class: "bh-number" }, name, input),
    show: (value) => {
      // What cannot be read stays, to be mended.
      if (input.getAttribute("aria-invalid") === "true" && value === undefined) return;
      input.setAttribute("aria-invalid", "false");
      input.value = value === undefined ? "" : marked(String(value));
    },
  };
}

/** The line for the answer cell, and a button that copies it. */
function copyLine({ says }: Board, asked: Asked, entries: () => Entries): Control {
  const code = h("code", { class: "share-code" });
  const copied = () => {
    says.textContent = t("Copied. Paste it into the answer cell of task {task}.", {
      task: asked.task,
    });
  };
  const copy = button(t("Copy"), () => {
    void navigator.clipboard.writeText(line(asked, entries())).then(copied);
  });
  const how = t(
    "Put this line into the answer cell below, in place of all that stands there, and run that " +
      "cell and the check under it.",
  );
  const bar = h("div", { class: "bar" }, copy, h("span", { class: "small" }, how));
  const element = h("div", { class: "bh-line" }, wide(t("line for the answer cell"), code), bar);
  return { element, show: (now) => (code.textContent = line(asked, now)) };
}

const name = (store: Board["store"]): string =>
  t("Task {task} by hand", { task: store.get("task") });

export default widget<ByHandTraits>("byhand", name, draw);
