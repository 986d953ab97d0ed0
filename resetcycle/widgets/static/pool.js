// ClassPool: paste the class chat; Python reads the share codes and computes, this draws what comes back.

const WIDE = 760,
  SIDE = 212,
  RIGHT = 78;
const CAMPS = [
  { name: "A", fill: "var(--accent)" },
  { name: "B", fill: "#d55e00" },
  { name: "C", fill: "#009e73" },
];
const SMALL = "font-size:13px;color:var(--muted)";
const BOLD = { style: "font-weight:700" };
const VIEWS = { found: "as the numbers suggest", 2: "two", 3: "three" };

/** A mark for a learner of a camp: circle, triangle or square, so that colour is not the only sign. */
function mark(camp, x, y, r = 5) {
  const look = {
    fill: CAMPS[camp].fill,
    stroke: "var(--paper)",
    "stroke-width": 1,
    "fill-opacity": 0.85,
    class: "rk-mark",
  };
  if (camp === 0) return s("circle", { cx: x, cy: y, r, ...look });
  if (camp === 1)
    return s("path", {
      d: `M${x} ${y - r - 1}L${x + r + 1} ${y + r}L${x - r - 1} ${y + r}Z`,
      ...look,
    });
  return s("rect", {
    x: x - r + 0.5,
    y: y - r + 0.5,
    width: 2 * r - 1,
    height: 2 * r - 1,
    ...look,
  });
}

/** Up or down by a fixed amount for each learner, -.5 to .5: neighbours in the list are set apart. */
const jitter = (learner) => (((learner + 1) * 0.618034) % 1) - 0.5;

const learners = (n) => `${n} learner${n === 1 ? "" : "s"}`;
const heading = (words) => h("h4", { style: "margin:16px 0 2px" }, words);
const picture = (height, label) =>
  s("svg", {
    viewBox: `0 0 ${WIDE} ${height}`,
    role: "img",
    "aria-label": label,
    style: `width:100%;max-width:${WIDE}px;height:auto;display:block`,
  });
const text = (x, y, words, more = {}) => s("text", { x, y, ...more }, words);

function dotPlot({ groups, weights }, camps) {
  const row = 34,
    top = 30,
    labels = camps?.labels ?? weights.map(() => 0);
  const most = Math.ceil(Math.max(0.2, ...weights.flat()) * 10) / 10,
    width = WIDE - SIDE - RIGHT;
  const x = (weight) => SIDE + (weight / most) * width,
    bottom = top + row * groups.length;
  const svg = picture(
    bottom + 36,
    `Weights of ${learners(weights.length)} for each of ${groups.length} obstacles, medians marked; the numbers are in the table below.`,
  );
  const shapes = camps && camps.sizes.length > 1;
  svg.append(
    text(SIDE, 14, "Weight that each learner gives: one mark a learner, line: median", BOLD),
  );
  if (shapes)
    camps.sizes.forEach((_, camp) =>
      svg.append(
        mark(camp, WIDE - 140 + camp * 44, 10),
        text(WIDE - 130 + camp * 44, 14, CAMPS[camp].name),
      ),
    );
  for (let tick = 0; tick <= Math.round(most * 10); tick++) {
    svg.append(
      s("line", {
        x1: x(tick / 10),
        x2: x(tick / 10),
        y1: top,
        y2: bottom,
        stroke: "var(--line)",
        "stroke-width": 0.5,
      }),
      text(x(tick / 10), bottom + 16, tick ? share(tick / 10) : "0", {
        "text-anchor": "middle",
        class: "muted",
      }),
    );
  }
  groups.forEach((group, i) => {
    const y = top + row * (i + 0.5);
    svg.append(
      text(SIDE - 10, y + 4, group.label, { "text-anchor": "end" }),
      s("line", {
        x1: SIDE,
        x2: WIDE - RIGHT,
        y1: y + row / 2,
        y2: y + row / 2,
        stroke: "var(--line)",
        "stroke-width": 0.5,
      }),
      ...weights.map((own, learner) =>
        mark(labels[learner], x(own[i]), y + jitter(learner) * (row - 14)),
      ),
      s("line", {
        x1: x(group.median),
        x2: x(group.median),
        y1: y - row / 2 + 2,
        y2: y + row / 2 - 2,
        stroke: "var(--ink)",
        "stroke-width": 3,
      }),
      text(WIDE - RIGHT + 8, y + 4, `median ${share(group.median)}`),
    );
  });
  svg.append(
    text(SIDE, bottom + 32, "weight: share of all points that a learner gives", { class: "muted" }),
  );
  return svg;
}

