/**
 * ForecastBoard: give dated forecasts and lock them; in a later lesson remember them, then see what
 * happened. Python keeps the time and the seal, holds the outcomes back, and computes every score.
 */
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { lockBoard } from "./lock";
import { revealBoard } from "./reveal";
import type { ForecastTraits } from "./state";

function draw(view: View<ForecastTraits>): void {
  if (!view.store.get("questions").length) return;
  if (view.store.get("reveal")) revealBoard(view);
  else lockBoard(view);
}

export default widget<ForecastTraits>(
  "forecast",
  (store) =>
    store.get("reveal")
      ? t("Forecast board: remember and reveal")
      : t("Forecast board: give and lock forecasts"),
  draw,
);
