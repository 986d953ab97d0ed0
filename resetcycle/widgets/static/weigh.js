// WeighObstacles: eight swing questions, and at once what they imply and how firm it is.

const COLOURS = [
  "#0072B2",
  "#E69F00",
  "#009E73",
  "#CC79A7",
  "#56B4E9",
  "#D55E00",
  "#F0E442",
  "#999999",
];
const ROW = 34,
  LABEL = 74,
  BARS = 250,
  GAP = 44,
  RANKS = 200,
  TOP = 46;
const TIE = 1e-9;

/** The numbers that Python draws at the same places (mulberry32, counter-based). */
function mulberry32(count, seed) {
  const state = (seed + Math.imul(count + 1, 0x6d2b79f5)) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

/** Shares of the sliders, and the weights of the groups that they make; the arithmetic of slider_weights in Python. */
function sliderWeights(sliders, method, groups) {
  const points = sliders.map((slider) => slider.points);
  const total = points.reduce((a, b) => a + b, 0);
  let shares = points.map((value) => value / total);
  if (method === "rank") {
    const order = [...points].sort((a, b) => b - a);
    const centroid = order.map(
      (_, i) => order.reduce((sum, _, k) => sum + (k >= i ? 1 / (k + 1) : 0), 0) / order.length,
    );
    shares = points.map((value) => {
      const places = centroid.filter((_, i) => order[i] === value);
      return places.reduce((a, b) => a + b, 0) / places.length;
    });
  }
  const weights = Object.fromEntries(groups.map((group) => [group.id, 0]));
  sliders.forEach((slider, i) =>
    slider.members.forEach((id) => {
      weights[id] += shares[i] / slider.members.length;
    }),
  );
  return { weights, shares };
}

/**
 * A code drawn around the one given by a number from 0 to 1; the arithmetic of drawn_codes in Python.
 * Half of the numbers look down and half up; on each side the code is likeliest and its limit least likely.
 */
function drawnCode([code, low, high], number) {
  const down = number < 0.5,
    room = down ? code - low : high - code,
    left = 2 * Math.min(number, 1 - number) * ((room + 1) * (room + 2));
  let steps = 0;
  for (let beyond = room; left < beyond * (beyond + 1); beyond--) steps++;
  return down ? code - steps : code + steps;
}

/** Severities 0 to 3 of every draw, flat: they depend on the codings only, so a drag never draws again. */
function drawSeverities(codings, draws) {
  const m = codings.length,
    n = codings[0].length,
    drawn = new Uint8Array(draws.n * m * n);
  for (let k = 0; k < drawn.length; k++)
    drawn[k] = drawnCode(codings[Math.floor(k / n) % m][k % n], mulberry32(k, draws.seed));
  return drawn;
}

/** Rank acceptabilities and pairwise wins of given weights over all draws; ties share their places. */
function rankShares(drawn, m, weights) {
  const n = weights.length,
    count = drawn.length / (m * n),
    scores = new Float64Array(m);
  const ranks = Array.from({ length: m }, () => new Float64Array(m)),
    wins = Array.from({ length: m }, () => new Float64Array(m));
  for (let d = 0, k = 0; d < count; d++) {
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += weights[j] * drawn[k++];
      scores[i] = sum / 3;
    }
    for (let i = 0; i < m; i++) {
      let better = 0,
        equal = 0;
      for (let j = 0; j < m; j++) {
        const difference = scores[j] - scores[i];
        if (difference > TIE) better++;
        else if (difference >= -TIE) {
          equal++;
          wins[i][j] += 0.5;
        } else wins[i][j]++;
      }
      for (let r = better; r < better + equal; r++) ranks[i][r] += 1 / equal;
    }
  }
  for (const table of [ranks, wins])
    for (const row of table) for (let r = 0; r < m; r++) row[r] /= count;
  return { ranks, wins };
}

