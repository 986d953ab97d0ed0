import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/memo/index";
import { ActIndex, cite, fileText, standing, type Act, type MemoTraits } from "../src/memo/state";
import { states } from "./known";
import { isHidden, Page, type View } from "./page";

const ACTS: readonly Act[] = [
  ["1997-05-founding-act", "1997-05-27", "NATO and Russia sign the Founding Act", "both"],
  ["2000-02-nato-thaw", "2000-02-16", "Putin and NATO's Robertson agree", "RUS"],
  ["2009-02-munich-reset", "2009-02-07", "Biden calls for a réset in Munich", "USA"],
];
const STATE: MemoTraits = { ...states.memo, acts: ACTS, limit: 10 };
const open = (answer: MemoTraits["answer"] = {}, state = STATE) => {
  const page = new Page(widget, state, answer);
  return { page, view: page.open() };
};
const area = (view: View) => view.one<HTMLTextAreaElement>("textarea");
const write = (view: View, text: string) => view.put(area(view), text);
const search = (view: View, words: string) => view.put(view.one("input[type=text]"), words);
const words = (n: number) => Array<string>(n).fill("word").join(" ");

test("words are counted as one writes, and nothing is cut", () => {
  const { page, view } = open();
  assert.equal(view.text(".length"), "0 of 10 words: 10 left.");
  write(view, words(12));
  assert.equal(view.text(".length"), "12 of 10 words: 2 too many.");
  assert.equal(page.get("answer").text, words(12));
});

test("the limit is told when it is near and when it is passed, and not at every word", () => {
  const { view } = open();
  const heard = [3, 8, 9, 10, 11, 12, 8].map((n) => {
    view.one(".says").textContent = "";
    write(view, words(n));
    return view.says.split(" ")[0];
  });
  assert.deepEqual(heard, ["", "", "Near", "", "Over", "", ""]);
  assert.deepEqual(
    [0, 8, 9, 10, 11].map((n) => standing(n, 10)),
    ["room", "room", "near", "near", "over"],
  );
});

test("an act is found by words of its title, of its date and of its name, in any order", () => {
  const acts = new ActIndex(ACTS);
  const found = (query: string) => acts.find(query).map(([id]) => id.slice(0, 4));
  assert.deepEqual(found("nato"), ["1997", "2000"]);
  assert.deepEqual(found("february NATO"), ["2000"]);
  assert.deepEqual(found("2000 16"), ["2000"]);
  assert.deepEqual(found("reset"), ["2009"]);
  assert.deepEqual(found("thaw"), ["2000"]);
  assert.deepEqual(["", "  ", "nato zebra"].map(found), [[], [], []]);
});

test("an act that is pressed stands in the text where the hand was, and in the list", () => {
  const { page, view } = open({ text: "The thaw helped. So?" });
  area(view).setSelectionRange(15, 15);
  search(view, "robertson");
  assert.equal(view.text(".search .says"), "1 act.");
  view.press("16 February 2000, Moscow: Putin");
  assert.equal(page.get("answer").text, "The thaw helped (2000-02-nato-thaw). So?");
  assert.equal(area(view).selectionStart, "The thaw helped (2000-02-nato-thaw)".length);
  assert.equal(
    view.text(".cited p"),
    "1 act cited. None is an act of Washington alone.",
    "an act of Moscow leaves Washington to be cited",
  );
});

test("a name is put in with a space where one is needed, and with none where one stands", () => {
  const put = (text: string, at: number) => cite(text, at, "x").text;
  assert.equal(put("", 0), "(x)");
  assert.equal(put("So", 2), "So (x)");
  assert.equal(put("So ", 3), "So (x)");
  assert.equal(put("So.", 2), "So (x).");
  assert.equal(put("So on", 3), "So (x) on");
});

test("more acts than fit are counted, and none at all is said", () => {
  const many = Array.from({ length: 9 }, (_, i): Act => [`200${i}-01-x`, "2001-01-01", "A", "USA"]);
  const { view } = open({}, { ...STATE, acts: many });
  search(view, "a");
  assert.equal(view.all(".search li").length, 6);
  assert.match(view.text(".search .says"), /^9 acts; the first 6 are shown/);
  search(view, "zebra");
  assert.match(view.text(".search .says"), /^No act has all these words/);
  search(view, "");
  assert.equal(view.text(".search .says"), "");
});

test("a name that no act has is told, and a cited act shows where it stands", () => {
  const { view } = open({ text: "See 2000-02-nato-thaw and 2024-08-nothing." });
  assert.equal(view.text(".slip"), "2024-08-nothing is no act of the record: look for a slip.");
  view.press("16 February 2000");
  const { selectionStart: from, selectionEnd: to } = area(view);
  assert.deepEqual([from, to], [4, 21]);
});

test("without citing there is neither search nor list", () => {
  const { view } = open({ text: "2024-08-nothing" }, { ...STATE, acts: [], citing: false });
  assert.deepEqual(view.all(".search, .cited"), []);
  assert.equal(view.texts("dt").length, STATE.rubric.length);
});

test("the file says whose memo it is by its capital, how long it is and which acts it cites", () => {
  const text = "Wait (2000-02-nato-thaw).";
  assert.equal(
    fileText({ ...STATE, answer: { text, desk: "RUS" } }, [ACTS[1]]),
    "Memo of lesson 11\nWritten from Moscow\n2 of 10 words: 8 left.\n\n" +
      `${text}\n\n- 2000-02-nato-thaw: 16 February 2000, Moscow: Putin and NATO's Robertson agree\n`,
  );
  assert.equal(
    fileText({ ...STATE, answer: { text: "Go." } }, []),
    "Memo of lesson 11\n1 of 10 words: 9 left.\n\nGo.\n",
  );
});

test("a memo is handed out as a text, and an empty one is not", (t) => {
  const handed: Blob[] = [];
  t.mock.method(URL, "createObjectURL", (file: Blob) => `blob:${handed.push(file)}`);
  t.mock.method(URL, "revokeObjectURL", () => undefined);
  const { view } = open({ desk: "USA" });
  view.press("Save my memo");
  assert.equal(view.says, "There is nothing to save yet: write.");
  write(view, "Go.");
  view.press("Save my memo");
  assert.equal(view.says, "Saved as reset-cycle-memo-11-USA.txt in your downloads.");
  assert.equal(handed.length, 1);
});

async function choose(view: View, file: File) {
  const input = view.one("input[type=file]");
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  input.dispatchEvent(new (input.ownerDocument.defaultView ?? window).Event("change"));
  await new Promise((done) => setTimeout(done, 20));
}

test("somebody else's memo is read beside one's own as it stands, and put away again", async () => {
  const { page, view } = open({ text: "Mine." });
  assert.ok(isHidden(view.one(".other")));
  await choose(view, new File(["<b>Theirs</b>\n\nSo."], "ann.txt"));
  assert.equal(view.text(".other"), "<b>Theirs</b>\n\nSo.");
  assert.equal(view.says, "Opened below: ann.txt.");
  assert.equal(page.get("answer").text, "Mine.");
  view.press("Put it away");
  assert.ok(isHidden(view.one(".other")));
});

test("what is no text, or too long for a memo, is not opened", async () => {
  const { page, view } = open();
  const long = "x".repeat(STATE.longest + 1);
  for (const holds of ["", "PK\u0003\u0000", long, new Uint8Array([0xff, 0xd8])]) {
    await choose(view, new File([holds], "photo.txt"));
    assert.equal(view.says, "photo.txt is no memo: choose a text file.");
  }
  assert.deepEqual(page.get("answer"), {});
});
