// ForecastBoard: give dated forecasts and lock them; in a later lesson remember them, then see what happened.
// Python keeps the time and the seal, holds the outcomes back, and computes every score that is shown.

const BOARD = `
.rk .board { display: flex; flex-wrap: wrap; gap: 12px 28px; align-items: flex-start; }
.rk .card { flex: 1 1 440px; min-width: 0; } .rk .steps { flex: 1 1 220px; }
.rk .steps ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 3px; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); }
.rk .steps li { margin: 0; } .rk .steps button { width: 100%; text-align: left; background: none; border-color: transparent; }
.rk .steps button[aria-current] { border-color: var(--accent); background: var(--soft); font-weight: 600; }
.rk .card h3 { font-size: 17px; line-height: 1.3; }
.rk .facts { margin: 8px 0 12px; display: grid; grid-template-columns: 108px 1fr; gap: 5px 10px; }
/* JupyterLab floats the terms of a list in an output and gives them a fifth of the width. */
.rk .facts dt, .rk .facts dd { float: none; width: auto; margin: 0; font-weight: 400; } .rk .facts dt { color: var(--muted); }
.rk fieldset { border: 1px solid var(--line); border-radius: 4px; margin: 0 0 10px; padding: 4px 10px 8px; min-width: 0; }
.rk legend { font-weight: 600; padding: 0 4px; }
.rk .band { display: grid; grid-template-columns: 20px 150px 104px 1fr; gap: 6px; align-items: center; min-height: 27px; padding: 0 4px; border-radius: 4px; }
.rk .band:has(:checked) { background: var(--soft); font-weight: 600; } .rk .band input { margin: 0; accent-color: var(--accent); }
.rk .track { position: relative; height: 8px; border: 1px solid var(--line); border-radius: 4px; } .rk .track span { position: absolute; top: 0; bottom: 0; background: var(--accent); border-radius: 3px; }
.rk .reason { display: block; } .rk .reason input { display: block; width: 100%; box-sizing: border-box; margin-top: 2px; }
.rk .result { border-left: 4px solid var(--accent); padding-left: 12px; margin: 0 0 10px; } .rk .verdict { font-size: 17px; font-weight: 600; }
.rk a { color: inherit; text-decoration: underline; } .rk td.number, .rk th.number { text-align: right; font-variant-numeric: tabular-nums; }
.rk caption { text-align: left; font-weight: 600; padding: 4px 0; } .rk thead th { color: var(--muted); }
.rk table { margin: 6px 0 10px; color: inherit; font: inherit; } .rk summary { cursor: pointer; } .rk [hidden] { display: none; }
.rk dialog { color: var(--ink); background: var(--paper); border: 2px solid var(--accent); border-radius: 6px; max-width: 460px; padding: 16px; }
.rk dialog::backdrop { background: rgb(0 0 0 / 45%); }`;

const NO_REPLY =
  "Python has not answered. If the kernel has stopped, start it, run this cell again, and repeat the step.";

function render({ model, el }) {
  const looksBack = model.get("reveal");
  const root = frame(
    el,
    looksBack ? "Forecast board: remember and reveal" : "Forecast board: give and lock forecasts",
  );
  root.append(h("style", {}, BOARD));
  if (model.get("questions").length) (looksBack ? revealBoard : lockBoard)(model, root);
  notice(model, root);
}

