import type { SheetFile } from "@userview/capture";
import { mayAskForSheet } from "./asset_ways.ts";

/** Asks the server for style sheets that scripts of the page may not read, one after the other (rule F5). */
export class SheetAsks {
  readonly #url: string;
  readonly #token: string;
  readonly #signal: AbortSignal;
  readonly #proxied: () => readonly string[];
  /** Sites whose sheets the server has brought. */
  readonly #sites = new Set<string>();
  #before: Promise<unknown> = Promise.resolve();

  /** @param proxied wildcards of URLs that the server is not asked for. */
  constructor(url: string, token: string, signal: AbortSignal, proxied: () => readonly string[]) {
    this.#url = url;
    this.#token = token;
    this.#signal = signal;
    this.#proxied = proxied;
  }

  /** Whether the URL may be one that such a sheet named: browsers do not tell of those whether they have loaded them. */
  mayHaveNamed(url: string): boolean {
    return this.#sites.size > 0 && URL.canParse(url) && this.#sites.has(new URL(url).origin);
  }

  /** The sheet at `url`, null when the server has not got it, or is not to be asked. */
  fetch(url: string): Promise<SheetFile | null> {
    const asked = this.#before.then(() => this.#ask(url));
    this.#before = asked;
    return asked;
  }

  async #ask(url: string): Promise<SheetFile | null> {
    if (this.#signal.aborted || !mayAskForSheet(url, this.#proxied())) return null;
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        body: JSON.stringify({ sheet: url }),
        headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
        credentials: "omit",
        signal: this.#signal,
      });
      if (response.status !== 200) return null;
      const file = (await response.json()) as SheetFile;
      this.#sites.add(new URL(file.url).origin);
      return file;
    } catch {
      // The network is gone, or the session over.
      return null;
    }
  }
}
