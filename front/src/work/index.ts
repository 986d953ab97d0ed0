/** MyWork: download the lesson's file of answers, upload it again. */
import { button, h, placed } from "../kit/elements";
import { t } from "../kit/language";
import type { Traits } from "../kit/store";
import { complainUnless, widget, type View } from "../kit/widget";

// In bytes: a hundred times a lesson's file; what is larger is something else, chosen by a slip.
const LARGEST = 5_000_000;

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
  // The file may have grown since this was shown: ask for it, and hand it out when it comes.
  const request = () => {
    let came = false;
    store.request(() => {
      came = true;
      download();
    }, signal);
    complainUnless(() => came, { says, signal });
  };
  const ask = button(t("Download my work"), request);
  const input = chooser({ store, signal, says });
  const label = h("label", {}, placed(t("Upload saved work: {file}"), "file", input));
  root.append(h("div", { class: "bar" }, ask, label), says);
}

/** The box in which a file is chosen; Python gets its text. */
function chooser({
  store,
  signal,
  says,
}: Pick<View<WorkTraits>, "store" | "signal" | "says">): HTMLInputElement {
  const upload = async (file: File) => {
    const { name, size } = file;
    says.textContent = "";
    if (size === 0 || size > LARGEST) {
      says.textContent = t("{name} is no file of saved work: choose the one that you downloaded.", {
        name,
      });
      return;
    }
    try {
      store.ask("uploaded", await file.text());
    } catch {
      says.textContent = t("{name} cannot be read: choose it again.", { name });
      return;
    }
    // Python takes it in hand, and leaves nothing there.
    complainUnless(() => store.get("uploaded") === "", { says, signal });
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
  return input;
}

export default widget<WorkTraits>("work", () => t("My work"), draw);
