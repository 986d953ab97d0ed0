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

test("an uploaded file goes to Python whole", async () => {
  const page = new Page(widget, state);
  const input = page.open().one("input");
  Object.defineProperty(input, "files", { value: [new File(["{}"], "home.json")] });
  input.dispatchEvent(new (input.ownerDocument.defaultView ?? window).Event("change"));
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(page.sent, [{ uploaded: "{}" }]);
});
