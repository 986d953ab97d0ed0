/** What paper needs of a page: what is folded on the screen is open there, and charts fit it. */

// In pixels: what a sheet of paper has room for within its margins.
const SHEET = 640;

declare const Plotly: {
  relayout(place: HTMLElement, change: object): Promise<unknown>;
};

/** Open what is folded for the printer, and close it again; `places` are the charts drawn by then. */
export function suitPaper(places: Iterable<HTMLElement>): void {
  let folded: HTMLDetailsElement[] = [];
  const resize = (change: object) => {
    for (const place of places) void Plotly.relayout(place, change);
  };
  addEventListener("beforeprint", () => {
    // A board is a picture on paper: what is folded in it stays folded.
    folded = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open]):not(.rk *)")];
    for (const details of folded) details.open = true;
    resize({ width: SHEET, autosize: false });
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
    resize({ width: null, autosize: true });
  });
}
