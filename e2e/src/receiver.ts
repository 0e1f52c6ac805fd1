/** A receiver of webhooks on loopback, which verifies signatures (standardwebhooks.com) and keeps what came, in order. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface Message {
  id: string;
  type: string;
  created_at: string;
  data: { session?: Record<string, unknown>; visitor?: Record<string, unknown> };
}

interface Got {
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export class Receiver {
  /** What it answers; anything but 2xx is a failure. */
  status = 204;
  readonly got: Got[] = [];
  readonly #server: HttpServer;

  private constructor(server: HttpServer) {
    this.#server = server;
  }

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on("request", (request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (part: string) => {
        body += part;
      });
      request.on("end", () => {
        // What a killed server could not note as delivered comes again: receivers know it by its id.
        const path = request.url ?? "";
        const id = request.headers["webhook-id"];
        const known = receiver.got.some(
          (got) => got.path === path && got.headers["webhook-id"] === id,
        );
        if (!known) receiver.got.push({ path, headers: request.headers, body });
        response.writeHead(receiver.status).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return receiver;
  }

  url(path = "/hook"): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  /** The types of what came to `path`, in order. */
  types(path = "/hook"): string[] {
    return this.messages(path).map(({ type }) => type);
  }

  messages(path = "/hook"): Message[] {
    return this.#at(path).map(({ body }) => JSON.parse(body) as Message);
  }

  /** How many messages to `path` have a signature that is good for the secret. */
  verified(secret: string, path = "/hook"): number {
    return this.#at(path).filter((got) => isSigned(got, secret)).length;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #at(path: string): Got[] {
    return this.got.filter((got) => got.path === path);
  }
}

function isSigned({ headers, body }: Got, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = createHmac("sha256", key).update(signed).digest();
  const age = Math.abs(Date.now() / 1000 - Number(headers["webhook-timestamp"]));
  const given = String(headers["webhook-signature"]).split(" ");
  return (
    age < 300 &&
    given.some((signature) => {
      const found = Buffer.from(signature.replace(/^v1,/, ""), "base64");
      return found.length === expected.length && timingSafeEqual(found, expected);
    })
  );
}
