// Builds one module and one style sheet a widget, which anywidget loads as they are, those of the
// pages and slides that nbconvert makes, and the site's script.
// `node build.js FOLDER` builds into another folder, for the test that compares.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SHARED = ["kit", "measures"];
const PAGES = ["page", "slides"];
const SITE = "site";
const BUILT = "Built from front/src by `make front`.";
const D3 = "With d3-scale, d3-shape and what they use: Copyright Mike Bostock, ISC licence.";
const REVEAL = "With reveal.js: Copyright Hakim El Hattab and contributors, MIT licence.";

const made = (names, holds, format = "esm") =>
  build({
    entryPoints: names.flatMap((name) => [
      { in: here(`src/${name}/index.ts`), out: name },
      { in: here(`src/${name}/${name}.css`), out: name },
    ]),
    outdir: process.argv[2] ?? here("../resetcycle/widgets/static"),
    absWorkingDir: here("."),
    bundle: true,
    format,
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    minify: true,
    // A sentence in a built file reads as it was written.
    charset: "utf8",
    legalComments: "none",
    banner: { js: `/* ${[BUILT, holds].join(" ").trim()} */` },
  });

const rooms = readdirSync(here("src")).filter((name) => !SHARED.includes(name));
await made(
  rooms.filter((name) => ![...PAGES, SITE].includes(name)),
  D3,
);
await made(PAGES, REVEAL);
// From a folder, by double click, a browser runs a classic script and no module.
await made([SITE], "", "iife");
