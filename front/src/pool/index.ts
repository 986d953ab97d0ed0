/**
 * ClassPool: paste the class chat; Python reads the share codes and computes, this draws what comes
 * back.
 */
import { fluid } from "../kit/axes";
import { button, h, placed, table, wide } from "../kit/elements";
import { t } from "../kit/language";
import { atRest } from "../kit/rest";
import { widget, type View } from "../kit/widget";
import { burdenBars, campBars } from "./bars";
import { dotPlot, WIDEST } from "./dots";
import {
  campsOf,
  numbers,
  offer,
  splits,
  summaryOf,
  textOf,
  type Camps,
  type PoolTraits,
  type Result,
  type Split,
} from "./state";

/** Typing alone is read after so many milliseconds of rest. */
const TYPING_REST = 800;

function draw(view: View<PoolTraits>): void {
  const { store, root, signal, says } = view;
  const shown = h("div");
  const desk = makeDesk(view);
  const paste = t(
    "Paste the whole class chat here. Names, greetings and typing slips do no harm; of each learner the newest code counts.",
  );
  const kept = t(
    "The text is kept as you pasted it, names included, in the folder my-work of this kit.",
  );
  root.append(
    h("h3", {}, t("What does the class think?")),
    h("label", {}, paste, desk.box),
    h("div", { class: "bar" }, button(t("Read the codes"), desk.read), desk.sample),
    says,
    shown,
    h("p", { class: "small" }, kept),
  );
  let split: Split = "found";
  const show = () => {
    const pick = (chosen: Split) => {
      split = chosen;
      show();
      shown.querySelector("select")?.focus();
      says.textContent = campsOf(store.get("result"), split)?.sentence ?? "";
    };
    shown.replaceChildren(...parts(store.get("result"), split, pick));
  };
  const heard = () => {
    desk.answered();
    show();
    says.textContent = summaryOf(store.get("result"));
  };
  store.watch(["read"], heard, signal);
  show();
  says.textContent = store.get("result").summary ?? "";
}

/** The box for the text and its two buttons. */
function makeDesk({ store, signal, says }: View<PoolTraits>) {
  let [own, known, waiting] = ["", textOf(store.answer), false];
  const box = h("textarea", { rows: 6, spellcheck: "false", autocomplete: "off" });
  const sample = button("", () => {
    const toSample = box.value !== store.get("sample");
    [box.value, own] = toSample ? [store.get("sample"), box.value] : [own, ""];
    label();
    read();
  });
  const label = () => {
    sample.textContent = offer(box.value, store.get("sample"), own);
  };
  const isNew = () => box.value !== textOf(store.answer);
  const read = () => {
    // Python answers only to a text that is new to it.
    if (isNew()) {
      waiting = true;
      says.textContent = t("Reading the codes ...");
      store.ask("answer", { text: box.value });
    } else if (!waiting) says.textContent = summaryOf(store.get("result"));
  };
  // A rest after the text was read has nothing to add: it must not speak over what was said since.
  const later = atRest(() => isNew() && read(), TYPING_REST, signal);
  const follow = () => {
    // What was typed here and not read yet is not overwritten by what was pasted elsewhere.
    if (box.value === known) box.value = textOf(store.answer);
    known = textOf(store.answer);
    label();
  };
  box.addEventListener("input", () => {
    label();
    later();
  });
  box.addEventListener("change", read);
  store.watch(["answer"], follow, signal);
  box.value = known;
  label();
  return { box, sample, read, answered: () => (waiting = false) };
}

const heading = (words: string) => h("h4", {}, words);

/** All that is shown of a result, part by part. */
function parts(result: Partial<Result>, split: Split, pick: (split: Split) => void): Element[] {
  const { groups, weights } = result;
  const bad = result.broken?.length ? [brokenCodes(result.broken)] : [];
  if (!result.learners || !groups || !weights) return bad;
  const camps = campsOf(result, split);
  const { head, rows } = numbers(groups, camps);
  const name = t("The weights as a table");
  return [
    ...bad,
    ...(result.agreement
      ? [heading(t("How far do you agree?")), h("p", {}, result.agreement.sentence)]
      : []),
    fluid(WIDEST, (wide) => dotPlot({ groups, weights }, camps, wide)),
    ...(camps ? campParts(result as Result, camps, split, pick) : []),
    ...(result.burden ? burdenParts(result.burden) : []),
    h("details", {}, h("summary", {}, name), wide(name, table(head, rows))),
  ];
}

function brokenCodes(broken: readonly string[]): Element {
  return h(
    "details",
    { open: true },
    h("summary", {}, t("Codes that could not be used: {count}", { count: broken.length })),
    h(
      "ul",
      {},
      broken.map((words) => h("li", {}, words)),
    ),
  );
}

function campParts(
  { camps: all, groups, learners }: Result,
  camps: Camps,
  split: Split,
  pick: (split: Split) => void,
): Element[] {
  const options = splits()
    .filter(([name]) => all?.[name])
    .map(([name, words]) => h("option", { value: name, selected: name === split }, words));
  const select = h("select", { onchange: () => pick(select.value as Split) }, options);
  return [
    heading(t("Are there camps?")),
    h("p", {}, h("label", {}, placed(t("Show camps: {camps}"), "camps", select))),
    h("p", {}, camps.sentence),
    fluid(WIDEST, (wide) => campBars(groups, learners, camps, wide)),
    h(
      "p",
      { class: "small" },
      t(
        "All together: the geometric mean of the learners' weights, where a nought counts as .005.",
      ),
    ),
  ];
}

function burdenParts(burden: NonNullable<Result["burden"]>): Element[] {
  return [
    heading(t("Who carries the heaviest burden?")),
    h("p", {}, burden.sentence),
    h(
      "p",
      {},
      t(
        "In each draw one learner's weights are used, and every coding is drawn around its code, up to its lowest and its highest level; a level that a learner chose widens that range.",
      ),
    ),
    fluid(WIDEST, (wide) => burdenBars(burden, wide)),
  ];
}

export default widget<PoolTraits>("pool", () => t("Class pool"), draw);
