import { Op, type TokenWriter } from "@userview/protocol/content";
import type { CaptureContext, Feature, Root } from "../../feature.ts";
import { Hooks, realmOf } from "../../hooks.ts";
import { Tracked } from "../tracked.ts";
import { Drawing, type Part } from "./drawing.ts";
import { type DrawingListener, hookDrawings } from "./hooks.ts";
import { Pictures } from "./pictures.ts";
import { read, type Source, together } from "./readings.ts";
import type { Area } from "./tiles.ts";

/** A drawing that changes all the time is told so often. */
const INTERVAL_MS = 200;
/** Looking takes at most this part of the time, */
const SHARE = 1 / 10;
/** but however long it took, nothing waits longer than this for the next. */
const LONGEST_PAUSE_MS = 1000;
/** One look takes about so long at most; what is left comes with the next. */
const BUDGET_MS = 12;

interface Wanted {
  readonly canvas: HTMLCanvasElement;
  readonly drawing: Drawing;
  readonly source: Source;
}

interface Ready {
  readonly canvas: HTMLCanvasElement;
  readonly area: Area;
  readonly picture: string;
}

/** What canvases show, as pictures of the tiles that changed. Those out of sight, masked, or not to be read give nothing. */
export class Drawings implements Feature, DrawingListener {
  readonly elements = new Set(["canvas"]);
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();
  readonly #pictures: Pictures;
  readonly #canvases: Tracked<HTMLCanvasElement>;
  readonly #drawings = new WeakMap<HTMLCanvasElement, Drawing>();
  readonly #sight: IntersectionObserver;
  readonly #fleeting = new Set<HTMLCanvasElement>();
  #ready: Ready[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;
  #nextAt = 0;
  #stopped = false;

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#pictures = new Pictures(context.assets, context.canvases.encoding);
    this.#canvases = new Tracked(context.nodes);
    this.#sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const drawing = this.#drawings.get(target as HTMLCanvasElement);
        if (drawing === undefined) continue;
        drawing.inSight = isIntersecting;
        if (isIntersecting) this.#lookBy(0);
      }
    });
  }

  enter(root: Root): void {
    const realm = realmOf(root);
    if (this.#context.canvases.shown && this.#hooks.enters(realm))
      hookDrawings(this.#hooks, realm, this);
  }

  added(element: Element, _id: number, masked: boolean): void {
    const canvas = element as HTMLCanvasElement;
    if (masked || !this.#context.canvases.shown || !("getContext" in canvas)) return;
    this.#canvases.add(canvas);
    const known = this.#drawings.get(canvas);
    if (known === undefined) this.#drawings.set(canvas, new Drawing(canvas));
    else known.forget();
    this.#sight.observe(canvas);
    this.#lookBy(0);
  }

  state(): void {
    // Pictures are made behind: who joins sees them a moment later.
    this.#ready = [];
    for (const [canvas] of this.#canvases) this.#drawings.get(canvas)?.forget();
    this.#nextAt = 0;
    this.#lookBy(0);
  }

  changes(writer: TokenWriter): void {
    const { nodes, masks } = this.#context;
    this.#canvases.prune();
    for (const { canvas, area, picture } of this.#ready) {
      const id = nodes.id(canvas);
      if (id === 0 || masks.isMasked(canvas)) continue;
      const { left, top, width, height } = area;
      writer.ints(Op.picture, id, left, top, width, height).text(picture);
    }
    this.#ready = [];
  }

  stop(): void {
    this.#stopped = true;
    this.#hooks.stop();
    this.#sight.disconnect();
    this.#pictures.stop();
    clearTimeout(this.#timer);
    this.#canvases.clear();
    this.#ready = [];
  }

  drawn(canvas: HTMLCanvasElement): void {
    const drawing = this.#drawings.get(canvas);
    if (drawing?.draw()) this.#lookBy(0);
  }

  drawnFleetingly(canvas: HTMLCanvasElement): void {
    const drawing = this.#drawings.get(canvas);
    if (drawing === undefined || !drawing.inSight || this.#fleeting.has(canvas)) return;
    this.#fleeting.add(canvas);
    // Behind the page's own function, before its picture is handed on and gone.
    queueMicrotask(() => {
      this.#fleeting.delete(canvas);
      if (this.#stopped || this.#context.masks.isMasked(canvas)) return;
      drawing.copy();
      this.#lookBy(0);
    });
  }

  emptied(canvas: HTMLCanvasElement): void {
    const drawing = this.#drawings.get(canvas);
    if (drawing === undefined) return;
    drawing.forget();
    this.#ready = this.#ready.filter((ready) => ready.canvas !== canvas);
    this.#lookBy(0);
  }

  /** Look in so many ms at the latest, but not before it is time again. */
  #lookBy(delay: number): void {
    const now = performance.now();
    const due = Math.max(now + delay, this.#nextAt);
    if (this.#stopped || due >= this.#due) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), due - now);
  }

  #look(): void {
    this.#due = Number.POSITIVE_INFINITY;
    const start = performance.now();
    for (const group of together(this.#wanted(start))) {
      const now = performance.now();
      if (now - start >= BUDGET_MS) break;
      this.#read(group, now);
    }
    const end = performance.now();
    const pause = Math.min((end - start) / SHARE, LONGEST_PAUSE_MS);
    this.#nextAt = end + Math.max(INTERVAL_MS, pause);
    let later = Number.POSITIVE_INFINITY;
    for (const [canvas] of this.#canvases) {
      if (this.#context.masks.isMasked(canvas)) continue;
      later = Math.min(later, this.#drawings.get(canvas)?.dueIn(end) ?? later);
    }
    if (later < Number.POSITIVE_INFINITY) this.#lookBy(Math.max(0, later));
  }

  /** What is to be read, first what waits longest. */
  #wanted(now: number): Wanted[] {
    const due: [HTMLCanvasElement, Drawing][] = [];
    for (const [canvas] of this.#canvases) {
      const drawing = this.#drawings.get(canvas);
      if (drawing === undefined || this.#context.masks.isMasked(canvas)) continue;
      if (drawing.dueIn(now) <= 0) due.push([canvas, drawing]);
    }
    due.sort(([, a], [, b]) => a.lookedAt - b.lookedAt);
    const wanted: Wanted[] = [];
    for (const [canvas, drawing] of due) {
      const source = drawing.source();
      if (source === null) drawing.looked(now);
      else wanted.push({ canvas, drawing, source });
    }
    return wanted;
  }

  #read(group: readonly Wanted[], now: number): void {
    for (const { drawing } of group) drawing.looked(now);
    const pixels = read(group.map(({ source }) => source));
    group.forEach(({ canvas, drawing }, index) => {
      this.#tell(canvas, drawing, drawing.parts(pixels[index] ?? null, now));
    });
  }

  #tell(canvas: HTMLCanvasElement, drawing: Drawing, parts: readonly Part[]): void {
    if (parts.length === 0) return;
    const { turn } = drawing;
    drawing.busy = true;
    const made = parts.map(async ({ area, pixels, moving }): Promise<Ready | null> => {
      const picture = pixels === null ? "" : await this.#pictures.of(pixels, moving, canvas);
      return picture === null ? null : { canvas, area, picture };
    });
    void Promise.all(made)
      .catch((): null[] => [])
      .then((ready) => {
        drawing.busy = false;
        if (this.#stopped) return;
        if (drawing.turn === turn) for (const one of ready) if (one !== null) this.#ready.push(one);
        this.#context.request();
        this.#lookBy(Math.max(0, drawing.dueIn(performance.now())));
      });
  }
}
