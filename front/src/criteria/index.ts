/**
 * Criteria: chosen and sealed without the record, or moved over it. Which of the two a board is
 * follows from what Python sends: the record is with the second alone.
 */
import { button, facts, h, table, wide } from "../kit/elements";
import { t } from "../kit/language";
import { shareLine } from "../kit/share";
import { askToLock, widget, type View } from "../kit/widget";
import { day } from "../kit/words";
import { choice, slider, type Control } from "./controls";
import { makePanel, reachOf } from "./panel";
import {
  choiceWords,
  chosenOf,
  isClaim,
  judged,
  left,
  MARKS,
  sealedAt,
  sharedOf,
  shortWords,
  tally,
  turned,
  verdictWords,
  type Chosen,
  type CriteriaTraits,
  type Judged,
  type Part,
} from "./state";

type CriteriaView = View<CriteriaTraits>;

const name = ({ store }: Pick<CriteriaView, "store">): string =>
  store.get("steps") ? t("Move your criteria over the record") : t("Your criteria");

const draw = (view: CriteriaView): void => (view.store.get("steps") ? move(view) : seal(view));

const controlOf = (part: Part, give: (value: string) => void): Control =>
  isClaim(part) ? slider(part, give) : choice(part, give);

// ---- before the record

function seal(view: CriteriaView): void {
  const { store, root, says, signal } = view;
  const parts = store.get("parts");
  const chosen = () => chosenOf(parts, store.answer);
  const controls = parts.map((part) =>
    controlOf(part, (value) => {
      store.put({ chosen: { ...chosen(), [part.name]: value }, locked_at: null });
    }),
  );
  const press = button(t("Seal my criteria"), () => {
    if (Object.keys(chosen()).length < parts.length) says.textContent = left(parts, chosen());
    else askToLock(view);
  });
  const title = h("h3", { tabindex: -1 }, name(view));
  const form = h(
    "div",
    {},
    h("p", {}, t("Choose by how much. After the seal nothing of it can be changed.")),
    controls.map(({ element }) => element),
    h("div", { class: "bar" }, press),
  );
  const done = h("div", {});
  const holds = t("For the class chat: your criteria and the minute of the seal, and no name.");
  const code = shareLine(view, "criteria", holds, () => sharedOf(parts, store.answer));
  root.append(title, form, done, says, code);
  let wasSealed: boolean | null = null;
  const show = () => {
    const isSealed = sealedAt(store.answer) !== "";
    form.hidden = isSealed;
    done.hidden = !isSealed;
    done.replaceChildren(...(isSealed ? sealed(parts, chosen()) : []));
    controls.forEach((each) => each.show(chosen()));
    says.textContent = isSealed ? sealWords(store.answer) : left(parts, chosen());
    if (isSealed && wasSealed === false) title.focus();
    wasSealed = isSealed;
  };
  store.watch(["answer"], show, signal);
  show();
}

const sealed = (parts: readonly Part[], chosen: Chosen): HTMLElement[] => [
  facts(parts.map((part) => [part.words, choiceWords(part, chosen[part.name])] as const)),
];

const sealWords = (answer: CriteriaTraits["answer"]): string =>
  t("Sealed on {moment} UTC. They stay as they are.", {
    moment: day(sealedAt(answer), { dateStyle: "long", timeStyle: "short" }),
  });

// ---- over the record

