/** The share code of a board: made of what is on the screen, so that it can be of nothing else. */
import { EPOCH, pack, savedIn } from "./codes";
import { copyButton } from "./copy";
import { h } from "./elements";
import type { Kind, Lists, Work } from "./kinds";
import { t } from "./language";
import type { Traits } from "./store";
import type { View } from "./widget";

/** What Python hands to a board whose work has a code. */
export interface ShareTraits extends Traits {
  /** The code that Python made; empty if there is none. */
  readonly share_code: string;
  readonly learner: string;
  readonly lists: Partial<Lists>;
}

/** What a code holds, and when it was made: now, unless the work has a time of its own. */
export interface Shared<K extends Kind> {
  readonly work: Work<K>;
  readonly saved?: string | null;
}

type Given = Pick<ShareTraits, "share_code" | "learner" | "lists">;

/**
 * The code of some work. Python's, if it is of the same work: then the two have one minute too.
 * None where the clock cannot be right, and for work that no list of today knows.
 */
export function codeOf<K extends Kind>(
  kind: K,
  { work, saved }: Shared<K>,
  { share_code: code, learner, lists }: Given,
  now: number,
): string {
  const at = (time: string) => pack(kind, work, { learner, saved: time }, lists as Lists);
  try {
    if (code && at(savedIn(code)) === code) return code;
    const own = Date.parse(saved ?? "");
    const time = isNaN(own) ? now : own;
    return time < EPOCH ? "" : at(new Date(time).toISOString());
  } catch (fault) {
    if (fault instanceof RangeError) return "";
    throw fault;
  }
}

/**
 * A line with the code and a button that copies it, hidden as long as there is nothing to share.
 * `holds` says what is in the code; `what` is asked whenever the answer changes.
 */
export function shareLine<K extends Kind, T extends ShareTraits>(
  { store, says, signal }: View<T>,
  kind: K,
  holds: string,
  what: () => Shared<K> | null,
): HTMLElement {
  const code = h("code", { class: "share-code" });
  const copy = copyButton(code, (isCopied, refused) => {
    says.textContent = isCopied ? t("Share code copied.") : refused;
  });
  const line = h("p", { class: "bar" }, h("span", {}, t("Your share code:")), code, copy);
  const small = h("p", { class: "small" }, holds);
  const element = h("div", { class: "share" }, line, small);
  // The minute is that of the last change: a code that only waits stays the same.
  let [last, since] = ["", Date.now()];
  const show = () => {
    const shared = what();
    const now = JSON.stringify(shared);
    if (now !== last) [last, since] = [now, Date.now()];
    const given = store.pick("share_code", "learner", "lists") as Given;
    code.textContent = shared && codeOf(kind, shared, given, since);
    element.hidden = !code.textContent;
  };
  store.watch(["answer", "share_code", "learner"], show, signal);
  show();
  return element;
}
