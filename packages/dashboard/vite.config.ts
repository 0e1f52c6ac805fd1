import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { firstPaint } from "./build/first-paint.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The dashboard is written against React's API and built with Preact in its place (half the bytes). */
const preactForReact = [
  { find: /^react$/, replacement: "preact/compat" },
  { find: /^react-dom$/, replacement: "preact/compat" },
  { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
  { find: /^react\/jsx-runtime$/, replacement: "preact/jsx-runtime" },
  { find: /^react\/jsx-dev-runtime$/, replacement: "preact/jsx-dev-runtime" },
];

export default defineConfig({
  plugins: [tailwindcss(), firstPaint()],
  resolve: {
    alias: [
      ...preactForReact,
      { find: /^react-remove-scroll$/, replacement: here("./src/ui/no-scroll-lock.tsx") },
    ],
  },
  build: {
    outDir: "dist",
    assetsDir: "static",
    // The content security policy allows files of our own origin, and nothing inline.
    assetsInlineLimit: 0,
    target: "es2022",
    sourcemap: true,
    // Libraries mark files "use client" for servers that render; there is none here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
