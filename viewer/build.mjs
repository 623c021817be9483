// Bundles the viewer into one script and one style sheet beside the Python code that inlines them.
//   node build.mjs           -> ../geoevents/render/static/viewer.js, viewer.css, widget.js
//   node build.mjs --tests   -> .tests/*.mjs, for `node --test`
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "geoevents", "render", "static");

// Written beside its place and renamed, so that a reader never finds half a file.
function write(name, text) {
  mkdirSync(out, { recursive: true });
  const partial = join(out, `.${name}.${process.pid}`);
  writeFileSync(partial, text);
  renameSync(partial, join(out, name));
}

const common = { absWorkingDir: here, bundle: true, charset: "utf8", legalComments: "none", logLevel: "warning" };

// Leaflet's licence asks to go along with every copy, and each map is one.
const licence = readFileSync(join(here, "node_modules", "leaflet", "LICENSE"), "utf8").trim();
const { version } = JSON.parse(readFileSync(join(here, "node_modules", "leaflet", "package.json"), "utf8"));
const notice = `/*! Leaflet ${version}\n${licence.replaceAll("*/", "")}\n*/`;

async function buildViewer() {
  const script = await build({
    ...common,
    entryPoints: ["src/main.ts"],
    banner: { js: notice },
    format: "iife",
    globalName: "geoeventsViewer",
    minify: true,
    target: ["es2020", "safari15", "firefox102", "chrome100"],
    write: false,
  });
  // Leaflet's pictures (layers, marker icons) are not used; a data address keeps the sheet whole.
  const style = await build({
    ...common,
    entryPoints: ["src/style.css"],
    loader: { ".png": "dataurl" },
    minify: true,
    target: ["safari15", "firefox102", "chrome100"],
    write: false,
  });
  // What a notebook loads around the page: a module, as anywidget asks for.
  const widget = await build({
    ...common,
    entryPoints: ["src/widget.ts"],
    format: "esm",
    target: ["es2020", "safari15", "firefox102", "chrome100"],
    write: false,
  });
  write("viewer.js", script.outputFiles[0].text);
  write("widget.js", widget.outputFiles[0].text);
  write("viewer.css", style.outputFiles[0].text);
  write("LICENSE.leaflet.txt", `${licence}\n`);
}

async function buildTests() {
  rmSync(join(here, ".tests"), { recursive: true, force: true });
  const names = readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: names.map((name) => `test/${name}`),
    format: "esm",
    outdir: ".tests",
    outExtension: { ".js": ".mjs" },
    platform: "node",
  });
}

await (process.argv.includes("--tests") ? buildTests() : buildViewer());
