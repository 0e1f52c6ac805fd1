/** Where canaries are looked for: all that pages and server said to each other, and all that the server has written. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";
import type { Page } from "@playwright/test";

const HEADER_BYTES = 40;
const FIRST = 1;
const LAST = 2;
const DEFLATED = 4;

/** What a page's sockets carry, both ways, and what it asks the server and is answered. */
export class Traffic {
  readonly #texts: string[] = [];
  readonly #bodies: Buffer[] = [];
  readonly #answers: Promise<unknown>[] = [];

  /** @param server address of the server; what else the page asks is the site's own business. */
  constructor(page: Page, server: string) {
    page.on("websocket", (socket) => {
      for (const way of ["framesent", "framereceived"] as const) {
        let pieces: Buffer[] = [];
        socket.on(way as "framesent", ({ payload }) => {
          if (typeof payload === "string") {
            this.#texts.push(payload);
            return;
          }
          const flags = payload.readUInt8(1);
          if ((flags & FIRST) !== 0) pieces = [];
          pieces.push(payload.subarray(HEADER_BYTES));
          if ((flags & LAST) === 0) return;
          const joined = Buffer.concat(pieces);
          const content = (flags & DEFLATED) !== 0 ? inflateRawSync(joined) : joined;
          this.#texts.push(content.toString("utf8"));
        });
      }
    });
    const { port } = new URL(server);
    const isOurs = (url: string): boolean => new URL(url).port === port;
    page.on("request", (request) => {
      if (!isOurs(request.url())) return;
      this.#texts.push(request.url());
      const body = request.postDataBuffer();
      if (body !== null) this.#bodies.push(body);
    });
    page.on("response", (response) => {
      if (!isOurs(response.url())) return;
      const read = response.body().then(
        (body) => this.#bodies.push(body),
        () => undefined,
      );
      this.#answers.push(read);
    });
  }

  /** All of it so far as text. */
  async text(): Promise<string> {
    await Promise.all(this.#answers);
    return [...this.#texts, ...this.#bodies.map((body) => body.toString("utf8"))].join("\n");
  }

  /** All pictures so far. */
  async pictures(): Promise<Buffer[]> {
    await Promise.all(this.#answers);
    const inline = this.#texts.flatMap((text) =>
      Array.from(
        text.matchAll(/data:image\/(?:webp|png|jpeg);base64,([\w+/=]+)/g),
        ([, data = ""]) => Buffer.from(data, "base64"),
      ),
    );
    return [...inline, ...this.#bodies].filter(isPicture);
  }
}

/** Everything in a folder: databases, kept files, caches. */
export function filesIn(folder: string): { path: string; body: Buffer }[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return filesIn(path);
    return stat?.isFile() ? [{ path, body: opened(readFileSync(path)) }] : [];
  });
}

/** @returns those that stand in `text`, whatever the case, as they are or as hex, base64 or reversed bytes never are. */
export function found<T extends { readonly text: string }>(
  text: string,
  canaries: readonly T[],
): T[] {
  const lower = text.toLowerCase();
  return canaries.filter((canary) => lower.includes(canary.text));
}

/** The colours that fill the middle of pictures, as `#rrggbb`, read in a browser. */
export async function coloursOf(page: Page, pictures: readonly Buffer[]): Promise<string[]> {
  return page.evaluate(
    async (all) => {
      const colours = new Set<string>();
      for (const data of all) {
        const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes])).catch(() => null);
        if (bitmap === null) continue;
        const { width, height } = bitmap;
        const context = new OffscreenCanvas(width, height).getContext("2d");
        context?.drawImage(bitmap, 0, 0);
        const pixel = context?.getImageData(width >> 1, height >> 1, 1, 1).data ?? [];
        const hex = Array.from(pixel.slice(0, 3), (part) => part.toString(16).padStart(2, "0"));
        colours.add(`#${hex.join("")}`);
      }
      return [...colours];
    },
    pictures.map((picture) => picture.toString("base64")),
  );
}

/** Whether two colours are the same to people: pictures that lose a little change them by so much. */
export function isClose(one: string, other: string): boolean {
  const parts = (hex: string): number[] =>
    [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const [a, b] = [parts(one), parts(other)];
  return a.every((part, at) => Math.abs(part - (b[at] ?? 0)) <= 8);
}

export function isPicture(body: Buffer): boolean {
  const start = body.subarray(0, 12).toString("latin1");
  return (
    start.startsWith("\x89PNG") || start.startsWith("\xff\xd8\xff") || /^RIFF....WEBP/s.test(start)
  );
}

function opened(body: Buffer): Buffer {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  return Buffer.concat([body, gunzipSync(body)]);
}
