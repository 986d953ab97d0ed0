// Builds one module and one style sheet a widget, which anywidget loads as they are.
// `node build.js FOLDER` builds into another folder, for the test that compares.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SHARED = ["kit", "measures"];
const LICENCE =
  "/* Built from front/src by `make front`. " +
  "With d3-scale, d3-shape and what they use: Copyright Mike Bostock, ISC licence. */";

const widgets = readdirSync(here("src")).filter((name) => !SHARED.includes(name));
await build({
  entryPoints: widgets.flatMap((name) => [
    { in: here(`src/${name}/index.ts`), out: name },
    { in: here(`src/${name}/${name}.css`), out: name },
  ]),
  outdir: process.argv[2] ?? here("../resetcycle/widgets/static"),
  absWorkingDir: here("."),
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  minify: true,
  // A sentence in a built file reads as it was written.
  charset: "utf8",
  legalComments: "none",
  banner: { js: LICENCE },
});
