// NullSimulator: find the record among walks of chance, then draw as many worlds of chance as you like.

const LINEUP = `
.rk .lines { display: grid; grid-template-columns: repeat(auto-fill, minmax(max(200px, 30%), 1fr)); gap: 10px; margin: 8px 0; }
.rk .line { border: 1px solid var(--line); border-radius: 4px; padding: 4px 8px 6px; min-width: 0; margin: 0; }
.rk .line.real { outline: 3px solid var(--accent); } .rk .line legend { font-weight: 600; padding: 0 4px; }
.rk .line svg, .rk .world svg { display: block; width: 100%; height: auto; } .rk .line label { display: block; min-height: 24px; }
.rk .line input { accent-color: var(--accent); margin: 0 6px 0 0; vertical-align: -1px; } .rk .line p { margin: 2px 0 0; font-size: 13px; }
.rk .worlds { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: flex-start; } .rk .world { flex: 0 1 300px; min-width: 205px; } .rk .counts { flex: 1 1 340px; }
.rk td.number, .rk th.number { text-align: right; font-variant-numeric: tabular-nums; } .rk thead th { color: var(--muted); } .rk [hidden] { display: none; }`;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const [WIDE, HIGH] = [300, 118];

function render({ model, el }) {
  const root = frame(el, "Lineup: the record among worlds of chance");
  const lines = model.get("lines"),
    bands = model.get("bands"),
    real = LETTERS[model.get("real")];
  const letters = [...LETTERS.slice(0, lines.length)],
    says = speaker(),
    keep = atRest(() => model.save_changes());
  const state = () => ({
    seed: model.get("seed"),
    pick: null,
    cycle: [],
    revealed: false,
    worlds: { drawn: 0, three: 0, five: 0 },
    ...model.get("answer"),
  });
  const change = (part) => {
    model.set("answer", { ...state(), ...part });
    keep();
  };

  const group = `lineup-${Math.random().toString(36).slice(2)}`;
  const panels = letters.map((letter, i) => {
    const radio = h("input", {
      type: "radio",
      name: group,
      value: letter,
      onchange: () => {
        change({ pick: letter });
        says.textContent = `You pick ${letter} as the record.`;
      },
    });
    const box = h("input", {
      type: "checkbox",
      onchange: () => {
        change({
          cycle: letters.filter((other) =>
            other === letter ? box.checked : state().cycle.includes(other),
          ),
        });
        says.textContent = `Marked as showing the cycle: ${state().cycle.join(", ") || "none"}.`;
      },
    });
    const verdict = h("p");
    const element = h(
      "fieldset",
      { class: "line" },
      h("legend", {}, letter),
      drawing(lines[i], bands, `Line ${letter}`),
      h("label", {}, radio, `${letter} is the record`),
      h("label", {}, box, `${letter} shows the cycle`),
      verdict,
    );
    return { letter, radio, box, verdict, element, falls: model.get("falls")[i] };
  });

  const reveal = h(
    "button",
    {
      type: "button",
      onclick: () => {
        if (!state().pick) {
          says.textContent = "First pick the line that you think is the record.";
          return;
        }
        change({ revealed: true });
        says.textContent = revealed(state(), panels, real);
        says.focus();
      },
    },
    "Reveal the record",
  );
  says.setAttribute("tabindex", "-1");

  const show = () => {
    const { pick, cycle, revealed: open } = state();
    for (const { letter, radio, box, verdict, element, falls } of panels) {
      radio.checked = letter === pick;
      box.checked = cycle.includes(letter);
      radio.disabled = box.disabled = open;
      element.classList.toggle("real", open && letter === real);
      verdict.hidden = !open;
      verdict.textContent = open
        ? `${letter === real ? "The record." : "Chance."} Each end lower: ${yes(falls[0])} for three, ${yes(falls[1])} for five.`
        : "";
    }
    reveal.hidden = open;
  };

  root.append(
    h("style", {}, LINEUP),
    h("h3", {}, `One of these ${lines.length} lines is the record; the others are chance`),
    h(
      "p",
      {},
      "In the others, every month moves as far as in the record, and a coin decides whether up or down. Each line fills its own panel, " +
        `so heights cannot be compared between panels. Bands, from the left: ${bands.map(([name]) => name).join(", ")}. Dots: the last month of a completed presidency.`,
    ),
    h(
      "div",
      { class: "lines" },
      panels.map(({ element }) => element),
    ),
    h("div", { class: "bar" }, reveal),
    says,
    otherWorlds(model, state, change),
  );
  model.on("change:answer", show);
  show();
  if (state().revealed) says.textContent = revealed(state(), panels, real);
  notice(model, root);
}

const yes = (truth) => (truth ? "yes" : "no");

function revealed({ pick, cycle }, panels, real) {
  const chance = panels.filter(({ letter }) => letter !== real);
  const seen = chance.filter(({ letter }) => cycle.includes(letter)).length,
    fall = chance.filter(({ falls }) => falls[0]).length;
  return (
    `The record is ${real}. You picked ${pick}${pick === real ? ", and found it" : ""}. You saw the cycle in ${seen} of ${chance.length} lines of chance` +
    `${cycle.includes(real) ? ", and in the record" : ", and not in the record"}. In ${fall} of the ${chance.length} lines of chance, each of the first three presidencies ends lower than the last.`
  );
}

