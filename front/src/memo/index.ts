/** Memo: write, count, find and cite acts, save as a file, and read what somebody else saved. */
import { button, facts, h, placed, unique } from "../kit/elements";
import { cannotBeRead, fileBox, handOut } from "../kit/files";
import { t } from "../kit/language";
import { widget, type View } from "../kit/widget";
import { capital } from "../kit/words";
import { makeCited, makeSearch } from "./acts";
import {
  cite,
  countWords,
  fileName,
  fileText,
  isText,
  lengthWords,
  ActIndex,
  standing,
  textOf,
  warning,
  type Act,
  type MemoTraits,
} from "./state";

type MemoView = View<MemoTraits>;

const name = () => t("Memo");

function draw(view: MemoView): void {
  const { store, root, signal, says } = view;
  const record = new ActIndex(store.get("acts"));
  const cited = () => record.cited(textOf(store.answer)).acts;
  const [desk, writing, other] = [makeDesk(view), makeWriting(view), makeOther(view)];
  const search = makeSearch(view, record, (act) => writing.cite(act));
  const list = makeCited(store.get("desks"), (id) => writing.point(id));
  const [called, lines] = [store.get("called"), store.get("rubric")];
  const aside = h("div", { class: "aside" }, lines.length > 0 && rubric(lines));
  const sheet = h("div", {}, !called && desk.element, writing.element, says);
  if (store.get("citing")) {
    sheet.append(list.element);
    aside.prepend(search);
  }
  sheet.append(fileBar(view, cited));
  // With nothing to stand beside it, the text has the whole width.
  const beside = aside.childElementCount > 0 ? h("div", { class: "desk" }, sheet, aside) : sheet;
  root.append(h("h3", {}, called || name()), beside, other.element);
  const show = () => {
    desk.show();
    writing.show();
    other.show();
    if (store.get("citing")) list.show(record.cited(textOf(store.answer)));
  };
  store.watch(["answer"], show, signal);
  show();
}

/** From which capital one writes. */
function makeDesk({ store }: MemoView) {
  const group = unique("desk");
  const inputs = Object.keys(store.get("desks")).map((value) =>
    h("input", {
      ...{ type: "radio", name: group, value },
      onchange: () => store.put({ ...store.answer, desk: value }),
    }),
  );
  const labels = Object.values(store.get("desks")).map((city, i) =>
    h("label", {}, inputs[i], city),
  );
  const show = () => inputs.forEach((input) => (input.checked = input.value === store.answer.desk));
  const element = h("fieldset", {}, h("legend", {}, t("Written from")), labels);
  return { element, show };
}

/** The text, and its length as one writes: heard only when the limit is near or passed. */
function makeWriting({ store, says }: MemoView) {
  const [limit, length] = [store.get("limit"), h("p", { class: "length", id: unique("length") })];
  const area = h("textarea", {
    ...{ rows: 16, id: unique("memo"), "aria-describedby": length.id },
    oninput: () => write(area.value),
  });
  const write = (text: string) => store.put({ ...store.answer, text });
  let before = standing(0, limit);
  const show = () => {
    const text = textOf(store.answer);
    if (area.value !== text) area.value = text;
    const words = countWords(text);
    const now = standing(words, limit);
    length.textContent = lengthWords(words, limit);
    length.dataset.standing = now;
    if (now !== before) says.textContent = warning(now, limit);
    before = now;
  };
  const put = ([id, , title]: Act) => {
    const { text, caret } = cite(area.value, area.selectionStart, id);
    write(text);
    area.focus();
    area.setSelectionRange(caret, caret);
    says.textContent = t("Cited: {title}.", { title });
  };
  const point = (id: string) => {
    const at = area.value.indexOf(id);
    area.focus();
    area.setSelectionRange(at, at + id.length);
  };
  const label = store.get("called") ? t("Your text") : t("Your memo");
  const element = h("div", {}, h("label", { for: area.id }, label), area, length);
  return { element, show, cite: put, point };
}

/** Save the memo as a file, and open somebody else's. */
function fileBar({ store, says }: MemoView, cited: () => readonly Act[]): HTMLElement {
  const memo = () => store.pick("lesson", "limit", "desks", "answer");
  const save = button(
    store.get("called") ? t("Save my text as a file") : t("Save my memo as a file"),
    () => {
      const file = fileName(memo());
      if (!textOf(store.answer).trim())
        says.textContent = t("There is nothing to save yet: write.");
      else {
        handOut(file, fileText(memo(), cited()), "text/plain");
        says.textContent = t("Saved as {name} in your downloads.", { name: file });
      }
    },
  );
  const take = async (file: File) => {
    const text = await file.text().catch(() => undefined);
    if (text === undefined) says.textContent = cannotBeRead(file.name);
    else if (file.size > store.get("longest") || !isText(text))
      says.textContent = t("{name} is no memo: choose a text file.", { name: file.name });
    else {
      store.put({ ...store.answer, other: { name: file.name, text } });
      says.textContent = t("Opened below: {name}.", { name: file.name });
    }
  };
  const box = fileBox(".txt,.md,text/plain", take);
  const label = h("label", {}, placed(t("Read somebody else's: {file}"), "file", box));
  return h("div", { class: "bar" }, save, label);
}

/** A memo that somebody else wrote, to be read beside one's own. */
function makeOther({ store }: MemoView) {
  const [title, text] = [h("h4"), h("div", { class: "other" })];
  const away = button(t("Put it away"), () => store.put({ ...store.answer, other: null }));
  const element = h("section", {}, title, text, h("div", { class: "bar" }, away));
  const show = () => {
    const { other } = store.answer;
    element.hidden = !other;
    if (!other) return;
    title.textContent = t("To read: {name}", { name: other.name });
    text.textContent = other.text;
  };
  return { element, show };
}

function rubric(lines: MemoTraits["rubric"]): HTMLElement {
  const asked = lines.map(
    ([criterion, asks, best]) => [criterion, `${capital(asks)} ${best}.`] as const,
  );
  const title = h("summary", {}, t("How it is read: 0 to 3 points a line, and what earns 3"));
  return h("details", { open: true }, title, facts(asked));
}

export default widget<MemoTraits>("memo", name, draw);
