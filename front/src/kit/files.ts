/** Files that go out to the learner's downloads, and come in again. */
import { h } from "./elements";
import { t } from "./language";

/** Hand a text out as a file. */
export function handOut(name: string, text: string, type: string): void {
  const file = new Blob([text], { type });
  const link = h("a", { href: URL.createObjectURL(file), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The box in which a file is chosen; the same file may be chosen again after a slip. */
export function fileBox(accept: string, take: (file: File) => Promise<void>): HTMLInputElement {
  const input = h("input", {
    type: "file",
    accept,
    onchange: () => {
      const file = input.files?.[0];
      if (file) void take(file).then(() => (input.value = ""));
    },
  });
  return input;
}

export const cannotBeRead = (name: string): string =>
  t("{name} cannot be read: choose it again.", { name });
