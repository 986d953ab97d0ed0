/** Which side does Python's part for which board. */
import { t } from "../kit/language";
import { EventSide, PassageSide } from "./coding";
import { MoveSide, SealSide } from "./criteria";
import { ForecastSide } from "./forecasting";
import { KeepingSide } from "./keeping";
import { PoolSide } from "./pooling";
import { PredictSide } from "./predicting";
import type { Given, Side } from "./side";
import { Side as Plain } from "./side";
import { SorterSide } from "./sorting";
import { WorkSide } from "./working";

/** A board that reads a notebook, which a page has not. */
class NotebookSide extends Plain {
  override open(): void {
    super.open();
    this.note(t("This board reads your notebook: open it in the Python edition."));
  }
}

const SIDES: Readonly<Record<string, new (given: Given) => Side>> = {
  CodeEvents: EventSide,
  CodeDocument: PassageSide,
  SortClaims: SorterSide,
  SortDesk: SorterSide,
  Predict: PredictSide,
  SealCriteria: SealSide,
  MoveCriteria: MoveSide,
  ForecastBoard: ForecastSide,
  ClassPool: PoolSide,
  MarkEssay: NotebookSide,
  MyWork: WorkSide,
};

export function makeSide(given: Given): Side {
  const Made = SIDES[given.board] ?? KeepingSide;
  return new Made(given);
}
