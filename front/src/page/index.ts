/**
 * A lesson as a page of its own, made by nbconvert: draws its charts, and opens on paper what is
 * folded on the screen. `pages.py` puts the figures there, and plotly before this script.
 */
import { suitPaper } from "./paper";

interface Figure {
  readonly data: readonly object[];
  readonly layout: object;
}

declare const Plotly: {
  newPlot(place: HTMLElement, figure: Figure): Promise<unknown>;
};

// In pixels: what a slide has room for.
const SLIDE = 880;

const isDeck = document.querySelector(".reveal") !== null;
const places: HTMLElement[] = [];

/** Draw a chart; the sentence goes that says that its words follow, since who sees it sees them. */
async function draw(chart: HTMLElement): Promise<void> {
  const figure = JSON.parse(chart.querySelector("script")?.textContent ?? "") as Figure;
  const layout = isDeck ? { ...figure.layout, width: SLIDE } : figure.layout;
  const place = document.createElement("div");
  if (!isDeck) places.push(place);
  // plotly measures words as it sets them, and on a slide that is not shown they have no size.
  place.style.cssText = isDeck ? "position: absolute; left: -9999px" : "";
  (isDeck ? document.body : chart).append(place);
  await Plotly.newPlot(place, { ...figure, layout });
  place.style.cssText = "";
  chart.querySelector("p")?.remove();
  chart.append(place);
}

for (const chart of document.querySelectorAll<HTMLElement>(".rk-chart")) void draw(chart);
suitPaper(places);
