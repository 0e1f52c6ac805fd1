// Builds dist/loader.js (every page with the SDK pays for it: its size is checked; loader-rules.js for teams with rules of
// their own for URLs), dist/session-<hash>.js, which is loaded when a session begins, dist/drawings-<hash>.js, which the
// session loads on pages with a canvas or a film, dist/tools-<hash>.js, which it loads for the first agent's tool, dist/tint-<hash>.js, which it loads
// when the visitor wants to see what is hidden, dist/console-<hash>.js, which it loads when an agent opens the page's console, dist/insets-<hash>.js, which it loads on pages with frames,
// dist/companion-<hash>.js, which is loaded when the page is at rest and something asks for it, dist/corner-<hash>.js, which the
// companion loads where a visitor may wait for an agent, dist/code-<hash>.js, which it loads where the page shows the lookup code, dist/rating-<hash>.js, which
// both load where the visitor is asked how a session was, and dist/framed-<hash>.js, which it loads in a frame that the page around
// shows to agents; dist/manifest.json names them.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

/** What applies a team's own rules for URLs may take as much again as the default ones do. */
const LOADER_LIMIT_BYTES = { "loader.js": 6 * 1024, "loader-rules.js": 6 * 1024 + 512 };
const common = {
  bundle: true,
  minify: true,
  sourcemap: true,
  target: "es2022",
  logLevel: "warning",
  metafile: true,
};

/** A second minifier takes another twentieth off. `map`: the address of the source map, "" for none. */
async function minifyAgain(file, { map: url, compress = {}, module = false, preamble = null }) {
  const { code, map } = await minify(readFileSync(file, "utf8"), {
    ecma: 2022,
    module,
    compress: { ecma: 2022, passes: 3, ...compress },
    format: { preamble },
    sourceMap: { content: readFileSync(`${file}.map`, "utf8"), ...(url === "" ? {} : { url }) },
  });
  writeFileSync(file, code);
  writeFileSync(`${file}.map`, map);
}

const { LOCALES } = await import("../protocol/src/locales.ts");

rmSync("dist", { recursive: true, force: true });
// Most teams have no rules of their own for URLs: their pages do not pay for what applies them.
for (const [name, withoutRules] of [
  ["loader", "true"],
  ["loader-rules", "false"],
]) {
  const file = `dist/${name}.js`;
  await build({
    ...common,
    entryPoints: { [name]: "src/loader/index.ts" },
    outdir: "dist",
    format: "iife",
    define: { USERVIEW_WITHOUT_RULES: withoutRules },
  });
  // The loader is served under each team's key: a map beside it would not be found there.
  await minifyAgain(file, { compress: { unsafe_arrows: true, pure_getters: true }, map: "" });
}

/**
 * Nearly all of the session runs as it begins. Chromium then compiles its functions while the file is fetched, off the
 * page's thread, not each at its first call; the line has to be the first. To others it is a comment.
 */
const COMPILED_AHEAD = "//# allFunctionsCalledOnLoad";

const files = {};
/** Of the languages beside English, each in a file of its own: dist/locale-<language>-<hash>.js. */
const packs = () =>
  Object.fromEntries(LOCALES.map((tag) => [tag, basename(files[`locale-${tag}`] ?? "")]));
for (const [name, entry] of [
  ...LOCALES.map((tag) => [`locale-${tag}`, `@userview/protocol/locales/${tag}`]),
  ["drawings", "@userview/capture/drawings"],
  ["insets", "@userview/capture/insets"],
  ["tools", "./src/session/tools/module.ts"],
  ["tint", "./src/session/tint/tint.ts"],
  ["rating", "./src/rating/card.ts"],
  ["console", "./src/session/console/module.ts"],
  ["framed", "./src/framed/index.ts"],
  ["session", "./src/session/index.ts"],
  ["corner", "./src/companion/waiting/corner.ts"],
  ["code", "./src/companion/lookup/card.ts"],
  ["companion", "./src/companion/index.ts"],
]) {
  const { metafile } = await build({
    ...common,
    entryPoints: { [name]: entry },
    entryNames: "[name]-[hash]",
    outdir: "dist",
    format: "esm",
    define: Object.fromEntries([
      ["USERVIEW_LOCALES", JSON.stringify(packs())],
      ...[
        "drawings",
        "insets",
        "framed",
        "corner",
        "code",
        "tools",
        "tint",
        "rating",
        "console",
      ].map((part) => [
        `USERVIEW_${part.toUpperCase()}`,
        JSON.stringify(basename(files[part] ?? "")),
      ]),
    ]),
  });
  const file = Object.keys(metafile.outputs).find((output) => output.endsWith(".js"));
  const preamble = name === "session" ? COMPILED_AHEAD : null;
  await minifyAgain(file, { module: true, map: `${basename(file)}.map`, preamble });
  files[name] = file;
}
const names = Object.entries(files).map(([name, file]) => [name, basename(file)]);
writeFileSync("dist/manifest.json", `${JSON.stringify(Object.fromEntries(names))}\n`);

const compressed = (file) => brotliCompressSync(readFileSync(file)).length;
for (const file of Object.values(files))
  console.log(`${basename(file)}: ${compressed(file)} bytes brotli`);
for (const [file, limit] of Object.entries(LOADER_LIMIT_BYTES)) {
  const size = compressed(`dist/${file}`);
  console.log(`${file}: ${size} bytes brotli (limit ${limit})`);
  if (size < limit) continue;
  console.error(`expected ${file} under ${limit} bytes brotli, got ${size}`);
  process.exitCode = 1;
}
