/** Charts, drawn as they suit the place, a phone's or a wide one, and the theme, light or dark. */
import { suitPaper } from "../page/paper";
import { heldBy, runShared, whenNear } from "./held";

interface Figure {
  readonly data: readonly object[];
  readonly layout: object;
  /** The layout for a narrow place. */
  readonly phone: object;
  readonly config: object;
}

interface Drawer {
  react(place: HTMLElement, data: object, layout: object, config: object): Promise<unknown>;
}

declare global {
  var Plotly: Drawer | undefined;
}

// In pixels: the narrowest place in which a card shows all its words, see charts/card.py.
const CARD = 600;

const isDark = (): boolean => document.documentElement.dataset.theme === "dark";

/** A figure in the colours of the theme. */
function coloured(text: string, onDark: Readonly<Record<string, string>>): Figure {
  let own = text;
  if (isDark())
    for (const [light, dark] of Object.entries(onDark)) own = own.replaceAll(light, dark);
  return JSON.parse(own) as Figure;
}

class Chart {
  readonly #chart: HTMLElement;
  readonly #text: string;
  readonly #onDark: Readonly<Record<string, string>>;
  readonly place = document.createElement("div");
  #isNarrow: boolean | null = null;

  constructor(chart: HTMLElement, figure: unknown, onDark: Readonly<Record<string, string>>) {
    this.#chart = chart;
    this.#text = JSON.stringify(figure);
    this.#onDark = onDark;
    this.#chart.querySelector("p")?.remove();
    this.#chart.append(this.place);
    new ResizeObserver(() => this.draw(false)).observe(this.#chart);
  }

  /** Draw if the place has become narrow or wide, or if the colours have changed. */
  draw(isNew: boolean): void {
    const width = this.#chart.clientWidth;
    const isNarrow = width < CARD;
    if (width === 0 || (!isNew && isNarrow === this.#isNarrow)) return;
    this.#isNarrow = isNarrow;
    const { data, layout, phone, config } = coloured(this.#text, this.#onDark);
    const own = isNarrow ? { ...config, displayModeBar: false } : config;
    this.#chart.style.minHeight = "";
    void globalThis.Plotly?.react(this.place, data, isNarrow ? phone : layout, own);
  }
}

/**
 * The file that draws is large: it comes when a chart is near, or when the page is at rest. To read
 * it takes the browser half a second, in which no board comes alive: boards go first.
 */
const plotly = (): Promise<unknown> => runShared("plotly.js");
const REST = 1000; // milliseconds after all else is there

/** Draw every chart of the page when it comes near the window, and anew when the theme changes. */
export function drawCharts(onDark: Readonly<Record<string, string>>): void {
  const drawn: Chart[] = [];
  for (const chart of document.querySelectorAll<HTMLElement>(".rk-drawing")) {
    const script = chart.querySelector("script");
    if (!script) continue;
    whenNear(chart, () => {
      void Promise.all([heldBy(script), plotly()]).then(([figure]) =>
        drawn.push(new Chart(chart, figure, onDark)),
      );
    });
  }
  if (document.querySelector(".rk-drawing"))
    addEventListener("load", () => setTimeout(() => void plotly(), REST));
  followTheme(() => drawn.forEach((chart) => chart.draw(true)));
  suitPaper({ [Symbol.iterator]: () => drawn.map((chart) => chart.place)[Symbol.iterator]() });
}

/** Tell the boards which theme the page has, and redraw what has colours of its own. */
function followTheme(redraw: () => void): void {
  const page = document.documentElement;
  const follow = () => {
    page.dataset.jpThemeLight = String(!isDark());
    redraw();
  };
  new MutationObserver(follow).observe(page, { attributeFilter: ["data-theme"] });
  follow();
}