/** A column of small bars for each camp, and, apart from them, one for the whole class. */
function campBars({ groups, learners: n }, camps) {
  const row = 22,
    top = 48,
    gap = 18,
    k = camps.sizes.length,
    several = k > 1;
  const columns = several
    ? camps.centres.map((centre, camp) => ({
        centre,
        camp,
        head: `${CAMPS[camp].name}: ${learners(camps.sizes[camp])}`,
      }))
    : [];
  columns.push({
    centre: groups.map((group) => group.class_weight),
    camp: null,
    head: `All ${n} together`,
  });
  const width = Math.min(240, (WIDE - SIDE) / columns.length - gap),
    most = Math.max(...columns.flatMap((column) => column.centre));
  const svg = picture(
    top + row * groups.length + 6,
    "Weights at the centre of each camp and of the whole class; the numbers are in the table below.",
  );
  svg.append(text(0, 14, several ? "Centre of each camp" : "Weights of the class", BOLD));
  groups.forEach((group, i) =>
    svg.append(text(SIDE - 10, top + row * (i + 0.5) + 4, group.label, { "text-anchor": "end" })),
  );
  columns.forEach(({ centre, camp, head }, c) => {
    const left = SIDE + c * (width + gap) + (several && camp === null ? 8 : 0);
    if (camp !== null) svg.append(mark(camp, left + 6, 27));
    svg.append(text(left + (camp === null ? 0 : 18), 31, head, BOLD));
    if (camp === null)
      svg.append(text(left, 44, several ? "nobody's view" : "geometric mean", { class: "muted" }));
    centre.forEach((weight, i) => {
      const long = (weight / most) * (width - 34),
        y = top + row * i + 3;
      svg.append(
        s("rect", {
          x: left,
          y,
          width: long,
          height: row - 7,
          ...(camp === null
            ? { fill: "none", stroke: "var(--ink)", "stroke-dasharray": several ? "3 2" : null }
            : { fill: CAMPS[camp].fill }),
        }),
        text(left + long + 4, y + 12, share(weight)),
      );
    });
  });
  return svg;
}

function burdenBars({ terms, ranks, draws }) {
  const row = 26,
    top = 44,
    left = 200,
    width = WIDE - left - 20;
  const svg = picture(
    top + row * terms.length + 22,
    "How often each presidency takes each place; the sentence above names the heaviest.",
  );
  svg.append(
    text(0, 14, "Heaviest burden", BOLD),
    text(left, 14, `Share of ${draws.toLocaleString("en-GB")} draws in each place`, BOLD),
    text(0, 32, "share of draws", { class: "muted" }),
    text(left, 32, "full colour: heaviest; faint: lightest", { class: "muted" }),
  );
  terms.forEach((term, i) => {
    const y = top + row * i;
    let x = left;
    svg.append(
      text(0, y + 15, term),
      text(120, y + 15, share(ranks[i][0]), { "text-anchor": "end" }),
    );
    ranks[i].forEach((part, rank) => {
      svg.append(
        s(
          "rect",
          {
            x,
            y,
            width: part * width,
            height: row - 6,
            fill: "var(--accent)",
            "fill-opacity": 1 - rank / terms.length,
            stroke: "var(--line)",
            "stroke-width": 0.5,
          },
          s("title", {}, `${term}, place ${rank + 1}: ${share(part)}`),
        ),
      );
      x += part * width;
    });
  });
  svg.append(
    text(left, top + row * terms.length + 12, "0", { class: "muted", "text-anchor": "middle" }),
    text(left + width, top + row * terms.length + 12, "1", {
      class: "muted",
      "text-anchor": "middle",
    }),
  );
  return svg;
}

function numbers({ groups }, camps) {
  const columns = [
    ["lowest", (g) => g.low],
    ["median", (g) => g.median],
    ["highest", (g) => g.high],
  ];
  if (camps && camps.sizes.length > 1)
    camps.centres.forEach((centre, camp) =>
      columns.push([`camp ${CAMPS[camp].name}`, (_, i) => centre[i]]),
    );
  if (groups[0].class_weight != null) columns.push(["class", (g) => g.class_weight]);
  return h(
    "details",
    {},
    h("summary", {}, "The weights as a table"),
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "obstacle"),
          columns.map(([name]) => h("th", { scope: "col" }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        groups.map((group, i) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, group.label),
            columns.map(([, value]) => h("td", {}, share(value(group, i)))),
          ),
        ),
      ),
    ),
  );
}

