import { type Area, Tiles } from "./tiles.ts";

/** Larger ones take too long to read. */
const MOST_PIXELS = 16_000_000;
/** What changed at the look before, and so recently, moves. */
const MOVING_MS = 600;
/** What moved is told exactly when it has stood still so long. */
const SETTLED_MS = 1000;
/** What was never seen to be drawn may be drawn by a worker: it is looked at, less and less often while nothing changes. */
const FIRST_LOOK_MS = 1000;
const LAST_LOOK_MS = 8000;

/** A part of a drawing that is to be told. */
export interface Part {
  readonly area: Area;
  /** Null where it is empty. */
  readonly pixels: OffscreenCanvas | null;
  readonly moving: boolean;
}

/** One canvas: what it shows, and what was told of it. */
export class Drawing {
  readonly #canvas: HTMLCanvasElement;
  readonly #tiles = new Tiles();
  /** What was drawn by WebGL, where it cannot be read any more later. */
  #copy: OffscreenCanvas | null = null;
  /** Whether it may be another than what was told. */
  #dirty = true;
  #watched = false;
  #lookedAt = 0;
  #patience = FIRST_LOOK_MS;
  #changedAt = Number.NEGATIVE_INFINITY;
  /** Whether what was told last is worse than what it shows. */
  #rough = false;
  #unreadable = false;
  inSight = false;
  /** Its pictures are being made. */
  busy = false;
  /** Another number since what was told is not shown any more. */
  turn = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** It was drawn on; returns whether that is news. */
  draw(): boolean {
    this.#watched = true;
    if (this.#dirty) return false;
    this.#dirty = true;
    return this.inSight;
  }

  /** It was drawn on by what cannot be read later. */
  copy(): void {
    this.draw();
    const { width, height } = this.#canvas;
    if (width * height === 0 || width * height > MOST_PIXELS) return;
    this.#copy ??= new OffscreenCanvas(width, height);
    if (this.#copy.width !== width) this.#copy.width = width;
    if (this.#copy.height !== height) this.#copy.height = height;
    const context = this.#copy.getContext("2d");
    if (context === null) return;
    context.globalCompositeOperation = "copy";
    context.drawImage(this.#canvas, 0, 0);
  }

  /** Where it is shown there is an empty canvas now. */
  forget(): void {
    this.#tiles.forget();
    this.#dirty = true;
    this.#rough = false;
    this.turn++;
  }

  /** In how many ms it is to be read; 0 and less is now, infinite when not before something happens. */
  dueIn(now: number): number {
    if (!this.inSight || this.busy || this.#unreadable) return Number.POSITIVE_INFINITY;
    if (this.#dirty) return 0;
    if (this.#rough) return this.#changedAt + SETTLED_MS - now;
    return this.#watched ? Number.POSITIVE_INFINITY : this.#lookedAt + this.#patience - now;
  }

  /** What is to be told. */
  read(now: number): Part[] {
    this.#lookedAt = now;
    const settled = this.#rough && !this.#dirty;
    this.#dirty = false;
    const source = this.#copy ?? this.#canvas;
    const { width, height } = source;
    if (width * height === 0 || width * height > MOST_PIXELS) return [];
    const read = this.#pixels(source, width, height);
    if (read === null) return [];
    if (settled) this.#tiles.forget();
    const areas = this.#tiles.compare(read.pixels, width, height);
    this.#patience = areas.length > 0 ? FIRST_LOOK_MS : Math.min(this.#patience * 2, LAST_LOOK_MS);
    const moving = !settled && now - this.#changedAt < MOVING_MS;
    this.#rough = moving ? this.#rough || areas.length > 0 : this.#rough && !settled;
    if (areas.length > 0 && !settled) this.#changedAt = now;
    return areas.map((area) => ({
      area,
      moving,
      pixels: area.empty ? null : cut(read.canvas, area),
    }));
  }

  #pixels(
    source: CanvasImageSource,
    width: number,
    height: number,
  ): { canvas: OffscreenCanvas; pixels: Uint32Array } | null {
    // The page's own canvas is not read itself: browsers take it off the graphics card then.
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) return null;
    try {
      context.drawImage(source, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      return { canvas, pixels: new Uint32Array(data.buffer) };
    } catch {
      // It has drawn something of another origin, which scripts may not read.
      this.#unreadable = true;
      return null;
    }
  }
}

function cut(canvas: OffscreenCanvas, { left, top, width, height }: Area): OffscreenCanvas {
  const part = new OffscreenCanvas(width, height);
  part.getContext("2d")?.drawImage(canvas, -left, -top);
  return part;
}