function move(view: CriteriaView): void {
  const { store, root, says, signal } = view;
  const parts = store.get("parts");
  const [steps, own] = [store.get("steps") ?? [], store.get("sealed") ?? {}];
  const [least, known] = [store.get("least") ?? 0, store.get("in_the_article") ?? []];
  const judge = () => judged(steps, chosenOf(parts, store.answer), least);
  let before = judge();
  let last = JSON.stringify(chosenOf(parts, store.answer));
  const put = (chosen: Chosen) => store.put({ chosen });
  // What a claim says stands in the seal and in the prediction above: here its name is enough.
  const named = parts.map((part) => (isClaim(part) ? { ...part, words: shortWords(part) } : part));
  const controls = named.map((part) =>
    controlOf(part, (value) => put({ ...chosenOf(parts, store.answer), [part.name]: value })),
  );
  const reach = reachOf(steps);
  const panels = parts.filter(isClaim).map((part) => makePanel({ part, reach, known }));
  const sums = h("p", { class: "sums" });
  const all = h("details", {}, h("summary", {}, t("All verdicts as a table")));
  const back = button(t("Back to my sealed criteria"), () => put(own));
  back.hidden = !Object.keys(own).length;
  const show = () => {
    const [now, chosen] = [judge(), chosenOf(parts, store.answer)];
    controls.forEach((each) => each.show(chosen));
    parts.filter(isClaim).forEach(({ name: claim }, i) => {
      const sealed = claim in own ? Number(own[claim]) : null;
      panels[i].show({ own: now.filter((one) => one.claim === claim), sealed });
    });
    sums.textContent = later(now, known)
      .map((presidency) => tally(now, presidency))
      .join(" ");
    const verdicts = wide(t("All verdicts as a table"), verdictTable(parts, now));
    all.replaceChildren(all.firstElementChild ?? "", verdicts);
    if (JSON.stringify(chosen) !== last) says.textContent = turned(before, now);
    last = JSON.stringify(chosen);
    before = now;
  };
  root.append(h("h3", {}, name(view)), explained(own), choices(parts, controls), sums, says);
  root.append(grid(parts, controls, panels), h("div", { class: "bar" }, back), all);
  store.watch(["answer"], show, signal);
  show();
}

const MARKED = ["met", "unmet", "unknown"] as const;

const explained = (own: Chosen): HTMLElement =>
  h(
    "p",
    { class: "small" },
    t(
      "Dot: points the way that the criterion says. Bar: how uncertain. Upright line: your threshold.",
    ),
    " ",
    t("Above the broken line: presidencies that the article knew."),
    " ",
    MARKED.map((verdict) => `${MARKS[verdict]} ${verdictWords(verdict)}`).join(", "),
    ". ",
    Object.keys(own).length
      ? t("The thin dotted line is your seal.")
      : t("Nothing is sealed yet: all thresholds are zero."),
  );

/** The presidencies that ended after the article, or are not over. */
const later = (now: readonly Judged[], known: readonly string[]): string[] => [
  ...new Set(now.map(({ presidency }) => presidency).filter((one) => !known.includes(one))),
];

const choices = (parts: readonly Part[], controls: readonly Control[]): HTMLElement =>
  h(
    "div",
    { class: "choices" },
    controls.flatMap(({ element }, i) => (isClaim(parts[i]) ? [] : [element])),
  );

function grid(
  parts: readonly Part[],
  controls: readonly Control[],
  panels: readonly { readonly element: HTMLElement }[],
): HTMLElement {
  const claims = controls.filter((_, i) => isClaim(parts[i]));
  return h(
    "div",
    { class: "grid" },
    claims.map(({ element }, i) => h("div", {}, element, panels[i].element)),
  );
}

function verdictTable(parts: readonly Part[], now: readonly Judged[]): HTMLTableElement {
  const claims = parts.filter(isClaim);
  const presidencies = [...new Set(now.map(({ presidency }) => presidency))];
  const cell = (presidency: string, claim: string): string => {
    const one = now.find((each) => each.presidency === presidency && each.claim === claim);
    return one ? `${MARKS[one.verdict]} ${verdictWords(one.verdict)}` : "";
  };
  return table(
    [t("presidency"), ...claims.map(shortWords)],
    presidencies.map((one) => [one, ...claims.map((claim) => cell(one, claim.name))] as const),
  );
}

export default widget<CriteriaTraits>("criteria", (store) => name({ store }), draw);
