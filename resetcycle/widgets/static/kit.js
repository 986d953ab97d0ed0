// Helpers that every widget of the kit uses; each widget's own module follows in the same file.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: h("button", {class: "x", onclick: f}, "words", child). SVG names go through s(). */
function h(name, attributes = {}, ...children) {
  return dress(document.createElement(name), attributes, children);
}
function s(name, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, name), attributes, children);
}
function dress(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

/** The frame of a widget: JupyterLab's shortcuts must not hear what is typed inside. */
function frame(el, label) {
  const root = h("section", { class: "rk", "aria-label": label });
  for (const type of ["keydown", "keyup", "keypress"])
    root.addEventListener(type, (event) => event.stopPropagation());
  el.append(root);
  return root;
}

/** A sentence that a screen reader hears when it changes. */
function speaker() {
  return h("p", { class: "says", role: "status", "aria-live": "polite" });
}

function notice(model, root) {
  const line = h("p", { class: "notice", role: "alert", hidden: true });
  const show = () => {
    line.textContent = model.get("notice");
    line.hidden = !line.textContent;
  };
  model.on("change:notice", show);
  show();
  root.append(line);
}

/** Run f once things have been still for `ms`; the kernel hears of a drag only when it is over. */
function atRest(f, ms = 200) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(f, ms);
  };
}

const share = (x) => (x >= 0.995 ? "1.00" : x.toFixed(2).replace(/^0/, ""));
const signed = (x) => (x < 0 ? "−" : "+") + Math.abs(x).toFixed(1);