/** A line in its own scale, with a band a presidency; the label gives the heights to those who cannot see them. */
function drawing(values, bands, name) {
  const low = Math.min(...values),
    high = Math.max(...values),
    reach = high - low || 1;
  const x = (i) => ((i + 0.5) * WIDE) / values.length,
    y = (value) => HIGH - 6 - ((value - low) / reach) * (HIGH - 28);
  const part = (value) => Math.round(((value - low) / reach) * 100);
  const ends = bands
    .filter(([, , , complete]) => complete)
    .map(([label, , last]) => [label, last - 1]);
  const label =
    `${name}. Height from 0, its lowest, to 100, its highest. Start ${part(values[0])}; at the end of ` +
    ends.map(([who, i]) => `${who} ${part(values[i])}`).join(", ") +
    `; last month ${part(values.at(-1))}.`;
  return s(
    "svg",
    { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": label },
    bands
      .map(([label, first, last], k) => [
        s("rect", {
          x: x(first - 0.5),
          y: 0,
          width: x(Math.min(last, values.length) - 0.5) - x(first - 0.5),
          height: HIGH,
          fill: "var(--soft)",
          opacity: k % 2 ? 0.35 : 1,
        }),
        s(
          "text",
          {
            x: (x(first) + x(Math.min(last, values.length) - 1)) / 2,
            y: 13,
            "text-anchor": "middle",
          },
          label[0],
        ),
      ])
      .flat(),
    s("polyline", {
      points: values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" "),
      fill: "none",
      stroke: "var(--ink)",
      "stroke-width": 1.8,
      "stroke-linejoin": "round",
    }),
    ends.map(([, i]) =>
      s("circle", {
        cx: x(i),
        cy: y(values[i]),
        r: 4,
        fill: "var(--accent)",
        stroke: "var(--paper)",
      }),
    ),
  );
}

/** More worlds, counted: how often does each presidency end lower than the last by chance alone? */
function otherWorlds(model, state, change) {
  const bands = model.get("bands"),
    steps = model.get("steps"),
    exact = model.get("exact"),
    seed = model.get("seed");
  const picture = h("div", { class: "world" }),
    body = h("tbody"),
    heard = speaker();
  const draw = (number) => {
    let { drawn, three, five } = state().worlds,
      last;
    for (let k = 0; k < number; k++) {
      last = world(steps, seed, drawn++);
      three += endsFall(last, bands, 3);
      five += endsFall(last, bands, 5);
    }
    change({ worlds: { drawn, three, five } });
    heard.textContent =
      `${drawn} world${drawn === 1 ? "" : "s"} drawn: each end lower in ${three} for three presidencies, in ${five} for five. ` +
      (number === 1
        ? `This world: ${yes(endsFall(last, bands, 3))} for three, ${yes(endsFall(last, bands, 5))} for five.`
        : "");
  };
  const show = () => {
    const { drawn, three, five } = state().worlds,
      number = (text) => h("td", { class: "number" }, text);
    picture.hidden = !drawn;
    picture.replaceChildren(
      ...(drawn
        ? [
            drawing(world(steps, seed, drawn - 1), bands, `World ${drawn}`),
            h("p", {}, `World ${drawn}`),
          ]
        : []),
    );
    body.replaceChildren(
      ...[
        ["three presidencies", three, exact[0]],
        ["five presidencies", five, exact[1]],
      ].map(([name, count, p]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, name),
          number(drawn ? `${count} of ${drawn}` : "none drawn"),
          number(drawn ? (count / drawn).toFixed(3) : ""),
          number(drawn ? p.toFixed(4) : ""),
        ),
      ),
    );
  };
  model.on("change:answer", show);
  show();
  return h(
    "div",
    {},
    h("h3", {}, "Draw other worlds"),
    h("p", {}, "How often does chance alone make each presidency end lower than the one before?"),
    h(
      "div",
      { class: "bar" },
      [1, 100, 1000].map((n) =>
        h(
          "button",
          { type: "button", onclick: () => draw(n) },
          n === 1 ? "Draw 1 world" : `Draw ${n} worlds`,
        ),
      ),
    ),
    h(
      "div",
      { class: "worlds" },
      picture,
      h(
        "table",
        { class: "counts" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Each end lower than the last", "Worlds", "Share", "Exact probability"].map(
              (name, i) => h("th", { scope: "col", class: i ? "number" : null }, name),
            ),
          ),
        ),
        body,
      ),
    ),
    heard,
  );
}

/** World number i: the record's steps with directions by coin. The same seed and number give the same world. */
function world(steps, seed, i) {
  let a = (seed * 1000003 + i * 2654435761) >>> 0;
  const coin = () => {
    // mulberry32
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) & 0x40000000 ? 1 : -1;
  };
  const values = [0];
  for (const step of steps) values.push(values.at(-1) + coin() * step);
  return values;
}

function endsFall(values, bands, k) {
  const ends = bands.slice(0, k).map(([, , last]) => values[last - 1]);
  return ends.every((end, i) => i === 0 || end < ends[i - 1]);
}

export default { render };
