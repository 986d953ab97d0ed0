import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/sort/index";
import { read } from "../src/sort/state";
import { states } from "./known";
import { isHidden, Page } from "./page";

const { claims, kinds } = states.sort;
const open = (chosen = {}, shown = false) => {
  const page = new Page(widget, states.sort, { chosen, shown });
  return { page, view: page.open() };
};
const other = (kind: string) => Object.keys(kinds).find((each) => each !== kind) ?? "";

test("the claims stand in their order, the kinds with what they mean", () => {
  const { view } = open();
  assert.deepEqual(
    view.texts("label span"),
    claims.map(({ claim }, i) => `${i + 1}. ${claim}`),
  );
  assert.deepEqual(view.texts("dt"), Object.keys(kinds));
  assert.deepEqual(view.texts("dd"), Object.values(kinds));
  assert.equal(view.says, "0 of 12 sorted.");
});

test("nothing is shown of the kit's sorting before it is asked for, and nothing for nothing", () => {
  const { page, view } = open();
  view.press("Show the kit's sorting");
  assert.equal(view.says, "Sort at least one claim first.");
  view.put(view.all<HTMLSelectElement>("select")[0], claims[0].kind);
  assert.equal(view.says, "1 of 12 sorted.");
  assert.ok(view.all(".rk-verdict").every(isHidden));
  assert.deepEqual(page.get("answer"), {
    chosen: { [claims[0].id]: claims[0].kind },
    shown: false,
  });
});

test("a sorted claim is held against the kit's; one that is not sorted stays covered", () => {
  const [same, differs] = claims;
  const { view } = open({ [same.id]: same.kind, [differs.id]: other(differs.kind) });
  view.press("Show the kit's sorting");
  const said = view.all(".rk-verdict");
  assert.equal(said[0].textContent, `✓ The kit says ${same.kind} too.`);
  assert.equal(
    said[1].textContent,
    `≠ You say ${other(differs.kind)}, the kit says ${differs.kind}. ${differs.why}`,
  );
  assert.deepEqual(
    said.map((each) => each.classList.contains("rk-same")),
    claims.map((_, i) => i === 0),
  );
  assert.deepEqual(
    said.map(isHidden),
    claims.map((_, i) => i > 1),
  );
  const rest = "10 not sorted yet. Both sortings are judgements.";
  assert.equal(view.says, `You and the kit agree on 1 of 2; ${rest}`);
});

test("with all sorted nothing is left to sort, and a mind can be changed", () => {
  const { view, page } = open(Object.fromEntries(claims.map(({ id, kind }) => [id, kind])), true);
  assert.equal(view.says, "You and the kit agree on 12 of 12. Both sortings are judgements.");
  view.put(view.all<HTMLSelectElement>("select")[3], "");
  assert.ok(!Object.hasOwn(page.get("answer").chosen as object, claims[3].id));
  assert.match(view.says, /^You and the kit agree on 11 of 11; 1 not sorted yet\./);
});

test("of a kept answer only what is a claim and a kind here counts", () => {
  const kept = {
    chosen: { [claims[0].id]: "funny", C99: "causal", [claims[1].id]: 3 },
    shown: "y",
  };
  assert.deepEqual(read(states.sort, kept), { chosen: {}, shown: false });
  for (const chosen of [null, undefined, ["causal"], "x"])
    assert.deepEqual(read(states.sort, { chosen }), { chosen: {}, shown: false });
});