/** The mean of all weights, drawn evenly, under which presidency i carries the heaviest burden; null if none do. */
function centralWeights(codings, i, seed, n = 4000) {
  const k = codings[0].length,
    sum = new Float64Array(k);
  let hits = 0;
  for (let d = 0; d < n; d++) {
    const w = Array.from({ length: k }, (_, j) => -Math.log(1 - mulberry32(d * k + j, seed + 1)));
    const score = codings.map((row) =>
      row.reduce((total, [severity], j) => total + severity * w[j], 0),
    );
    if (score.some((value) => value > score[i] + TIE)) continue;
    const total = w.reduce((a, b) => a + b, 0);
    w.forEach((value, j) => {
      sum[j] += value / total;
    });
    hits++;
  }
  return hits ? { weights: Array.from(sum, (value) => value / hits), share: hits / n } : null;
}

function render({ model, el }) {
  const groups = model.get("groups"),
    terms = model.get("terms"),
    given = model.get("codings"),
    draws = model.get("draws");
  const root = frame(el, "Weigh the obstacles");
  const { sliders, codings: own, method } = model.get("answer");
  let state = { sliders, codings: own, method },
    codings,
    drawn,
    past = [],
    believed = null,
    central = null,
    waiting = false,
    behind = false,
    shows = [],
    result;

  // ---- what the learner touches
  const rows = h("div", { class: "rk-rows" }),
    says = speaker(),
    code = h("output", { class: "rk-code" });
  const undo = h(
    "button",
    {
      type: "button",
      onclick: () => {
        if (past.length) {
          state = past.pop();
          rebuild("Undone.");
        }
      },
    },
    "Undo",
  );
  const rankOnly = h(
    "button",
    {
      type: "button",
      onclick: () =>
        change(
          () => {
            state.method = state.method === "rank" ? "swing" : "rank";
          },
          () =>
            state.method === "rank"
              ? "Only the order of your points counts now."
              : "Your points count in full again.",
        ),
    },
    "Rank only",
  );
  const believe = h(
    "select",
    {
      onchange: () => {
        believed = believe.value === "" ? null : +believe.value;
        rebuild();
      },
    },
    h("option", { value: "" }, "choose a presidency"),
    terms.map((term, i) => h("option", { value: i }, term.label)),
  );
  const grid = h(
    "details",
    {},
    h(
      "summary",
      {},
      "Open the codings: 0 none, 1 manageable, 2 major, 3 blocking. They are judgements; change any of them.",
    ),
  );
  const chart = s("svg", {
    viewBox: `0 0 ${LABEL + BARS + GAP + RANKS + 8} ${TOP + ROW * terms.length + 44}`,
    role: "img",
    "aria-label":
      "Burden of each presidency and how often it ranks first; the sentence below says the same.",
  });

  root.append(
    h("h3", {}, "Which obstacle matters most?"),
    h(
      "p",
      {},
      "Imagine all eight at their worst level seen. You may bring one down to its mildest. Which change would help relations most? Give it 100, and give the others points by comparison.",
    ),
    h(
      "div",
      { class: "bar" },
      undo,
      h(
        "button",
        {
          type: "button",
          onclick: () =>
            change(
              () =>
                state.sliders.forEach((slider) => {
                  slider.points = 50;
                }),
              () => "All sliders are equal.",
            ),
        },
        "Equal weights",
      ),
      rankOnly,
      h(
        "button",
        {
          type: "button",
          onclick: () =>
            change(reset, () => "Back to eight obstacles, equal weights and the kit's codings."),
        },
        "Reset",
      ),
      h("label", {}, "What would you have to believe for ", believe, " to be the heaviest?"),
    ),
    h("div", { class: "rk-two" }, rows, h("div", { class: "rk-chart" }, chart, says)),
    grid,
    h(
      "p",
      { class: "bar" },
      h("span", {}, "Your share code: "),
      code,
      h(
        "button",
        {
          type: "button",
          onclick: () =>
            navigator.clipboard?.writeText(code.textContent).then(() => {
              says.textContent = "Share code copied.";
            }),
        },
        "Copy",
      ),
    ),
  );
  notice(model, root);

  // ---- state
  const keep = atRest(() => {
    // With all weights at nought there is no answer to keep: the last good one stays.
    if (state.sliders.every((slider) => slider.points === 0)) return;
    model.set("answer", { ...state, ...result });
    model.save_changes();
  });
  function reset() {
    state.sliders = groups.map((group) => ({
      label: group.label,
      members: [group.id],
      points: 50,
    }));
    state.codings = {};
    state.method = "swing";
  }
  function remember() {
    past.push(structuredClone(state));
    if (past.length > 50) past.shift();
  }
  function change(edit, words) {
    remember();
    edit();
    rebuild(words());
  }
  function readCodings() {
    codings = given.map((row, i) =>
      row.map((cell, j) => {
        const own = state.codings[`${terms[i].id}/${groups[j].id}`];
        return own === undefined ? cell : [own, own, own];
      }),
    );
    drawn = drawSeverities(codings, draws);
  }

  // ---- drawing: parts are made once, then only their attributes change
  const parts = terms.map((term, i) => {
    const y = TOP + i * ROW;
    const stack = groups.map((_, j) =>
      s("rect", { y, height: ROW - 10, fill: COLOURS[j], stroke: "var(--paper)" }),
    );
    const ranks = terms.map((_, r) =>
      s("rect", {
        y,
        height: ROW - 10,
        fill: "var(--accent)",
        "fill-opacity": 1 - r / terms.length,
        stroke: "var(--line)",
        "stroke-width": 0.5,
      }),
    );
    const total = s("text", { y: y + 16, class: "muted" }),
      first = s("text", { y: y + 16, x: LABEL + BARS + GAP - 6, "text-anchor": "end" });
    chart.append(
      s("text", { x: LABEL - 6, y: y + 16, "text-anchor": "end" }, term.label),
      ...stack,
      ...ranks,
      total,
      first,
    );
    return { stack, ranks, total, first };
  });
  chart.append(
    s("text", { x: LABEL, y: 16, "font-weight": "bold" }, "Burden, 0 to 1, by obstacle"),
    s("text", { x: LABEL, y: 32, class: "muted" }, "colours as at the sliders"),
    s("text", { x: LABEL + BARS + GAP, y: 16, "font-weight": "bold" }, "Rank, codings uncertain"),
    s(
      "text",
      { x: LABEL + BARS + GAP, y: 32, class: "muted" },
      "strong: heaviest; faint: lightest",
    ),
    s(
      "text",
      { x: LABEL, y: TOP + ROW * terms.length + 14, class: "muted" },
      `Numbers left of the ranks: share of ${draws.n} draws in which it is heaviest.`,
    ),
    s(
      "text",
      { x: LABEL, y: TOP + ROW * terms.length + 32, class: "muted" },
      "A judgement of importance, not a measurement of causes.",
    ),
  );

  function rebuild(words = "") {
    readCodings();
    central = believed === null ? null : centralWeights(codings, believed, draws.seed);
    drawRows();
    drawGrid();
    draw();
    if (words) says.textContent = `${words} ${says.textContent}`;
    keep();
  }

  function drawRows() {
    rankOnly.setAttribute("aria-pressed", state.method === "rank");
    undo.disabled = !past.length;
    shows = [];
    rows.replaceChildren(...state.sliders.map(row));
  }

  function row(slider) {
    const group = groups.find((one) => one.id === slider.members[0]),
      place = groups.indexOf(group);
    const parts = state.sliders.filter(
      (one) => one.members.length === 1 && one.members[0] === group.id,
    ).length;
    const value = h("output", { class: "rk-value" });
    const input = h("input", {
      type: "range",
      min: 0,
      max: 100,
      step: 1,
      value: slider.points,
      "aria-label": slider.label,
      onpointerdown: remember,
      onkeydown: (event) => {
        if (!event.repeat) remember();
      },
      oninput: () => {
        slider.points = +input.value;
        undo.disabled = false;
        later();
      },
      onchange: keep,
    });
    shows.push((weight) => {
      value.textContent = `${slider.points} points, ${share(weight)}`;
      input.setAttribute(
        "aria-valuetext",
        `${slider.points} points, ${share(weight)} of the weight`,
      );
    });
    const others = state.sliders.filter(
      (one) =>
        one !== slider &&
        one.members.length === 1 &&
        parts === 1 &&
        state.sliders.filter((two) => two.members[0] === one.members[0]).length === 1,
    );
    const tick =
      !central || parts > 1
        ? null
        : h(
            "span",
            { class: "rk-tick", title: "what you would have to believe" },
            tickWords(slider),
          );
    return h(
      "div",
      { class: "rk-row" },
      h(
        "span",
        { class: "rk-swatch", style: `background:${COLOURS[place]}`, "aria-hidden": "true" },
        String(place + 1),
      ),
      h("span", { class: "rk-label", title: group.about }, slider.label),
      input,
      value,
      h(
        "details",
        { class: "rk-more" },
        h("summary", { "aria-label": `More about ${slider.label}` }, "more"),
        h("p", {}, h("b", {}, "Worst: "), group.worst),
        h("p", {}, h("b", {}, "Mildest: "), group.mildest),
        slider.members.length > 1
          ? button("Separate", () => separate(slider))
          : parts > 1
            ? button("Join the parts", () => join(group))
            : [
                group.items.length > 1
                  ? button(`Split into ${group.items.length}`, () => split(slider, group))
                  : null,
                others.length
                  ? h(
                      "label",
                      {},
                      " Weigh together with ",
                      h(
                        "select",
                        { onchange: (event) => merge(slider, others[+event.target.value]) },
                        h("option", { value: "" }, "choose"),
                        others.map((one, k) => h("option", { value: k }, one.label)),
                      ),
                    )
                  : null,
              ],
      ),
      tick,
    );
  }
  function button(words, act) {
    return h("button", { type: "button", onclick: act }, words);
  }
  function tickWords(slider) {
    return `needs about ${share(slider.members.reduce((sum, id) => sum + central.weights[groups.findIndex((one) => one.id === id)], 0))}`;
  }

  // ---- regrouping: the total of a split group grows by itself, and the sentence says so
  function split(slider, group) {
    const before = weightOf(group.id);
    change(
      () =>
        state.sliders.splice(
          state.sliders.indexOf(slider),
          1,
          ...group.items.map((label) => ({ label, members: [group.id], points: slider.points })),
        ),
      () =>
        `Split in ${group.items.length}, "${group.label}" carries ${share(weightOf(group.id))} of the weight; before it carried ${share(before)}.`,
    );
  }
  function join(group) {
    change(
      () => {
        const own = state.sliders.filter((one) => one.members[0] === group.id),
          at = state.sliders.indexOf(own[0]);
        state.sliders = state.sliders.filter((one) => !own.includes(one));
        state.sliders.splice(at, 0, {
          label: group.label,
          members: [group.id],
          points: Math.max(...own.map((one) => one.points)),
        });
      },
      () => `"${group.label}" is one obstacle again.`,
    );
  }
  function merge(slider, other) {
    if (!other) return;
    change(
      () => {
        slider.members = [...slider.members, ...other.members];
        slider.label = `${slider.label} + ${other.label}`;
        state.sliders = state.sliders.filter((one) => one !== other);
      },
      () => `Weighed together: ${slider.label}. Two obstacles now share what one had.`,
    );
  }
  function separate(slider) {
    change(
      () =>
        state.sliders.splice(
          state.sliders.indexOf(slider),
          1,
          ...slider.members.map((id) => ({
            label: groups.find((one) => one.id === id).label,
            members: [id],
            points: slider.points,
          })),
        ),
      () => "Separate again.",
    );
  }
  function weightOf(id) {
    return sliderWeights(state.sliders, state.method, groups).weights[id];
  }

  // ---- codings
  function drawGrid() {
    grid.querySelector("table")?.remove();
    const cell = (term, i, group, j) => {
      const name = `${term.id}/${group.id}`,
        own = state.codings[name] !== undefined,
        [, low, high] = given[i][j];
      const pick = h(
        "select",
        {
          "aria-label": `${term.label}, ${group.label}${own ? ", changed by you" : ""}`,
          title: `the kit: ${given[i][j][0]}, from ${low} to ${high}`,
          onchange: () =>
            change(
              () => {
                if (+pick.value === given[i][j][0]) delete state.codings[name];
                else state.codings[name] = +pick.value;
              },
              () =>
                `${term.label}, ${group.label}: ${pick.value}${+pick.value === given[i][j][0] ? ", as the kit has it." : ", your own coding."}`,
            ),
        },
        [0, 1, 2, 3].map((level) =>
          h("option", { value: level, selected: level === codings[i][j][0] }, String(level)),
        ),
      );
      return h("td", { class: own ? "rk-own" : "" }, pick, own ? " yours" : "");
    };
    grid.append(
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", {}, "presidency"),
            groups.map((group) => h("th", { scope: "col" }, group.label)),
          ),
        ),
        h(
          "tbody",
          {},
          terms.map((term, i) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, term.label),
              groups.map((group, j) => cell(term, i, group, j)),
            ),
          ),
        ),
      ),
    );
  }

  // ---- every move: the first of a frame is drawn at once, further ones of the same frame together at its end
  function later() {
    if (waiting) {
      behind = true;
      return;
    }
    waiting = true;
    draw();
    requestAnimationFrame(() => {
      waiting = false;
      if (behind) {
        behind = false;
        draw();
      }
    });
  }

  function draw() {
    if (state.sliders.every((slider) => slider.points === 0)) {
      says.textContent =
        "All weights are nought, so nothing can be compared: give at least one obstacle some points.";
      return shows.forEach((show) => show(0));
    }
    const { weights, shares } = sliderWeights(state.sliders, state.method, groups),
      list = groups.map((group) => weights[group.id]);
    shows.forEach((show, i) => show(shares[i]));
    const { ranks, wins } = rankShares(drawn, terms.length, list);
    const burden = parts.map(({ stack, ranks: bars, total, first }, i) => {
      let x = 0,
        r = 0;
      list.forEach((weight, j) => {
        const width = (weight * codings[i][j][0]) / 3;
        stack[j].setAttribute("x", LABEL + x * BARS);
        stack[j].setAttribute("width", width * BARS);
        x += width;
      });
      bars.forEach((bar, k) => {
        bar.setAttribute("x", LABEL + BARS + GAP + r * RANKS);
        bar.setAttribute("width", ranks[i][k] * RANKS);
        r += ranks[i][k];
      });
      total.setAttribute("x", LABEL + x * BARS + 4);
      total.textContent = share(x);
      first.textContent = share(ranks[i][0]);
      return x;
    });
    const top = Math.max(...list);
    result = {
      weights,
      points: Object.fromEntries(
        groups.map((group, j) => [group.id, Math.floor((100 * list[j]) / top + 0.5)]),
      ),
    };
    says.textContent = sentence(burden, ranks, wins);
  }

  function sentence(burden, ranks, wins) {
    const order = terms
        .map((_, i) => i)
        .sort((a, b) => ranks[b][0] - ranks[a][0] || burden[b] - burden[a]),
      [a, b] = order;
    const [low, high] = model.get("cannot_tell"),
      close = low <= wins[a][b] && wins[a][b] <= high;
    const firm = close
      ? `${terms[a].label} and ${terms[b].label} cannot be told apart: ${share(ranks[a][0])} against ${share(ranks[b][0])}.`
      : `${terms[a].label} carries the heaviest burden in ${share(ranks[a][0])} of the draws, ahead of ${terms[b].label} in ${share(wins[a][b])} of them.`;
    if (believed === null) return firm;
    return `${firm} ${
      central
        ? `${terms[believed].label} is the heaviest under ${share(central.share)} of all possible weights; "needs about" says what they are like on average.`
        : `No weights at all make ${terms[believed].label} the heaviest with these codings.`
    }`;
  }

  const showCode = () => {
    code.textContent = model.get("share_code");
  };
  model.on("change:share_code", showCode);
  showCode();
  readCodings();
  drawRows();
  drawGrid();
  draw();
}

export default { render, sliderWeights, drawSeverities, rankShares, centralWeights };
