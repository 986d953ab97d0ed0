// SortClaims: choose a kind for each claim, then hold it against the kit's sorting.

function render({ model, el }) {
  const root = frame(el, "Sort the claims"),
    says = speaker();
  const claims = model.get("claims"),
    kinds = model.get("kinds"),
    kept = model.get("answer");
  const chosen = {};
  for (const { id } of claims)
    if (Object.hasOwn(kinds, kept.chosen?.[id] ?? "")) chosen[id] = kept.chosen[id];
  let shown = kept.shown === true;

  const show = h("button", { type: "button", onclick: reveal }, "Show the kit's sorting");
  const rows = claims.map((claim, i) => {
    const pick = h(
      "select",
      { onchange: () => choose(claim.id, pick.value) },
      h("option", { value: "" }, "choose a kind"),
      Object.keys(kinds).map((kind) => h("option", { value: kind }, kind)),
    );
    pick.value = chosen[claim.id] ?? "";
    const verdict = h("p", { class: "rk-verdict", hidden: true });
    return {
      claim,
      pick,
      verdict,
      item: h("li", {}, h("label", {}, h("span", {}, `${i + 1}. ${claim.claim}`), pick), verdict),
    };
  });

  root.append(
    h("h3", {}, "What kind of claim is it?"),
    h(
      "p",
      {},
      "Choose one kind for each of the twelve. The kit's sorting appears only for claims that you have sorted.",
    ),
    h(
      "details",
      { open: true },
      h("summary", {}, "The six kinds"),
      h(
        "dl",
        { class: "rk-kinds" },
        Object.entries(kinds).map(([kind, meaning]) =>
          h("div", {}, h("dt", {}, kind), h("dd", {}, meaning)),
        ),
      ),
    ),
    h(
      "ol",
      { class: "rk-claims" },
      rows.map((row) => row.item),
    ),
    h("div", { class: "bar" }, show),
    says,
  );
  notice(model, root);

  const save = atRest(() => {
    model.set("answer", { chosen: { ...chosen }, shown });
    model.save_changes();
  });

  function choose(id, kind) {
    if (kind) chosen[id] = kind;
    else delete chosen[id];
    mark();
    says.textContent = shown ? summary() : `${count()} of ${claims.length} sorted.`;
    save();
  }

  function reveal() {
    if (!count()) {
      says.textContent = "Sort at least one claim first.";
      return;
    }
    shown = true;
    mark();
    says.textContent = summary();
    save();
  }

  function count() {
    return Object.keys(chosen).length;
  }

  function mark() {
    for (const { claim, verdict } of rows) {
      verdict.hidden = !shown || !chosen[claim.id];
      if (verdict.hidden) continue;
      const same = chosen[claim.id] === claim.kind;
      verdict.classList.toggle("rk-same", same);
      verdict.textContent = same
        ? `✓ The kit says ${claim.kind} too.`
        : `≠ You say ${chosen[claim.id]}, the kit says ${claim.kind}. ${claim.why}`;
    }
  }

  function summary() {
    const same = rows.filter(({ claim }) => chosen[claim.id] === claim.kind).length,
      left = claims.length - count();
    return `You and the kit agree on ${same} of ${count()}${left ? `; ${left} not sorted yet` : ""}. Both sortings are judgements.`;
  }

  mark();
  says.textContent = shown && count() ? summary() : `${count()} of ${claims.length} sorted.`;
}

export default { render };