/** First part: a band and a reason for each question, then one lock for all. */
function lockBoard(model, root) {
  const drafts = {},
    says = speaker(),
    keep = atRest(() => model.save_changes(), 300);
  const given = () => model.get("answer").forecasts ?? {};
  const isLocked = () => Boolean(model.get("answer").locked_at);
  const change = (id, entry) => {
    model.set("answer", { ...model.get("answer"), forecasts: { ...given(), [id]: entry } });
    keep();
  };
  const questions = model.get("questions");

  const bands = chooser(model, "How likely is yes?", (band) => {
    const question = board.question();
    change(question.id, {
      band: band.id,
      p: band.p,
      reason: drafts[question.id] ?? given()[question.id]?.reason ?? "",
    });
    says.textContent = `Question ${board.at + 1}: ${band.words}, counted as ${chance(band.p)}.`;
  });
  const reason = h("input", {
    type: "text",
    maxlength: "200",
    oninput: () => {
      const { id } = board.question();
      drafts[id] = reason.value;
      if (given()[id]) change(id, { ...given()[id], reason: reason.value });
    },
  });
  const count = h("span", {}),
    sealed = h("p", { tabindex: "-1" });
  const lock = h(
    "button",
    {
      type: "button",
      onclick: () => {
        if (Object.keys(given()).length) confirmation.open(...lockWords(questions, given()));
        else says.textContent = "There is nothing to lock yet: answer at least one question.";
      },
    },
    "Lock my forecasts",
  );
  const confirmation = dialog("Lock them", "Not yet", () => {
    model.set("locking", true);
    model.save_changes();
    says.textContent = "Locking.";
    complainUnless(isLocked, says);
  });

  const draw = (question) => {
    const entry = given()[question.id];
    bands.show(entry?.band, isLocked());
    const text = drafts[question.id] ?? entry?.reason ?? "";
    if (reason.value !== text) reason.value = text;
    reason.readOnly = isLocked();
    count.textContent = `${answered(questions, given())} of ${questions.length} answered.`;
    lock.hidden = count.hidden = isLocked();
    sealed.hidden = !isLocked();
    sealed.textContent = isLocked() ? sealWords(model.get("answer")) : "";
  };
  const board = deck(model, draw, ({ id }) => wordsOf(model, given()[id]?.band));
  board.slot.append(
    bands.element,
    h("label", { class: "reason" }, "Your reason, in one line", reason),
  );
  root.append(
    h(
      "p",
      {},
      `It is ${questions[0].opens}. You know what was known on that day, and nothing later.`,
    ),
    board.element,
    h("div", { class: "bar" }, lock, count),
    sealed,
    says,
    confirmation.element,
  );

  let wasLocked = isLocked();
  model.on("change:answer", () => {
    if (isLocked() && !wasLocked) for (const id of Object.keys(drafts)) delete drafts[id];
    board.refresh();
    if (isLocked() && !wasLocked) {
      says.textContent = "Your forecasts are locked.";
      sealed.focus();
    }
    wasLocked = isLocked();
  });
  board.refresh();
}

function lockWords(questions, given) {
  const open = questions.flatMap((question, i) => (given[question.id] ? [] : [i + 1]));
  const rest = open.length
    ? ` Without an answer, and so without a score: question${open.length > 1 ? "s" : ""} ${open.join(", ")}.`
    : "";
  const number = questions.length - open.length;
  return [
    `Lock ${number} forecast${number === 1 ? "" : "s"}?`,
    `Once locked, they cannot be changed, and none can be added.${rest}`,
  ];
}

