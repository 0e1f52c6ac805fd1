/** All that leaves a page: what goes over its WebSockets and its uploads, opened as the receiver would open it (protocol/SPEC.md, rules E1-E4). */
import { inflateRawSync } from "node:zlib";
import type { Page } from "@playwright/test";

const HEADER_BYTES = 40;
const FIRST = 1;
const LAST = 2;
const DEFLATED = 4;

interface Upload {
  url: string;
  body: Buffer;
}

/** Records from the moment it is made; make it before the page is opened. */
export class Wire {
  /** Control messages, as the JSON texts that were sent. */
  readonly control: string[] = [];
  /** Pieces of page content, headers included. */
  readonly frames: Buffer[] = [];
  /** Requests with a body, wherever they went. */
  readonly uploads: Upload[] = [];

  constructor(page: Page) {
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => {
        if (typeof payload === "string") this.control.push(payload);
        else this.frames.push(payload);
      });
    });
    page.on("request", (request) => {
      const body = request.postDataBuffer();
      if (body !== null) this.uploads.push({ url: request.url(), body });
    });
  }

  /** Page content as text: pieces joined and inflated, one string a message. */
  content(): string[] {
    const messages: string[] = [];
    let pieces: Buffer[] = [];
    for (const frame of this.frames) {
      const flags = frame.readUInt8(1);
      if ((flags & FIRST) !== 0) pieces = [];
      pieces.push(frame.subarray(HEADER_BYTES));
      if ((flags & LAST) === 0) continue;
      const joined = Buffer.concat(pieces);
      messages.push(((flags & DEFLATED) !== 0 ? inflateRawSync(joined) : joined).toString("utf8"));
      pieces = [];
    }
    return messages;
  }

  /** Whether a text left the page in any way, as it is or within JSON. */
  carried(text: string): boolean {
    const told = [
      ...this.control,
      ...this.content(),
      ...this.uploads.map(({ body }) => body.toString("latin1")),
    ];
    return told.some((message) => message.includes(text));
  }
}
