/** A lesson as slides: starts the deck that nbconvert has laid out, without a network. */
import Reveal from "reveal.js";

const deck = document.querySelector<HTMLElement>(".reveal");
if (deck)
  void new Reveal(deck, {
    width: 960,
    height: 700,
    margin: 0.02,
    // What is long starts at its top and scrolls.
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    pdfSeparateFragments: false,
  }).initialize();