function sealWords({ forecasts, locked_at: time, hash }) {
  const number = Object.keys(forecasts).length;
  const when = new Date(time).toLocaleString("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  });
  return `Locked on ${when} UTC: ${number} forecast${number === 1 ? "" : "s"}, seal ${String(hash).slice(0, 12)}. A later lesson reveals what happened.`;
}

/** Second part: what do you remember having said? Then one outcome after another, and a summary. */
function revealBoard(model, root) {
  const questions = model.get("questions"),
    says = speaker(),
    keep = atRest(() => model.save_changes(), 300);
  const remembered = () => model.get("answer").remembered ?? {};
  const seen = () => Object.fromEntries(model.get("shown").map((one) => [one.id, one]));
  const isRemembered = () => answered(questions, remembered()) === questions.length;
  const following = () => questions.findIndex(({ id }) => !(id in seen()));

  const bands = chooser(
    model,
    "What do you remember having said? Please do not look it up.",
    (band) => {
      const id = board.question().id;
      model.set("answer", {
        ...model.get("answer"),
        remembered: { ...remembered(), [id]: { band: band.id, p: band.p } },
      });
      keep();
      says.textContent =
        `Question ${board.at + 1}: you remember ${band.words}.` +
        (isRemembered() ? " That was the last: the outcomes can be revealed now." : "");
    },
  );
  const result = h("div"),
    intro = h("p"),
    closing = h("div");
  const next = h("button", {
    type: "button",
    onclick: () => {
      const index = following(),
        wanted = questions[index].id;
      model.set("answer", {
        ...model.get("answer"),
        revealed: [...model.get("shown").map(({ id }) => id), wanted],
      });
      model.save_changes();
      complainUnless(() => wanted in seen(), says);
    },
  });

  const draw = (question) => {
    const begun = model.get("shown").length > 0,
      one = seen()[question.id],
      index = following();
    bands.element.hidden = begun;
    bands.show(remembered()[question.id]?.band, begun);
    result.replaceChildren(
      ...(begun ? [one ? outcome(one) : h("p", {}, "Not revealed yet.")] : []),
    );
    next.hidden = !isRemembered() || index < 0;
    next.textContent = `Reveal the outcome of question ${index + 1}`;
    intro.textContent = begun
      ? `${model.get("shown").length} of ${questions.length} outcomes revealed.`
      : `Before any outcome: what did you say then? ${answered(questions, remembered())} of ${questions.length} remembered. If you are unsure, give your best guess.`;
  };
  const mark = ({ id }) =>
    model.get("shown").length
      ? seen()[id] && `${seen()[id].outcome}; you: ${seen()[id].words}`
      : wordsOf(model, remembered()[id]?.band);
  const board = deck(model, draw, mark);
  board.slot.append(bands.element, result);
  board.bar.append(next);
  root.append(intro, board.element, says, closing);

  const news = () => {
    const last = model.get("shown").at(-1);
    const index = questions.findIndex(({ id }) => id === last?.id);
    if (index < 0) return board.refresh();
    board.go(index, false);
    const scored = last.scored ? ` Brier score so far ${last.brier.toFixed(3)}.` : " Not scored.";
    says.textContent = `Question ${index + 1}, outcome: ${last.outcome}. You said ${last.words}, ${chance(last.p)}.${scored}`;
  };
  const end = (focus) => {
    const all = model.get("summary");
    closing.replaceChildren(...(all.references ? summary(all, model.get("shown"), questions) : []));
    if (focus) closing.querySelector("h3")?.focus();
  };
  model.on("change:answer", board.refresh);
  model.on("change:shown", news);
  model.on("change:summary", () => end(true));
  board.go(Math.max(0, following()), false);
  end(false);
}

function outcome(one) {
  const lines = [
    ["You said", `${one.words}, ${chance(one.p)}`],
    ["You remembered", `${one.recalled}, ${chance(one.remembered)}`],
    [
      "Squared error",
      one.scored ? one.error.toFixed(3) : "not scored: its condition did not come about",
    ],
    [
      "Brier score so far",
      one.brier == null
        ? "none yet"
        : `${one.brier.toFixed(3)} over ${one.count} question${one.count === 1 ? "" : "s"}`,
    ],
  ];
  return h(
    "div",
    { class: "result" },
    h("p", { class: "verdict" }, `Outcome: ${one.outcome}`),
    h("p", {}, one.note),
    h(
      "p",
      {},
      "Source: ",
      h("a", { href: one.url, target: "_blank", rel: "noopener" }, one.source),
    ),
    h(
      "dl",
      { class: "facts" },
      lines.map(([term, words]) => [h("dt", {}, term), h("dd", {}, words)]).flat(),
    ),
  );
}

function summary(all, shown, questions) {
  const number = (x, digits = 3) =>
    h("td", { class: "number" }, x == null ? "" : x.toFixed(digits).replace("-", "−"));
  const head = (...names) =>
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        names.map((name, i) => h("th", { scope: "col", class: i ? "number" : null }, name)),
      ),
    );
  const references = all.references.map((one) =>
    h("tr", {}, h("th", { scope: "row" }, one.name), number(one.brier), number(one.skill, 2)),
  );
  const single = shown.map((one) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, String(questions.findIndex(({ id }) => id === one.id) + 1)),
      h("td", { class: "number" }, one.outcome),
      number(one.p),
      number(one.remembered),
      one.scored ? number(one.error) : h("td", { class: "number" }, "not scored"),
    ),
  );
  return [
    h("h3", { tabindex: "-1" }, "All revealed"),
    h(
      "p",
      {},
      `Your Brier score is ${all.brier.toFixed(3)} over ${all.questions} question${all.questions === 1 ? "" : "s"}, of which ${all.yes} came true. ` +
        "0 is best, 1 is worst. One person and so few questions: a lesson in scoring, not a track record.",
    ),
    h("p", {}, shiftWords(all.shift)),
    h(
      "table",
      {},
      h("caption", {}, "Against three forecasts without insight"),
      head("Forecast", "Brier score", "Your skill against it"),
      h("tbody", {}, references),
    ),
    h(
      "p",
      {},
      "Skill is 1 minus your score divided by the other: above 0 you did better. The share of yes was known to nobody on the day; it is a yardstick for afterwards.",
    ),
    h(
      "details",
      {},
      h("summary", {}, "Question by question"),
      h(
        "table",
        {},
        head("Question", "Outcome", "You said", "You remembered", "Squared error"),
        h("tbody", {}, single),
      ),
    ),
  ];
}

function shiftWords(shift) {
  const points = Math.abs(shift * 100).toFixed(1);
  if (points === "0.0")
    return "Hindsight: on average, memory did not move your forecasts towards or away from what happened.";
  return `Hindsight: on average, memory moved your forecasts ${points} points in 100 ${shift > 0 ? "towards" : "away from"} what happened.`;
}

