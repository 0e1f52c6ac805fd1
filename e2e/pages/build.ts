/**
 * Makes the pages that are not ours out of npm packages, into `pages/dist` (not committed): what other people's sites look like to the SDK.
 *
 * `admin` an admin template with charts and tables (jQuery, Bootstrap 4, canvas, icon fonts) · `todo` a React app · `gallery` web components
 * with shadow roots and adopted style sheets · `editor` a rich text editor · `plain` small pages for policies and odd cases.
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCE = join(HERE, "src");

/** Where the built pages are, a folder for each site. */
export const PAGES = join(HERE, "dist");

/** Says what they were built from. */
const STAMP = join(PAGES, "built-from");

/** Stylesheets and pictures that a template asks of other servers, which tests do not reach. */
const FOREIGN_STYLES = /<link[^>]+href="https:\/\/fonts\.googleapis\.com[^>]*>/g;

const FOREIGN_PICTURES = /https:\/\/source\.unsplash\.com\/[^"]*/g;
const PICTURE = "img/undraw_profile_1.svg";

/** What a template's folder carries beside what its pages load. */
const UNUSED = /fontawesome-free\/(?:js|less|metadata|scss|sprites|svgs)\b|\.map$/;

/** Folder of an installed package, told from one of its files that other packages may import. */
function folderOf(packageName: string, file: string): string {
  const found = createRequire(import.meta.url).resolve(`${packageName}/${file}`);
  return found.slice(0, -file.length);
}

function admin(target: string): void {
  const template = folderOf("startbootstrap-sb-admin-2", "package.json");
  for (const folder of ["css", "img", "js", "vendor"]) {
    cpSync(join(template, folder), join(target, folder), {
      recursive: true,
      filter: (path) => !UNUSED.test(path),
    });
  }
  for (const file of readdirSync(template).filter((name) => name.endsWith(".html"))) {
    const page = readFileSync(join(template, file), "utf8");
    writeFileSync(
      join(target, file),
      page.replace(FOREIGN_STYLES, "").replace(FOREIGN_PICTURES, PICTURE),
    );
  }
}

async function bundle(options: BuildOptions): Promise<void> {
  await build({
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".woff2": "file", ".svg": "file" },
    jsx: "automatic",
    ...options,
  });
}

function html(name: string, target: string): void {
  cpSync(join(SOURCE, `${name}.html`), join(target, "index.html"));
}

async function gallery(target: string): Promise<void> {
  const shoelace = folderOf("@shoelace-style/shoelace", "dist/shoelace.js");
  cpSync(join(shoelace, "cdn", "assets", "icons"), join(target, "assets", "icons"), {
    recursive: true,
    filter: (path) =>
      !path.endsWith(".svg") ||
      /(?:gear|star|star-fill|heart|trash|pencil|x-lg|chevron-\w+|check|calendar|house|folder2?|image|geo-alt)\.svg$/.test(
        path,
      ),
  });
  html("gallery", target);
  await bundle({
    entryPoints: { gallery: join(SOURCE, "gallery.ts"), style: join(SOURCE, "gallery.css") },
    outdir: target,
  });
}

async function editor(target: string): Promise<void> {
  html("editor", target);
  await bundle({
    entryPoints: { editor: join(SOURCE, "editor.ts"), style: join(SOURCE, "editor.css") },
    outdir: target,
  });
}

async function todo(target: string): Promise<void> {
  html("todo", target);
  await bundle({
    entryPoints: { todo: join(SOURCE, "todo.tsx"), style: join(SOURCE, "todo.css") },
    outdir: target,
  });
}

function plain(target: string): void {
  cpSync(join(SOURCE, "plain"), target, { recursive: true });
}

/** Changes with everything that the pages are made of. */
function fingerprint(): string {
  const hash = createHash("sha256");
  const lock = join(HERE, "../../package-lock.json");
  const sources = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [fileURLToPath(import.meta.url), lock, ...sources]) {
    hash.update(`${file}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function builtFrom(): string | undefined {
  try {
    return readFileSync(STAMP, "utf8");
  } catch {
    return undefined;
  }
}

/** Build every site, unless they are built from the same sources already. */
export default async function buildPages(): Promise<void> {
  const wanted = fingerprint();
  if (builtFrom() === wanted) return;
  rmSync(PAGES, { recursive: true, force: true });
  const makers = { admin, todo, gallery, editor, plain };
  for (const [name, make] of Object.entries(makers)) {
    const target = join(PAGES, name);
    mkdirSync(target, { recursive: true });
    await make(target);
  }
  writeFileSync(STAMP, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPages();
