import { h, type Child } from "../kit/elements";

/** A part for one kind of work, that can be folded away: a class may hand in many. */
export const section = (title: string, ...children: readonly Child[]): HTMLElement =>
  h("details", { open: true, class: "section" }, h("summary", {}, h("h4", {}, title)), children);

/** The heading of a part in a section. */
export const heading = (words: string): HTMLElement => h("h5", {}, words);

/** A part that is closed until somebody asks its question. */
export const question = (title: string, ...children: readonly Child[]): HTMLElement =>
  h("details", { class: "question" }, h("summary", {}, heading(title)), children);