/** One question at a time, previous and next, and a list that says how far one has come. */
function deck(model, draw, mark) {
  const questions = model.get("questions");
  const heading = h("h3", { tabindex: "-1" }),
    facts = h("dl", { class: "facts" }),
    slot = h("div");
  const back = h("button", { type: "button", onclick: () => board.go(board.at - 1) }, "← Previous");
  const on = h("button", { type: "button", onclick: () => board.go(board.at + 1) }, "Next →");
  const steps = questions.map((_, i) =>
    h("button", { type: "button", onclick: () => board.go(i) }),
  );
  const bar = h("div", { class: "bar" }, back, on);
  const board = { at: 0, slot, bar, question: () => questions[board.at], go, refresh };

  function go(index, focus = true) {
    board.at = index;
    refresh();
    if (focus) heading.focus();
  }
  function refresh() {
    const question = board.question();
    heading.textContent = `Question ${board.at + 1} of ${questions.length}: ${question.text}`;
    const lines = [
      ["Known so far", question.background],
      ["Counts as yes", question.criteria],
      ["Only if", question.condition],
      ["Closes", question.closes],
    ];
    facts.replaceChildren(
      ...lines
        .filter(([, words]) => words)
        .flatMap(([term, words]) => [h("dt", {}, term), h("dd", {}, words)]),
    );
    back.disabled = board.at === 0;
    on.disabled = board.at === questions.length - 1;
    steps.forEach((step, i) => {
      const words = mark(questions[i]);
      step.replaceChildren(
        h("span", { "aria-hidden": "true" }, words ? "● " : "○ "),
        `${i + 1}: ${words || "open"}`,
      );
      i === board.at
        ? step.setAttribute("aria-current", "step")
        : step.removeAttribute("aria-current");
    });
    draw(question);
  }
  board.element = h(
    "div",
    { class: "board" },
    h("div", { class: "card" }, heading, facts, slot, bar),
    h(
      "nav",
      { class: "steps", "aria-label": "All questions" },
      h(
        "ol",
        {},
        steps.map((step) => h("li", {}, step)),
      ),
    ),
  );
  return board;
}

/** The seven bands as radio buttons, each with its words, its range and a drawing of the range. */
function chooser(model, legend, picked) {
  const name = `bands-${Math.random().toString(36).slice(2)}`;
  const inputs = model
    .get("bands")
    .map((band) =>
      h("input", { type: "radio", name, value: band.id, onchange: () => picked(band) }),
    );
  const rows = model
    .get("bands")
    .map(({ words, low, high }, i) =>
      h(
        "label",
        { class: "band" },
        inputs[i],
        h("span", {}, words),
        h("span", {}, `${Math.round(low * 100)} to ${Math.round(high * 100)} in 100`),
        h(
          "span",
          { class: "track", "aria-hidden": "true" },
          h("span", { style: `left:${low * 100}%;width:${(high - low) * 100}%` }),
        ),
      ),
    );
  return {
    element: h("fieldset", {}, h("legend", {}, legend), rows),
    show: (id, fixed) =>
      inputs.forEach((input) => {
        input.checked = input.value === id;
        input.disabled = fixed;
      }),
  };
}

/** A question that must be answered before anything else: native, so Escape and the tab order work. */
function dialog(yes, no, agreed) {
  const title = h("h3", { id: `ask-${Math.random().toString(36).slice(2)}` }),
    words = h("p", { id: `${title.id}-more` });
  const element = h(
    "dialog",
    { "aria-labelledby": title.id, "aria-describedby": words.id },
    title,
    words,
    h(
      "div",
      { class: "bar" },
      h("button", { type: "button", autofocus: true, onclick: () => element.close() }, no),
      h(
        "button",
        {
          type: "button",
          onclick: () => {
            element.close();
            agreed();
          },
        },
        yes,
      ),
    ),
  );
  return {
    element,
    open: (ask, more) => {
      title.textContent = ask;
      words.textContent = more;
      element.showModal();
    },
  };
}

function complainUnless(done, says) {
  setTimeout(() => {
    if (!done()) says.textContent = NO_REPLY;
  }, 8000);
}

const wordsOf = (model, band) => model.get("bands").find(({ id }) => id === band)?.words;
const answered = (questions, entries) => questions.filter(({ id }) => entries[id]).length;
const chance = (p) => `${+(p * 100).toFixed(1)} in 100`;

export default { render };
