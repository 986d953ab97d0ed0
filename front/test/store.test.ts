/** The store: who hears what, when Python hears, and the way back. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { REST, Store, type Model, type Traits } from "../src/kit/store";

interface Plain extends Traits {
  readonly answer: { readonly n?: number };
}

function make(t: TestContext) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const state: Plain = { lesson: "06", notice: "", conflict: "", choice: "", answer: {} };
  const heard = new Map<string, Set<() => void>>();
  const sent: unknown[] = [];
  const asked: unknown[] = [];
  const tell = (event: string) => [...(heard.get(event) ?? [])].forEach((hear) => hear());
  const model: Model<Plain> = {
    get: (name) => state[name],
    set: (name, value) => {
      Object.assign(state, { [name]: value });
      tell(`change:${name}`);
    },
    save_changes: () => sent.push(state.answer.n),
    send: (message) => asked.push(message),
    on: (event, hear) => heard.set(event, (heard.get(event) ?? new Set()).add(hear)),
    off: (event, hear) => heard.get(event)?.delete(hear),
  };
  const life = new AbortController();
  const store = new Store(model, life.signal);
  const python = (n: number) => model.set("answer", { n });
  const rest = (ms = REST) => t.mock.timers.tick(ms);
  return { store, sent, asked, heard, life, python, rest, tell };
}

test("Python hears of several changes once, when the hand has rested", (t) => {
  const { store, sent, rest } = make(t);
  for (const n of [1, 2, 3]) {
    store.put({ n });
    rest(REST - 1);
  }
  assert.deepEqual(sent, []);
  rest(1);
  assert.deepEqual(sent, [3]);
});

test("what Python sends back late takes nothing from a hand that has moved on", (t) => {
  const { store, sent, python, rest } = make(t);
  const seen: unknown[] = [];
  store.watch(["answer"], () => seen.push(store.answer.n), new AbortController().signal);
  store.put({ n: 1 });
  rest();
  store.put({ n: 2 });
  python(1);
  assert.deepEqual(store.answer, { n: 2 });
  assert.equal(seen.at(-1), 2);
  rest();
  assert.deepEqual(sent, [1, 2]);
});

test("what Python says of its own stands, even while something waits", (t) => {
  const { store, python, rest } = make(t);
  store.put({ n: 1 });
  rest();
  store.put({ n: 2 });
  python(7);
  assert.deepEqual(store.answer, { n: 7 });
  python(1);
  assert.deepEqual(store.answer, { n: 1 });
});

test("while something is held nothing is sent, however long it takes", (t) => {
  const { store, sent, rest } = make(t);
  store.hold();
  store.put({ n: 1 });
  rest(REST * 100);
  assert.deepEqual(sent, []);
  store.release();
  rest();
  assert.deepEqual(sent, [1]);
});

test("a question goes at once and takes along what was waiting", (t) => {
  const { store, sent, rest } = make(t);
  store.put({ n: 1 });
  store.ask("notice", "?");
  assert.deepEqual(sent, [1]);
  rest();
  assert.deepEqual(sent, [1]);
});

test("when the widget goes, what was waiting is sent", (t) => {
  const { store, sent, life } = make(t);
  store.put({ n: 1 });
  life.abort();
  assert.deepEqual(sent, [1]);
});

test("when the widget goes and nothing waits, nothing is sent", (t) => {
  const { sent, life } = make(t);
  life.abort();
  assert.deepEqual(sent, []);
});

test("a listener hears until its signal ends", (t) => {
  const { store, python } = make(t);
  const view = new AbortController();
  let count = 0;
  store.watch(["answer", "notice"], () => count++, view.signal);
  store.put({ n: 1 });
  python(2);
  assert.equal(count, 2);
  view.abort();
  python(3);
  assert.equal(count, 2);
});

test("a request is heard once, and not by a view that has ended", (t) => {
  const { store, asked, tell } = make(t);
  let count = 0;
  const view = new AbortController();
  store.request(() => count++, view.signal);
  assert.deepEqual(asked, [{}]);
  tell("msg:custom");
  tell("msg:custom");
  assert.equal(count, 1);
  store.request(() => count++, view.signal);
  view.abort();
  tell("msg:custom");
  assert.equal(count, 1);
});

test("undo takes back step by step; a streak is one step", (t) => {
  const { store } = make(t);
  const step = (n: number, streak: unknown = null) => {
    store.step(store.answer, streak);
    store.put({ n });
  };
  step(1);
  step(2, "slider");
  step(3, "slider");
  step(4);
  step(5);
  store.endStreak();
  const seen = [];
  while (store.undo()) seen.push(store.answer.n);
  assert.deepEqual(seen, [4, 3, 1, undefined]);
  assert.equal(store.canUndo, false);
});

test("a streak that was ended begins anew", (t) => {
  const { store } = make(t);
  for (const n of [1, 2]) {
    store.step(store.answer, "slider");
    store.put({ n });
    store.endStreak();
  }
  store.undo();
  assert.equal(store.answer.n, 1);
});

test("there is no way back over what came from elsewhere", (t) => {
  const { store, python } = make(t);
  store.step(store.answer);
  store.put({ n: 1 });
  python(9);
  assert.equal(store.undo(), false);
  assert.equal(store.answer.n, 9);
});

test("of very many steps the last fifty can be taken back", (t) => {
  const { store } = make(t);
  for (let n = 1; n <= 60; n++) {
    store.step(store.answer);
    store.put({ n });
  }
  while (store.undo());
  assert.equal(store.answer.n, 10);
});

test("a fault in a view is said, and the other views still hear", (t) => {
  const { store, python, life } = make(t);
  t.mock.method(console, "error", () => undefined);
  let heard = 0;
  const fail = () => {
    throw new Error("no such line");
  };
  store.watch(["answer"], fail, life.signal);
  store.watch(["answer"], () => (heard += 1), life.signal);
  python(1);
  assert.equal(heard, 1);
  const said = "Something went wrong in the page: Error: no such line What was kept is untouched.";
  assert.equal(store.get("notice"), said);
});
