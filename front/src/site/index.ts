/** The pages of the site: what Sphinx writes comes alive here, from the page itself alone. */
import { mount, type Module, type State } from "./model";

declare global {
  /** Sources of the widgets' modules by name: each is one classic script, shared by all pages. */
  var kitModules: Readonly<Record<string, string>> | undefined;
}

const loaded = new Map<string, Promise<Module>>();

/** Load a module from its source: from a folder, a browser imports no file. */
function load(name: string): Promise<Module> {
  const source = globalThis.kitModules?.[name] ?? "";
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return import(address).then((module: { default: Module }) => module.default);
}

async function wake(held: HTMLScriptElement): Promise<void> {
  const name = held.dataset.module ?? "";
  const module = loaded.get(name) ?? load(name);
  loaded.set(name, module);
  const place = held.nextElementSibling as HTMLElement;
  mount(place, await module, JSON.parse(held.text) as State);
}

addEventListener("DOMContentLoaded", () => {
  for (const held of document.querySelectorAll<HTMLScriptElement>("script.rk-widget"))
    void wake(held);
});
