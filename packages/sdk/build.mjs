// Builds dist/loader.js (every page with the SDK pays for it: its size is checked), dist/session-<hash>.js, which is loaded
// when a session begins, and dist/companion-<hash>.js, which is loaded when the page is at rest and something asks for it;
// dist/manifest.json names the two.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const LOADER_LIMIT_BYTES = 6 * 1024;
const common = {
  bundle: true,
  minify: true,
  sourcemap: true,
  target: "es2022",
  logLevel: "warning",
  metafile: true,
};

rmSync("dist", { recursive: true, force: true });
await build({
  ...common,
  entryPoints: { loader: "src/loader/index.ts" },
  outdir: "dist",
  format: "iife",
});
// A second minifier takes another twentieth off the file that every page pays for.
const { code, map } = await minify(readFileSync("dist/loader.js", "utf8"), {
  ecma: 2022,
  compress: { ecma: 2022, passes: 3 },
  sourceMap: { content: readFileSync("dist/loader.js.map", "utf8"), url: "loader.js.map" },
});
writeFileSync("dist/loader.js", code);
writeFileSync("dist/loader.js.map", map);

const files = {};
for (const name of ["session", "companion"]) {
  const { metafile } = await build({
    ...common,
    entryPoints: { [name]: `src/${name}/index.ts` },
    entryNames: "[name]-[hash]",
    outdir: "dist",
    format: "esm",
  });
  files[name] = Object.keys(metafile.outputs).find((file) => file.endsWith(".js"));
}
const names = Object.entries(files).map(([name, file]) => [name, basename(file)]);
writeFileSync("dist/manifest.json", `${JSON.stringify(Object.fromEntries(names))}\n`);

const compressed = (file) => brotliCompressSync(readFileSync(file)).length;
const size = compressed("dist/loader.js");
console.log(`loader.js: ${size} bytes brotli (limit ${LOADER_LIMIT_BYTES})`);
for (const file of Object.values(files))
  console.log(`${basename(file)}: ${compressed(file)} bytes brotli`);
if (size >= LOADER_LIMIT_BYTES) {
  console.error(`expected loader.js under ${LOADER_LIMIT_BYTES} bytes brotli, got ${size}`);
  process.exit(1);
}
