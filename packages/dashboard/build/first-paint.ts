import { brotliCompressSync, constants } from "node:zlib";
import type { Plugin } from "vite";

/** What a page needs before it shows anything, compressed, is never more than this. */
export const FIRST_PAINT_BYTES = 100 * 1024;

/** Of a build's output what is needed here. */
export interface Emitted {
  fileName: string;
  content: string | Uint8Array;
  isEntry: boolean;
  imports: readonly string[];
}

/** Bytes after Brotli of the entries, all that they import statically, and all style sheets. */
export function firstPaintBytes(files: readonly Emitted[]): number {
  const byName = new Map(files.map((file) => [file.fileName, file]));
  const needed = new Set<Emitted>();
  const need = (file: Emitted | undefined) => {
    if (file === undefined || needed.has(file)) return;
    needed.add(file);
    for (const name of file.imports) need(byName.get(name));
  };
  for (const file of files) {
    if (file.isEntry || file.fileName.endsWith(".css")) need(file);
  }
  return [...needed].reduce((sum, file) => sum + compressed(file.content), 0);
}

function compressed(content: string | Uint8Array): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(content, { params }).byteLength;
}

/** Prints the size of the first paint after each build, and fails the build when it is over the limit. */
export function firstPaint(): Plugin {
  return {
    name: "userview:first-paint",
    writeBundle(_options, bundle) {
      const files = Object.values(bundle).map(
        (file): Emitted =>
          file.type === "chunk"
            ? {
                fileName: file.fileName,
                content: file.code,
                isEntry: file.isEntry,
                imports: file.imports,
              }
            : { fileName: file.fileName, content: file.source, isEntry: false, imports: [] },
      );
      const bytes = firstPaintBytes(files);
      const size = `${(bytes / 1024).toFixed(1)} KB brotli, at most ${FIRST_PAINT_BYTES / 1024} KB`;
      if (bytes > FIRST_PAINT_BYTES) this.error(`the first paint is too large: ${size}`);
      console.log(`first paint: ${size}`);
    },
  };
}