function render({ model, el }) {
  const root = frame(el, "Class pool"),
    says = speaker(),
    shown = h("div", {});
  const box = h("textarea", {
    rows: 6,
    spellcheck: "false",
    autocomplete: "off",
    style: "width:100%;box-sizing:border-box;font-family:monospace",
  });
  const sample = h("button", { type: "button", onclick: toggleSample });
  let own = "",
    view = "found",
    waiting = false;
  box.value = model.get("answer").text ?? "";

  root.append(
    h("h3", {}, "What does the class think?"),
    h(
      "label",
      {},
      "Paste the whole class chat here. Names, greetings and typing slips do no harm; of each learner the newest code counts.",
      box,
    ),
    h(
      "div",
      { class: "bar" },
      h("button", { type: "button", onclick: read }, "Read the codes"),
      sample,
    ),
    says,
    shown,
    h(
      "p",
      { style: SMALL },
      "The text is kept as you pasted it, names included, in the folder my-work of this kit.",
    ),
  );
  notice(model, root);

  // A rest after the text was read already has nothing to add: it must not speak over what was said since.
  const later = atRest(() => {
    if (isNew()) read();
  }, 800);
  box.addEventListener("input", () => {
    label();
    later();
  });
  box.addEventListener("change", read);
  model.on("change:read", () => {
    waiting = false;
    draw();
    says.textContent = model.get("result").summary ?? "The box is empty.";
  });

  function label() {
    sample.textContent =
      box.value !== model.get("sample")
        ? "Use the sample class (invented)"
        : own
          ? "Back to your own text"
          : "Empty the box";
  }
  function toggleSample() {
    if (box.value === model.get("sample")) [box.value, own] = [own, ""];
    else [own, box.value] = [box.value, model.get("sample")];
    label();
    read();
  }
  function isNew() {
    return box.value !== (model.get("answer").text ?? "");
  }
  function read() {
    // Python answers only to a text that is new to it.
    if (!isNew()) {
      if (!waiting) says.textContent = model.get("result").summary ?? "The box is empty.";
      return;
    }
    waiting = true;
    says.textContent = "Reading the codes ...";
    model.set("answer", { text: box.value });
    model.save_changes();
  }

  function draw() {
    const result = model.get("result"),
      pool = shown;
    pool.replaceChildren();
    if (result.broken?.length) {
      pool.append(
        h(
          "details",
          { open: true },
          h("summary", {}, `Codes that could not be used: ${result.broken.length}`),
          h(
            "ul",
            {},
            result.broken.map((words) => h("li", {}, words)),
          ),
        ),
      );
    }
    if (!result.learners) return;
    const camps = result.camps?.[view] ?? result.camps?.found;
    if (result.agreement)
      pool.append(heading("How far do you agree?"), h("p", {}, result.agreement.sentence));
    pool.append(dotPlot(result, camps));
    if (camps) {
      const pick = h(
        "select",
        {
          onchange: () => {
            view = pick.value;
            draw();
            shown.querySelector("select").focus();
            says.textContent = (result.camps[view] ?? camps).sentence;
          },
        },
        Object.keys(VIEWS)
          .filter((name) => result.camps[name])
          .sort((a, b) => (b === "found") - (a === "found"))
          .map((name) => h("option", { value: name, selected: name === view }, VIEWS[name])),
      );
      pool.append(
        heading("Are there camps?"),
        h("p", {}, h("label", {}, "Show camps: ", pick)),
        h("p", {}, camps.sentence),
        campBars(result, camps),
        h(
          "p",
          { style: SMALL },
          "All together: the geometric mean of the learners' weights, where a nought counts as .005.",
        ),
      );
    }
    if (result.burden) {
      pool.append(
        heading("Who carries the heaviest burden?"),
        h("p", {}, result.burden.sentence),
        h(
          "p",
          {},
          "In each draw one learner's weights are used, and every coding is drawn between its lowest and its highest level; a level that a learner chose widens that range.",
        ),
        burdenBars(result.burden),
      );
    }
    pool.append(numbers(result, camps));
  }

  label();
  draw();
  says.textContent = model.get("result").summary ?? "";
}

export default { render };
