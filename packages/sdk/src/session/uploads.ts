import type { Asset } from "@userview/capture";
import { loadAsset } from "./asset_bytes.ts";

const PARALLEL = 4;
/** What the browser keeps of loaded resources by default; beyond it, it cannot be told what was loaded. */
const TIMING_ENTRIES = 250;
/** The server takes no more of a page (rule F2). */
const LARGEST_BYTES = 10 * 1024 * 1024;
const MOST_ASSETS = 2000;

interface Waiting {
  readonly asset: Asset;
  readonly urgency: number;
}

/** Brings pictures and fonts to the server, four at a time, what is on the screen first (rules F1, F2). */
export class Uploads {
  readonly #session: string;
  readonly #stop = new AbortController();
  readonly #done: Set<string>;
  readonly #late = new Map<string, Asset>();
  readonly #observer: PerformanceObserver | null;
  #url: string;
  #token: string;
  #queue: Waiting[] = [];
  #active = 0;
  #count = 0;

  /** @param url where they go, ends with a slash; @param token what allows it. */
  constructor(session: string, url: string, token: string) {
    this.#session = session;
    this.#url = url;
    this.#token = token;
    this.#done = uploadedBefore(session);
    this.#observer = this.#watchLoads();
  }

  /** The content names this asset. */
  add(asset: Asset): void {
    if (this.#stop.signal.aborted || this.#done.has(asset.id)) return;
    if (asset.use === "style" && !wasLoaded(asset.url)) {
      this.#late.set(asset.url, asset);
      return;
    }
    this.#enqueue(asset);
  }

  /** Stop at once: what waits is dropped, what is on its way is aborted (rule S7). */
  stop(): void {
    this.#stop.abort();
    this.#queue = [];
    this.#late.clear();
    this.#observer?.disconnect();
  }

  #enqueue(asset: Asset): void {
    this.#count += 1;
    if (this.#count > MOST_ASSETS) return;
    this.#queue.push({ asset, urgency: urgencyOf(asset) });
    this.#queue.sort((a, b) => a.urgency - b.urgency);
    // In the next task: what the same message names is ordered first.
    setTimeout(() => this.#next(), 0);
  }

  #next(): void {
    while (this.#active < PARALLEL) {
      const waiting = this.#queue.shift();
      if (waiting === undefined) return;
      this.#active += 1;
      void this.#upload(waiting.asset).finally(() => {
        this.#active -= 1;
        this.#next();
      });
    }
  }

  /**
   * What cannot be read or is refused stays missing: the mirror shows so in its place. It is told by an
   * empty body, so that the viewer does not wait, and what it may load at a time is free for the rest.
   */
  async #upload(asset: Asset): Promise<void> {
    const { signal } = this.#stop;
    const loaded = await loadAsset(asset, signal);
    if (signal.aborted) return;
    const body = loaded === null || loaded.size > LARGEST_BYTES ? new Blob([]) : loaded;
    try {
      const response = await fetch(this.#url + asset.id, {
        method: "PUT",
        body,
        headers: {
          Authorization: `Bearer ${this.#token}`,
          "Content-Type": body.type || "application/octet-stream",
        },
        credentials: "omit",
        signal,
      });
      if (response.ok) this.#remember(asset.id);
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

function wasLoaded(url: string): boolean {
  if (!url.startsWith("http")) return true;
  const entries = performance.getEntriesByType("resource");
  return entries.length >= TIMING_ENTRIES || entries.some(({ name }) => name === url);
}

/** 0 on the screen, 1 from a style sheet, 2 elsewhere on the page. */
function urgencyOf({ use, element }: Asset): number {
  const shown = element?.deref();
  if (shown === undefined) return 1;
  const { top, left, bottom, right } = shown.getBoundingClientRect();
  const visible = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return visible ? 0 : use === "style" ? 1 : 2;
}
