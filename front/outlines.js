// Simplifies the outlines of Natural Earth (public domain, from the package world-atlas) into
// src/places/outlines.json: `npm run outlines`. Tenths of a degree, one ring a polygon, no holes.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SOUTH = -56; // Antarctica is left out.
const LEAST = 5; // A step shorter than that, in tenths of a degree, is left out.

const world = JSON.parse(
  readFileSync(here("node_modules/world-atlas/countries-110m.json"), "utf8"),
);

function ring(points) {
  const kept = [];
  let [turn, before] = [0, points[0][0]];
  for (const [longitude, latitude] of points) {
    // Who crosses the date line goes on beyond 180 degrees.
    if (Math.abs(longitude - before) > 180) turn += longitude < before ? 360 : -360;
    before = longitude;
    const [x, y] = [longitude + turn, latitude].map((value) => Math.round(value * 10));
    const [lastX, lastY] = kept.at(-1) ?? [Infinity, Infinity];
    if (Math.hypot(x - lastX, y - lastY) >= LEAST) kept.push([x, y]);
  }
  return kept.length > 2 ? kept.flat() : null;
}

const countries = feature(world, world.objects.countries).features.map(({ id, geometry }) => {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const rings = polygons.map(([outer]) => ring(outer)).filter(Boolean);
  return [id ?? "", rings.filter((flat) => Math.max(...flat.filter((_, i) => i % 2)) > SOUTH * 10)];
});
const lines = countries.filter(([, rings]) => rings.length).map((one) => JSON.stringify(one));
writeFileSync(process.argv[2] ?? here("src/places/outlines.json"), `[\n${lines.join(",\n")}\n]\n`);
