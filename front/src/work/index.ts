/** MyWork: download the lesson's file of answers, upload it again. */
import { button, h, placed } from "../kit/elements";
import { cannotBeRead, fileBox, handOut } from "../kit/files";
import { t } from "../kit/language";
import type { Traits } from "../kit/store";
import { complainUnless, widget, type View } from "../kit/widget";

// In bytes: a hundred times a lesson's file; what is larger is something else, chosen by a slip.
const LARGEST = 5_000_000;
const JSON_FILE = "application/json";

interface WorkTraits extends Traits {
  readonly file_text: string;
  readonly uploaded: string;
}

function draw({ store, root, signal, says }: View<WorkTraits>): void {
  const download = () => {
    const name = `reset-cycle-${store.get("lesson")}.json`;
    handOut(name, store.get("file_text"), JSON_FILE);
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
      says.textContent = cannotBeRead(name);
      return;
    }
    // Python takes it in hand, and leaves nothing there.
    complainUnless(() => store.get("uploaded") === "", { says, signal });
  };
  return fileBox(`.json,${JSON_FILE}`, upload);
}

export default widget<WorkTraits>("work", () => t("My work"), draw);
