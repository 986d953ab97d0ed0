/** The pages of the site: what Sphinx writes comes alive here, from the page itself alone. */
import { speak, type Catalogue } from "../kit/language";
import { drawCharts } from "./charts";
import { showDefinitions } from "./definitions";
import { writeFootnotes } from "./footnotes";
import { heldBy, whenNear } from "./held";
import { mount, type Module, type State } from "./model";
import { openTables } from "./tables";

declare global {
  /** Sources of the boards' modules by name: each is one classic script, shared by all pages. */
  var kitModules: Readonly<Record<string, string>> | undefined;
  /** What pages and boards say, where they do not speak English. */
  var kitCatalogue: Catalogue | undefined;
}

/** What Python says once for every page. */
interface Site {
  /** What stands on a dark ground for each colour of a chart's card. */
  readonly dark: Readonly<Record<string, string>>;
}

const loaded = new Map<string, Promise<Module>>();

/** Load a module from its source: from a folder, a browser imports no file. */
function load(name: string): Promise<Module> {
  const source = globalThis.kitModules?.[name] ?? "";
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return import(address).then((module: { default: Module }) => module.default);
}

async function wake(held: HTMLScriptElement, place: HTMLElement): Promise<void> {
  const { module: name = "", model = "" } = held.dataset;
  const coming = loaded.get(name) ?? load(name);
  loaded.set(name, coming);
  const [module, state] = await Promise.all([coming, heldBy(held)]);
  place.replaceChildren();
  mount(place, module, { ...(state as State), _catalogue: globalThis.kitCatalogue ?? {} }, model);
}

/** Let sections that wait for a guess open when it is made. */
function openSections(): void {
  document.addEventListener("resetcycle:committed", (event) => {
    event.preventDefault();
    for (const closed of document.querySelectorAll<HTMLDetailsElement>("details.rk-closed"))
      closed.open = true;
  });
}

addEventListener("DOMContentLoaded", () => {
  const site = JSON.parse(document.getElementById("rk-site")?.textContent ?? "") as Site;
  speak(globalThis.kitCatalogue);
  openSections();
  for (const held of document.querySelectorAll<HTMLScriptElement>("script.rk-widget")) {
    const place = held.nextElementSibling as HTMLElement;
    whenNear(place, () => void wake(held, place));
  }
  drawCharts(site.dark);
  showDefinitions();
  openTables();
  writeFootnotes();
});
