/** One page of html on a port of its own. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export class Served {
  readonly #http: Server;

  private constructor(html: string) {
    this.#http = createServer((request, response) => {
      const isPage = request.url === "/";
      response.writeHead(isPage ? 200 : 204, { "Content-Type": "text/html; charset=utf-8" });
      response.end(isPage ? html : "");
    });
  }

  static async start(html: string): Promise<Served> {
    const served = new Served(html);
    await new Promise<void>((resolve) => served.#http.listen(0, "127.0.0.1", resolve));
    return served;
  }

  get url(): string {
    return `http://localhost:${(this.#http.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}
