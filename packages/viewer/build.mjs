// Builds dist/: index.html, and the frame's script and styles under names with their hash, so that they can be kept forever;
// and viewer.js, the element for pages of others, under a name that they can write into them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
const { metafile } = await build({
  entryPoints: { frame: "src/frame/main.ts" },
  outdir: "dist",
  entryNames: "[name]-[hash]",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: true,
  metafile: true,
  logLevel: "warning",
});

const built = (ending) => {
  const file = Object.keys(metafile.outputs).find((name) => name.endsWith(ending));
  if (file === undefined) throw new Error(`expected esbuild to write a ${ending} file, got none`);
  return basename(file);
};
const html = readFileSync("index.html", "utf8")
  .replace("__FRAME_SCRIPT__", built(".js"))
  .replace("__FRAME_STYLE__", built(".css"));
writeFileSync("dist/index.html", html);

await build({
  entryPoints: { viewer: "src/embed/index.ts" },
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  logLevel: "warning",
});
