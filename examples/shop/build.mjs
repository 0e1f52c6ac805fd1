// Builds dist/: pages and pictures from src/site.ts, one script, one style sheet and the fonts from npm.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { site } from "./src/site.ts";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
rmSync(dist, { recursive: true, force: true });

for (const [path, content] of site()) {
  const target = join(dist, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

await build({
  absWorkingDir: here,
  entryPoints: { shop: "src/client/main.ts", "shop-style": "src/styles/shop.css" },
  outdir: join(dist, "assets"),
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  minify: true,
  loader: { ".woff2": "file" },
  assetNames: "[name]-[hash]",
  logLevel: "warning",
});

for (const file of ["shop.js", "shop-style.css"]) {
  const bytes = readFileSync(join(dist, "assets", file));
  console.log(`${file}: ${bytes.length} bytes, ${brotliCompressSync(bytes).length} brotli`);
}
