// Builds dist/loader.js (every page with the SDK pays for it: its size is checked) and dist/session-<hash>.js, which is loaded
// when a session begins; dist/manifest.json names it.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

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
const { metafile } = await build({
  ...common,
  entryPoints: { session: "src/session/index.ts" },
  entryNames: "[name]-[hash]",
  outdir: "dist",
  format: "esm",
});
const session = Object.keys(metafile.outputs).find((file) => file.endsWith(".js"));
writeFileSync("dist/manifest.json", `${JSON.stringify({ file: basename(session) })}\n`);

const compressed = (file) => brotliCompressSync(readFileSync(file)).length;
const size = compressed("dist/loader.js");
console.log(
  `loader.js: ${size} bytes brotli (limit ${LOADER_LIMIT_BYTES}); ${basename(session)}: ${compressed(session)} bytes brotli`,
);
if (size >= LOADER_LIMIT_BYTES) {
  console.error(`expected loader.js under ${LOADER_LIMIT_BYTES} bytes brotli, got ${size}`);
  process.exit(1);
}
