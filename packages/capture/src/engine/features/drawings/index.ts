import { Op, type TokenWriter } from "@userview/protocol/content";
import type { CaptureContext, Feature, Root } from "../../feature.ts";
import { Hooks, realmOf } from "../../hooks.ts";
import { Tracked } from "../tracked.ts";
import { Drawing } from "./drawing.ts";
import { type DrawingListener, hookDrawings } from "./hooks.ts";
import { Pictures } from "./pictures.ts";
import type { Area } from "./tiles.ts";

/** A drawing that changes all the time is told so often. */
const INTERVAL_MS = 200;
/** Looking takes at most this part of the time. */
const SHARE = 1 / 20;
/** One look takes about so long at most; what is left comes with the next. */
const BUDGET_MS = 12;

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
    this.#pictures = new Pictures(context.assets);
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
    if (this.#hooks.enters(realm)) hookDrawings(this.#hooks, realm, this);
  }

  added(element: Element, _id: number, masked: boolean): void {
    const canvas = element as HTMLCanvasElement;
    if (masked || !("getContext" in canvas)) return;
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
    let later = Number.POSITIVE_INFINITY;
    for (const [canvas] of this.#canvases) {
      const drawing = this.#drawings.get(canvas);
      if (drawing === undefined || this.#context.masks.isMasked(canvas)) continue;
      const now = performance.now();
      if (drawing.dueIn(now) <= 0) {
        if (now - start < BUDGET_MS) this.#read(canvas, drawing, now);
        else later = 0;
      }
      later = Math.min(later, drawing.dueIn(now));
    }
    const end = performance.now();
    this.#nextAt = end + Math.max(INTERVAL_MS, (end - start) / SHARE);
    if (later < Number.POSITIVE_INFINITY) this.#lookBy(later);
  }

  #read(canvas: HTMLCanvasElement, drawing: Drawing, now: number): void {
    const parts = drawing.read(now);
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
