// node inflate.mjs <from> <to> [<from> <to> ...]: undoes Brotli, which Python's standard library cannot.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const paths = process.argv.slice(2);
for (let index = 0; index + 1 < paths.length; index += 2) {
  await pipeline(
    createReadStream(paths[index]),
    createBrotliDecompress(),
    createWriteStream(paths[index + 1]),
  );
}
