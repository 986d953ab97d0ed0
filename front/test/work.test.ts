import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/work/index";
import { Page } from "./page";

const state = {
  ...{ lesson: "06", notice: "", conflict: "", choice: "" as const, answer: {} },
  ...{ file_text: "{}", uploaded: "" },
};

test("the file is handed out when Python has written it anew", (t) => {
  const handed: Blob[] = [];
  t.mock.method(URL, "createObjectURL", (file: Blob) => `blob:${handed.push(file)}`);
  const gone = t.mock.method(URL, "revokeObjectURL", () => undefined);
  const page = new Page(widget, state);
  const view = page.open();
  view.press("Download my work");
  assert.equal(handed.length, 0);
  page.python("file_text", '{"later": 1}');
  page.reply();
  assert.equal(handed[0].size, '{"later": 1}'.length);
  assert.equal(view.says, "Saved as reset-cycle-06.json in your downloads.");
  assert.equal(gone.mock.callCount(), 1);
});

const opened = () => new Page(widget, state);

async function choose(page: ReturnType<typeof opened>, file: File) {
  const view = page.open();
  const input = view.one("input");
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  input.dispatchEvent(new (input.ownerDocument.defaultView ?? window).Event("change"));
  await new Promise((done) => setTimeout(done, 20));
  return view;
}

test("an uploaded file goes to Python whole, and a second time when Python has taken it", async () => {
  const page = opened();
  await choose(page, new File(["{}"], "home.json"));
  assert.deepEqual(page.sent, [{ uploaded: "{}" }]);
  page.python("uploaded", "");
  await choose(page, new File(["{}"], "home.json"));
  assert.deepEqual(page.sent, [{ uploaded: "{}" }, { uploaded: "{}" }]);
});

test("what is no file of saved work by its size is not sent, and that is said", async () => {
  for (const text of ["", "x".repeat(5_000_001)]) {
    const page = opened();
    const view = await choose(page, new File([text], "film.json"));
    assert.deepEqual(page.sent, []);
    assert.match(view.says, /^film.json is no file of saved work/);
  }
});

test("a file that cannot be read is told", async () => {
  const page = opened();
  const file = new File(["{}"], "home.json");
  Object.defineProperty(file, "text", { value: () => Promise.reject(new Error("gone")) });
  const view = await choose(page, file);
  assert.equal(view.says, "home.json cannot be read: choose it again.");
});

test("where Python does not answer, upload and download say so", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const page = new Page(widget, state);
  const view = page.open();
  view.press("Download my work");
  t.mock.timers.tick(9000);
  assert.match(view.says, /^Python has not answered/);
});
