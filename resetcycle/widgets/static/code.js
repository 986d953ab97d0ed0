// CodeEvents: choose a code for each event, lock, and only then see the kit's codes and the agreement.
// Python holds titles and codes back until the lock, and computes every figure that is shown.

const CODER = `
.rk .coding { list-style: none; margin: 8px 0; padding: 0; } .rk [hidden] { display: none; }
.rk .coding li { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: flex-start; padding: 8px 0; margin: 0; border-top: 1px solid var(--line); }
.rk .event { flex: 1 1 380px; min-width: 0; } .rk .event h4 { margin: 0 0 2px; font-size: 14px; } .rk .event p { margin: 0; }
.rk .chosen { flex: 0 1 300px; } .rk .chosen:has(dl) { flex: 1 1 340px; } .rk .chosen label { display: block; color: var(--muted); } .rk .chosen select { width: 100%; }
.rk .facts { margin: 0; display: grid; grid-template-columns: 92px 1fr; gap: 3px 10px; }
/* JupyterLab floats the terms of a list in an output and gives them a fifth of the width. */
.rk .facts dt, .rk .facts dd { float: none; width: auto; margin: 0; font-weight: 400; } .rk .facts dt { color: var(--muted); }
.rk .facts .same { font-weight: 600; } .rk .book { max-width: 820px; } .rk .book .facts { grid-template-columns: 215px 1fr; margin: 6px 0; }
.rk summary { cursor: pointer; } .rk table { margin: 6px 0 10px; color: inherit; font: inherit; } .rk caption { text-align: left; font-weight: 600; padding: 4px 0; }
.rk td.number, .rk th.number { text-align: right; font-variant-numeric: tabular-nums; } .rk thead th { color: var(--muted); }
.rk code.line { user-select: all; font-size: 15px; background: var(--soft); padding: 3px 6px; border-radius: 4px; color: inherit; }`;

const NO_REPLY =
  "Python has not answered. If the kernel has stopped, start it, run this cell again, and repeat the step.";

function render({ model, el }) {
  const root = frame(el, "Blind coder: turn twelve events into codes");
  const cards = model.get("cards"),
    choices = model.get("choices");
  const codes = () => model.get("answer").codes ?? {},
    isLocked = () => Boolean(model.get("answer").locked_at);
  const says = speaker(),
    keep = atRest(() => model.save_changes(), 300);
  const wordsOf = (code) => choices.find((one) => one.code === code)?.words;
  const unique = Math.random().toString(36).slice(2);

  const selects = cards.map(({ id, date }, i) =>
    h(
      "select",
      {
        id: `code-${unique}-${i}`,
        onchange: (event) => {
          const given = { ...codes() };
          if (event.target.value) given[id] = event.target.value;
          else delete given[id];
          model.set("answer", { ...model.get("answer"), codes: given });
          keep();
          says.textContent = `Event ${i + 1}, ${date}: ${wordsOf(event.target.value) ?? "no code"}. ${count()}`;
        },
      },
      h("option", { value: "" }, "choose a code"),
      choices.map(({ code, words }) => h("option", { value: code }, words)),
    ),
  );
  const places = cards.map(() => h("div", { class: "chosen" }));
  const heads = cards.map(({ date }, i) => h("h4", {}, `${i + 1}. ${date}`));
  const count = () => `${Object.keys(codes()).length} of ${cards.length} coded.`;

  const book = h(
    "details",
    { class: "book", open: true },
    h("summary", {}, "Codebook"),
    h(
      "dl",
      { class: "facts" },
      choices.flatMap(({ words, rule }) => [h("dt", {}, words), h("dd", {}, rule)]),
    ),
    h("p", {}, "One code an event, for its main act. A reply to an event is not the event."),
  );
  const lock = h(
    "button",
    {
      type: "button",
      onclick: () => {
        const open = cards.map(({ id }, i) => (id in codes() ? null : i + 1)).filter(Boolean);
        if (open.length) {
          says.textContent = `Code every event before you lock. Still open: ${open.join(", ")}.`;
          return selects[open[0] - 1].focus();
        }
        model.set("locking", true);
        model.save_changes();
        says.textContent = "Locking.";
        setTimeout(() => {
          if (!model.get("shown").length) says.textContent = NO_REPLY;
        }, 8000);
      },
    },
    "Lock my codes and show the kit's",
  );
  const result = h("div");

  root.append(
    h("style", {}, CODER),
    h(
      "p",
      {},
      "Give each event one code. After the lock the codes stay as they are, and the kit's appear beside them.",
    ),
    book,
    h(
      "ol",
      { class: "coding" },
      cards.map(({ summary }, i) =>
        h("li", {}, h("div", { class: "event" }, heads[i], h("p", {}, summary)), places[i]),
      ),
    ),
    h("div", { class: "bar" }, lock),
    says,
    result,
  );
  notice(model, root);

  function draw() {
    const shown = model.get("shown");
    cards.forEach(({ id, date }, i) => {
      const one = shown[i];
      if (one) {
        heads[i].textContent = `${i + 1}. ${date}: ${one.title}`;
        return places[i].replaceChildren(verdict(one));
      }
      selects[i].value = codes()[id] ?? "";
      selects[i].disabled = isLocked();
      if (!places[i].contains(selects[i]))
        places[i].replaceChildren(
          h("label", { for: selects[i].id }, `Code of event ${i + 1}`),
          selects[i],
        );
    });
    lock.hidden = isLocked();
  }
  const reveal = (focus) => {
    draw();
    if (!model.get("shown").length) return;
    book.open = false;
    result.replaceChildren(...summary(model.get("agreed"), model.get("line"), model.get("shown")));
    if (!focus) return;
    says.textContent = ""; // the heading, which gets the focus, says it
    result.querySelector("h3").focus();
  };
  model.on("change:answer", draw);
  model.on("change:shown", () => reveal(true));
  reveal(false);
}

function verdict(one) {
  const lines = [
    ["You", one.yours],
    ["Kit", one.kit],
    ["First coding", one.first],
    ["Why", one.reason],
  ];
  return h(
    "dl",
    { class: "facts" },
    h("dt", {}, "Result"),
    h("dd", { class: "same" }, one.same ? "✓ same code" : "≠ another code"),
    lines.flatMap(([term, words]) => [h("dt", {}, term), h("dd", {}, words)]),
  );
}

const same = (shown) =>
  `${shown.filter((one) => one.same).length} of ${shown.length} codes are the kit's.`;

function summary(agreed, line, shown) {
  const number = (x, digits = 2) =>
    h("td", { class: "number" }, x == null ? "none" : x.toFixed(digits).replace("-", "−"));
  const names = ["Coders", "Share equal", "Alpha, codes", "Alpha, scores", "Events scored by both"];
  return [
    h("h3", { tabindex: "-1" }, `Locked: ${same(shown)}`),
    h(
      "table",
      {},
      h("caption", {}, "How far two codings agree"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          names.map((name, i) => h("th", { scope: "col", class: i ? "number" : null }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        agreed.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, row.coders),
            number(row.share),
            number(row.codes),
            number(row.scores),
            number(row.scored, 0),
          ),
        ),
      ),
    ),
    h(
      "p",
      {},
      "Alpha is 1 for full agreement and 0 for what chance would give. For codes, every difference counts alike; for scores, " +
        "a difference counts more the further apart two scores stand, and events that only one coder scores drop out.",
    ),
    h("p", {}, "Your line for the class chat: ", h("code", { class: "line" }, line)),
  ];
}

export default { render };
