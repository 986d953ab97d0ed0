/** SortClaims: choose a kind for each claim, then hold it against the kit's sorting. */
import { button, h } from "../kit/elements";
import { t } from "../kit/language";
import { shareLine } from "../kit/share";
import { widget, type View } from "../kit/widget";
import {
  choose,
  count,
  read,
  sharedOf,
  summary,
  verdict,
  type Claim,
  type SortTraits,
} from "./state";

const holds = () => t("For the class chat. It holds the kinds that you chose: no name, no text.");

function draw(view: View<SortTraits>): void {
  const { store, root, signal, says } = view;
  const claims = store.get("claims");
  const kinds = store.get("kinds");
  const sorting = () => read({ claims, kinds }, store.answer);
  const rows = claims.map((claim, i) =>
    row(claim, i, Object.keys(kinds), (kind) => {
      store.put(choose(sorting(), claim.id, kind));
    }),
  );
  const reveal = () => {
    if (count(sorting())) store.put({ ...sorting(), shown: true });
    else says.textContent = t("Sort at least one claim first.");
  };
  const show = () => {
    rows.forEach((each) => each.show(sorting()));
    says.textContent = summary(sorting(), claims);
  };
  root.append(
    h("h3", {}, t("What kind of claim is it?")),
    h(
      "p",
      {},
      t(
        "Choose one kind for each of the twelve. The kit's sorting appears only for claims that you have sorted.",
      ),
    ),
    sixKinds(kinds),
    h(
      "ol",
      { class: "claims" },
      rows.map(({ item }) => item),
    ),
    h("div", { class: "bar" }, button(t("Show the kit's sorting"), reveal)),
    says,
    shareLine(view, "claims", holds(), () => sharedOf(sorting())),
  );
  store.watch(["answer"], show, signal);
  show();
}

function sixKinds(kinds: SortTraits["kinds"]): HTMLElement {
  const lines = Object.entries(kinds).map(([kind, meaning]) =>
    h("div", {}, h("dt", {}, kind), h("dd", {}, meaning)),
  );
  return h(
    "details",
    { open: true },
    h("summary", {}, t("The six kinds")),
    h("dl", { class: "kinds" }, lines),
  );
}

function row(claim: Claim, i: number, kinds: string[], chosen: (kind: string) => void) {
  const pick = h(
    "select",
    { onchange: () => chosen(pick.value) },
    h("option", { value: "" }, t("choose a kind")),
    kinds.map((kind) => h("option", { value: kind }, kind)),
  );
  const said = h("p", { class: "rk-verdict" });
  const item = h("li", {}, h("label", {}, h("span", {}, `${i + 1}. ${claim.claim}`), pick), said);
  const show = (sorting: ReturnType<typeof read>) => {
    const told = verdict(sorting, claim);
    pick.value = sorting.chosen[claim.id] ?? "";
    said.hidden = !told;
    said.classList.toggle("rk-same", told?.same ?? false);
    said.textContent = told?.words ?? "";
  };
  return { item, show };
}

export default widget<SortTraits>("sort", () => t("Sort the claims"), draw);
