import type { Source } from "./readings.ts";
import { type Area, Tiles } from "./tiles.ts";

/** Larger ones take too long to read. */
const MOST_PIXELS = 16_000_000;
/** What changed at the look before, and so recently, moves. */
const MOVING_MS = 600;
/** What moved is told exactly when it has stood still so long. */
const SETTLED_MS = 600;
/** What was never seen to be drawn may be drawn by a worker: it is looked at, less and less often while nothing changes. */
const FIRST_LOOK_MS = 1000;
const LAST_LOOK_MS = 4000;

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
  /** Whether what is being read has stood still since what was told roughly. */
  #settled = false;
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

  /** When it was read last, in ms since the page began. */
  get lookedAt(): number {
    return this.#lookedAt;
  }

  /** What is to be read; null when there is nothing. */
  source(): Source | null {
    const image = this.#copy ?? this.#canvas;
    const { width, height } = image;
    return width * height === 0 || width * height > MOST_PIXELS ? null : { image, width, height };
  }

  /** It is being read. */
  looked(now: number): void {
    this.#lookedAt = now;
    this.#settled = this.#rough && !this.#dirty;
    this.#dirty = false;
  }

  /** What is to be told of what was read; null when it may not be read. */
  parts(read: ImageData | null, now: number): Part[] {
    this.#unreadable = read === null;
    if (read === null) return [];
    const settled = this.#settled;
    if (settled) this.#tiles.forget();
    const areas = this.#tiles.compare(
      new Uint32Array(read.data.buffer, read.data.byteOffset, read.width * read.height),
      read.width,
      read.height,
    );
    this.#patience = areas.length > 0 ? FIRST_LOOK_MS : Math.min(this.#patience * 2, LAST_LOOK_MS);
    const moving = !settled && now - this.#changedAt < MOVING_MS;
    this.#rough = moving ? this.#rough || areas.length > 0 : this.#rough && !settled;
    if (areas.length > 0 && !settled) this.#changedAt = now;
    return areas.map((area) => ({ area, moving, pixels: area.empty ? null : cut(read, area) }));
  }
}

/** A part by itself. It never was on the graphics card, and is not brought there. */
function cut(read: ImageData, { left, top, width, height }: Area): OffscreenCanvas {
  const part = new OffscreenCanvas(width, height);
  const context = part.getContext("2d", { willReadFrequently: true });
  context?.putImageData(read, -left, -top, left, top, width, height);
  return part;
}
