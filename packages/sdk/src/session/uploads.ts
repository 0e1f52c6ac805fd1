import type { Asset } from "@userview/capture";
import { Asks, type Wish } from "./asset_asks.ts";
import { loadAsset } from "./asset_bytes.ts";
import { isHeld, urgencyOf, wasLoaded, wayOf } from "./asset_ways.ts";
import { SheetAsks } from "./sheet_asks.ts";

const PARALLEL = 4;
/** The server takes no more of a page (rule F2). */
const LARGEST_BYTES = 10 * 1024 * 1024;
const MOST_ASSETS = 2000;
/** What nobody has told of is looked for after this time, then after twice as long, and so on. */
const FIRST_LOOK_MS = 250;
const LAST_LOOK_MS = 8000;

interface Waiting {
  readonly asset: Asset;
  readonly urgency: number;
  /** Whether the server may be asked for what the browser cannot give. */
  readonly mayAsk: boolean;
}

/**
 * Brings pictures and fonts to the server, what is on the screen first: most are named for it to fetch, the others
 * uploaded, four at a time (rules F1, F2, F4).
 */
export class Uploads {
  /** Style sheets that the page may not read. */
  readonly sheets: SheetAsks;
  readonly #session: string;
  readonly #proxied: () => readonly string[];
  readonly #asks: Asks;
  readonly #stop = new AbortController();
  readonly #done: Set<string>;
  readonly #late = new Map<string, Asset>();
  readonly #observer: PerformanceObserver | null;
  #looking: ReturnType<typeof setTimeout> | undefined;
  readonly #url: string;
  readonly #token: string;
  #queue: Waiting[] = [];
  #active = 0;
  #count = 0;

  /**
   * @param url where they go, ends with a slash.
   * @param token what allows it.
   * @param proxied wildcards of URLs that the server is not asked for.
   */
  constructor(session: string, url: string, token: string, proxied: () => readonly string[]) {
    this.#session = session;
    this.#proxied = proxied;
    this.#asks = new Asks(url, token, this.#stop.signal, (wish, kept) =>
      this.#answered(wish, kept),
    );
    this.sheets = new SheetAsks(url, token, this.#stop.signal, proxied);
    this.#url = url;
    this.#token = token;
    this.#done = uploadedBefore(session);
    this.#observer = this.#watchLoads();
  }

  /** The content names this asset. */
  add(asset: Asset): void {
    if (this.#stop.signal.aborted || this.#done.has(asset.id)) return;
    const { url, use } = asset;
    if (use === "style" && !wasLoaded(url) && !this.sheets.mayHaveNamed(url)) {
      this.#late.set(url, asset);
      this.#lookIn(FIRST_LOOK_MS);
      return;
    }
    this.#enqueue(asset);
  }

  /** Stop at once: what waits is dropped, what is on its way is aborted (rule S7). */
  stop(): void {
    this.#stop.abort();
    this.#asks.stop();
    this.#queue = [];
    this.#late.clear();
    clearTimeout(this.#looking);
    this.#observer?.disconnect();
  }

  #enqueue(asset: Asset): void {
    this.#count += 1;
    if (this.#count > MOST_ASSETS) return;
    const way = wayOf(asset, this.#proxied());
    const urgency = urgencyOf(asset);
    if (way === "ask" && this.#asks.open) this.#asks.add({ asset, urgency, last: false });
    else this.#queueUpload({ asset, urgency, mayAsk: way === "upload" });
  }

  /** The server has the asset, or has not got it: then the browser gives it, if it was not tried before. */
  #answered({ asset, urgency, last }: Wish, kept: boolean): void {
    if (kept) this.#remember(asset.id);
    else if (last) void this.#put(asset.id, new Blob([]));
    else this.#queueUpload({ asset, urgency, mayAsk: false });
  }

  #queueUpload(waiting: Waiting): void {
    this.#queue.push(waiting);
    this.#queue.sort((a, b) => a.urgency - b.urgency);
    // In the next task: what the same message names is ordered first.
    setTimeout(() => this.#next(), 0);
  }

  #next(): void {
    while (this.#active < PARALLEL) {
      const waiting = this.#queue.shift();
      if (waiting === undefined) return;
      this.#active += 1;
      void this.#upload(waiting).finally(() => {
        this.#active -= 1;
        this.#next();
      });
    }
  }

  /**
   * What nobody can read or is refused stays missing: the mirror shows so in its place. It is told by an
   * empty body, so that the viewer does not wait, and what it may load at a time is free for the rest.
   */
  async #upload({ asset, urgency, mayAsk }: Waiting): Promise<void> {
    const { signal } = this.#stop;
    const loaded = await loadAsset(asset, signal);
    if (signal.aborted) return;
    if (loaded === null && mayAsk && this.#asks.open) {
      this.#asks.add({ asset, urgency, last: true });
      return;
    }
    const body = loaded === null || loaded.size > LARGEST_BYTES ? new Blob([]) : loaded;
    await this.#put(asset.id, body);
  }

  async #put(id: string, body: Blob): Promise<void> {
    try {
      const response = await fetch(this.#url + id, {
        method: "PUT",
        body,
        headers: {
          Authorization: `Bearer ${this.#token}`,
          "Content-Type": body.type || "application/octet-stream",
        },
        credentials: "omit",
        signal: this.#stop.signal,
      });
      if (response.ok) this.#remember(id);
    } catch {
      // Aborted, or the network is gone: the picture is missing until the next page.
    }
  }

  #remember(id: string): void {
    this.#done.add(id);
    try {
      sessionStorage.setItem(storageKey(this.#session), [...this.#done].join(" "));
    } catch {
      // Storage is full or switched off: the next page uploads again.
    }
  }

  /** Browsers do not tell of all that was loaded: not of what frames load, and of some pictures of style sheets not either. */
  #lookIn(delay: number): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => {
      for (const [url, asset] of this.#late) {
        if (!wasLoaded(url) && !isHeld(url)) continue;
        this.#late.delete(url);
        this.#enqueue(asset);
      }
      if (this.#late.size > 0 && delay < LAST_LOOK_MS) this.#lookIn(2 * delay);
    }, delay);
  }

  /** What style sheets offer is uploaded once the page itself has loaded it: most of it no page ever needs. */
  #watchLoads(): PerformanceObserver | null {
    try {
      const observer = new PerformanceObserver((list) => {
        for (const { name } of list.getEntries()) {
          const asset = this.#late.get(name);
          if (asset === undefined) continue;
          this.#late.delete(name);
          this.#enqueue(asset);
        }
      });
      observer.observe({ type: "resource" });
      return observer;
    } catch {
      return null;
    }
  }
}

/** Forget which assets of a session were uploaded. */
export function forgetUploads(session: string): void {
  try {
    sessionStorage.removeItem(storageKey(session));
  } catch {
    // Nothing was stored there.
  }
}

function uploadedBefore(session: string): Set<string> {
  try {
    return new Set((sessionStorage.getItem(storageKey(session)) ?? "").split(" "));
  } catch {
    return new Set();
  }
}

function storageKey(session: string): string {
  return `userview:assets:${session}`;
}
