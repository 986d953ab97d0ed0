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

const BOARDS = { lock: lockBoard, recall: recallBoard, open: openBoard };

function draw(view: View<ForecastTraits>): void {
  if (!view.store.get("questions").length) return;
  if (view.store.get("reveal")) stages(view);
  else lockBoard(view);
}

/** A reveal goes from one board to the next: what is drawn of the one before goes away. */
function stages(view: View<ForecastTraits>): void {
  const { store, root, signal } = view;
  const stage = h("div");
  let now: Stage | "" = "";
  let over = new AbortController();
  const show = () => {
    const next = stageOf(store.pick("answer", "here", "shown"));
    if (next === now) return;
    over.abort();
    over = new AbortController();
    stage.replaceChildren();
    BOARDS[next]({ ...view, root: stage, signal: AbortSignal.any([signal, over.signal]) });
    if (now === "lock") view.says.textContent = t("Your forecasts are locked.");
    if (now) focusTitle(stage);
    now = next;
  };
  root.append(stage);
  if (store.get("here"))
    root.append(shareLine(view, "forecasts", sharedWords(), () => sharedOf(store.answer)));
  store.watch(["answer", "shown"], show, signal);
  show();
}

export default widget<ForecastTraits>(
  "forecast",
  (store) =>
    store.get("reveal")
      ? t("Forecast board: remember and reveal")
      : t("Forecast board: give and lock forecasts"),
  draw,
);
