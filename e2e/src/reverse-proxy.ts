/** A reverse proxy as people put it before their server: it passes everything on, and says for whom. */
import {
  createServer,
  type Server as HttpServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

/** What a line is used for, seen between the browser and the server. */
export interface Line {
  /** The path of the WebSocket. */
  readonly path: string;
  /** Bytes that the browser sent after the handshake, and when they came (Unix milliseconds). */
  readonly sent: { at: number; bytes: Buffer }[];
  /** From now on the browser hears nothing of the server; or everything again. */
  mute(muted: boolean): void;
}

export class ReverseProxy {
  /** WebSockets in the order in which they were opened. */
  readonly lines: Line[] = [];
  /** The port of 127.0.0.1 where the server listens. */
  target = 0;
  /** Whom it speaks for: this address is what it saw at the other end. */
  client = "127.0.0.1";
  readonly #http: HttpServer;
  readonly #sockets = new Set<Duplex>();

  private constructor() {
    this.#http = createServer((request, response) => {
      const onward = httpRequest(this.#onward(request), (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.once("error", () => response.destroy());
      request.pipe(onward);
    });
    this.#http.on("upgrade", (request, socket) => this.#upgrade(request, socket));
  }

  static async start(): Promise<ReverseProxy> {
    const proxy = new ReverseProxy();
    await new Promise<void>((listening) => proxy.#http.listen(0, "127.0.0.1", listening));
    return proxy;
  }

  /** The server's public address. */
  get origin(): string {
    return `http://localhost:${(this.#http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#http.closeAllConnections();
    await new Promise((closed) => this.#http.close(closed));
  }

  #watch(path: string, socket: Duplex, server: Duplex): void {
    const sent: Line["sent"] = [];
    socket.on("data", (bytes: Buffer) => void sent.push({ at: Date.now(), bytes }));
    const mute = (muted: boolean): void => {
      if (muted) server.unpipe(socket);
      else server.pipe(socket);
    };
    this.lines.push({ path, sent, mute });
  }

  #onward({ method, url, headers }: IncomingMessage): RequestOptions {
    const told: OutgoingHttpHeaders = { ...headers, "x-forwarded-for": this.client };
    return {
      host: "127.0.0.1",
      port: this.target,
      method: method ?? "GET",
      path: url ?? "/",
      headers: told,
    };
  }

  #upgrade(request: IncomingMessage, socket: Duplex): void {
    const onward = httpRequest(this.#onward(request));
    onward.once("upgrade", (answer, server, head) => {
      const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`];
      for (let at = 0; at < answer.rawHeaders.length; at += 2)
        lines.push(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}`);
      socket.write(`${lines.join("\r\n")}\r\n\r\n`);
      socket.write(head);
      server.pipe(socket).pipe(server);
      this.#watch(request.url ?? "", socket, server);
      for (const [one, other] of [
        [socket, server],
        [server, socket],
      ] as const) {
        this.#sockets.add(one);
        one.once("error", () => other.destroy());
        one.once("close", () => other.destroy());
      }
    });
    onward.once("response", (refusal) => {
      socket.end(`HTTP/1.1 ${refusal.statusCode} ${refusal.statusMessage}\r\n\r\n`);
    });
    onward.once("error", () => socket.destroy());
    onward.end();
  }
}
