/**
 * ForecastBoard: give dated forecasts and lock them; in a later lesson remember them, then see what
 * happened. Python keeps the time and the seal, holds the outcomes back, and computes every score.
 */
import { h } from "../kit/elements";
import { t } from "../kit/language";
import { shareLine } from "../kit/share";
import { widget, type View } from "../kit/widget";
import { lockBoard, sharedWords } from "./lock";
import { focusTitle, openBoard, recallBoard } from "./reveal";
import { sharedOf, stageOf, type ForecastTraits, type Stage } from "./state";

const BOARDS = { lock: lockBoard, recall: recallBoard, open: openBoard, elsewhere: seenElsewhere };

/** What follows a change in each view of a board, in the order in which the views were drawn. */
const views = new WeakMap<object, (() => void)[]>();

function draw(view: View<ForecastTraits>): void {
  if (!view.store.get("questions").length) return;
  if (view.store.get("reveal")) stages(view);
  else lockBoard(view);
}

/**
 * A reveal goes from one board to the next: what is drawn of the one before goes away. A lesson
 * shows the board twice, to forecast and to look back: the outcomes open only where it stands last,
 * or the page would jump when the upper one grows.
 */
function stages(view: View<ForecastTraits>): void {
  const { store, root, signal } = view;
  const [stage, share] = [h("div"), h("div")];
  const drawn = views.get(store) ?? [];
  let now: Stage | "elsewhere" | "" = "";
  let over = new AbortController();
  const show = () => {
    const reached = stageOf(store.pick("answer", "here", "shown"));
    const next = reached === "open" && drawn.at(-1) !== show ? "elsewhere" : reached;
    share.hidden = next === "open" && drawn.length > 1;
    if (next === now) return;
    over.abort();
    over = new AbortController();
    stage.replaceChildren();
    BOARDS[next]({ ...view, root: stage, signal: AbortSignal.any([signal, over.signal]) });
    if (now) view.says.textContent = now === "lock" ? t("Your forecasts are locked.") : "";
    if (now && next !== "elsewhere") focusTitle(stage);
    now = next;
  };
  views.set(store, drawn);
  drawn.push(show);
  signal.addEventListener("abort", () => {
    drawn.splice(drawn.indexOf(show), 1);
    drawn.at(-1)?.();
  });
  root.append(stage, share);
  if (store.get("here"))
    share.append(shareLine(view, "forecasts", sharedWords(), () => sharedOf(store.answer)));
  store.watch(["answer", "shown"], show, signal);
  for (const each of drawn) each();
}

/** What an upper view shows of open outcomes: where they are. */
function seenElsewhere({ root, says }: View<ForecastTraits>): void {
  root.append(h("p", {}, t("The outcomes are open where this board is shown again.")), says);
}

export default widget<ForecastTraits>(
  "forecast",
  (store) =>
    store.get("reveal")
      ? t("Forecast board: remember and reveal")
      : t("Forecast board: give and lock forecasts"),
  draw,
);
