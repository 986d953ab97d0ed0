/** MyWork: download the lesson's file of answers, upload it again. */
import { button, h, placed } from "../kit/elements";
import { t } from "../kit/language";
import type { Traits } from "../kit/store";
import { widget, type View } from "../kit/widget";

interface WorkTraits extends Traits {
  readonly file_text: string;
  readonly uploaded: string;
}

function draw({ store, root, signal, says }: View<WorkTraits>): void {
  const download = () => {
    const name = `reset-cycle-${store.get("lesson")}.json`;
    const file = new Blob([store.get("file_text")], { type: "application/json" });
    const link = h("a", { href: URL.createObjectURL(file), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
    says.textContent = t("Saved as {name} in your downloads.", { name });
  };
  const upload = async (file: File) => {
    store.ask("uploaded", await file.text());
  };
  const input = h("input", {
    type: "file",
    accept: ".json,application/json",
    onchange: () => {
      const file = input.files?.[0];
      if (!file) return;
      // The same file may be chosen again after a slip: the box forgets what was chosen.
      void upload(file).then(() => (input.value = ""));
    },
  });
  // The file may have grown since this was shown: ask for it, and hand it out when it comes.
  const ask = button(t("Download my work"), () => store.request(download, signal));
  const label = h("label", {}, placed(t("Upload saved work: {file}"), "file", input));
  root.append(h("div", { class: "bar" }, ask, label), says);
}

export default widget<WorkTraits>("work", () => t("My work"), draw);
