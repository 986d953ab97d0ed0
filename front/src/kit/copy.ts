import { button } from "./elements";
import { t } from "./language";

/**
 * A button that copies what an element says, or selects it where the browser lets no page copy.
 * `told` hears which of the two it was, and for the second a sentence that says so.
 */
export function copyButton(
  from: HTMLElement,
  told: (isCopied: boolean, refused: string) => void,
): HTMLButtonElement {
  const refused = () => {
    document.getSelection()?.selectAllChildren(from);
    const press = t("This page may not copy. It is selected: press Ctrl+C, or Cmd+C on a Mac.");
    told(false, press);
  };
  const copied = () => told(true, "");
  return button(t("Copy"), () => {
    // Where a page comes over an open connection, browsers have no clipboard at all.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (clipboard) clipboard.writeText(from.textContent ?? "").then(copied, refused);
    else refused();
  });
}
