// MyWork: download the lesson's file, upload it again.

function render({ model, el }) {
  const root = frame(el, "My work");
  const says = speaker();
  const name = () => `reset-cycle-${model.get("lesson")}.json`;
  const download = () => {
    const link = h("a", {
      href: URL.createObjectURL(new Blob([model.get("file_text")], { type: "application/json" })),
      download: name(),
    });
    link.click();
    URL.revokeObjectURL(link.href);
    says.textContent = `Saved as ${name()} in your downloads.`;
  };
  // The file may have grown since this was shown: ask for it, and hand it out when it comes.
  const ask = () => {
    const arrived = () => {
      model.off("msg:custom", arrived);
      download();
    };
    model.on("msg:custom", arrived);
    model.send({});
  };
  const chosen = async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    model.set("uploaded", await file.text());
    model.save_changes();
    event.target.value = "";
  };
  root.append(
    h(
      "div",
      { class: "bar" },
      h("button", { type: "button", onclick: ask }, "Download my work"),
      h(
        "label",
        {},
        "Upload saved work: ",
        h("input", { type: "file", accept: ".json,application/json", onchange: chosen }),
      ),
    ),
    says,
  );
  notice(model, root);
}

export default { render };
