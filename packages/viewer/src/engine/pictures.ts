/**
 * The op of drawings: canvases, and films that cannot be loaded, as pictures of themselves.
 *
 * A document without scripts shows a canvas's fallback instead of its bitmap. CSS `content` makes it a picture of the
 * same size again, and it is still a `canvas` to the page's selectors; a film shows its poster. What changed of a drawing is
 * drawn over what was there on a surface out of sight, whose picture is shown when it can be without a flash.
 */
import type { TokenReader } from "@userview/protocol/content";
import { bitmap } from "./bitmap.ts";
import { quoted } from "./css.ts";
import * as dom from "./dom.ts";
import { blankPicture } from "./maker.ts";
import type { NodeRegistry } from "./nodes.ts";
import { type AssetBase, pictureUrl } from "./urls.ts";

/** Pixels of one surface: a larger drawing is kept smaller. */
const MAX_SURFACE_PIXELS = 16_000_000;
/** Pixels of all surfaces together; drawings beyond that show whole pictures only. */
const MAX_PIXELS = 64_000_000;
/** Fewer drawings are not worth looking for those that are gone. */
const MANY = 50;
/** Parts of a drawing that wait; a picture of everything comes sooner or later. */
const MAX_TILES = 2000;

type Drawn = HTMLCanvasElement | HTMLVideoElement;

/** A part of a drawing, in its own pixels; "" where it is empty. */
interface Tile {
  left: number;
  top: number;
  width: number;
  height: number;
  picture: string;
}

interface Surface {
  context: OffscreenCanvasRenderingContext2D;
  scale: number;
  pixels: number;
}

interface Drawing {
  tiles: Tile[];
  /** Changes when all that was drawn is gone. */
  turn: number;
  busy: boolean;
  /** The picture that is shown; an image of it keeps it decoded. */
  image: HTMLImageElement | null;
  url: string;
  surface: Surface | null;
}

export class Pictures {
  private readonly drawings = new Map<Drawn, Drawing>();
  private readonly waiting = new Set<Drawn>();
  /** When there are so many drawings it is looked for those that are gone. */
  private sweepAt = MANY;

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly assets: AssetBase,
  ) {}

  picture(reader: TokenReader): void {
    const element = this.nodes.get(reader.int());
    const tile = {
      left: reader.number(),
      top: reader.number(),
      width: reader.number(),
      height: reader.number(),
      picture: reader.text(),
    };
    if (!dom.isHtml(element, "canvas") && !dom.isHtml(element, "video")) return;
    const { tiles } = this.of(element);
    if (tiles.length >= MAX_TILES) tiles.shift();
    tiles.push(tile);
    this.waiting.add(element);
  }

  /** An empty canvas of the size that its attributes say. */
  clear(canvas: HTMLCanvasElement): void {
    const drawing = this.of(canvas);
    drawing.turn++;
    drawing.tiles = [];
    drawing.surface = null;
    this.put(canvas, drawing, blankPicture(canvas.width, canvas.height), null);
  }

  /** The style attribute was replaced: the picture stays. */
  keep(canvas: HTMLCanvasElement): void {
    const drawing = this.drawings.get(canvas);
    if (drawing !== undefined) show(canvas, drawing.url);
  }

  /** All parts that a message brings are drawn at once. */
  finishMessage(): void {
    for (const element of this.waiting) void this.draw(element);
    this.waiting.clear();
  }

  /** The page is closed: lets go of every picture. */
  close(): void {
    for (const [element, drawing] of this.drawings) this.forget(element, drawing);
  }

  private of(element: Drawn): Drawing {
    let drawing = this.drawings.get(element);
    if (drawing === undefined) {
      if (this.drawings.size >= this.sweepAt) this.sweep();
      drawing = { tiles: [], turn: 0, busy: false, image: null, url: "", surface: null };
      this.drawings.set(element, drawing);
    }
    return drawing;
  }

  /** Draws what waits, one after the other, until nothing does. */
  private async draw(element: Drawn): Promise<void> {
    const drawing = this.of(element);
    if (drawing.busy) return;
    drawing.busy = true;
    while (drawing.tiles.length > 0 && this.drawings.get(element) === drawing) {
      const { turn } = drawing;
      const size = sizeOf(element);
      const tiles = sinceWhole(drawing.tiles.splice(0), size.width, size.height);
      const images = await Promise.all(tiles.map((tile) => this.load(tile)));
      if (turn !== drawing.turn) continue;
      const [first] = images;
      if (tiles.length === 1 && isWhole(tiles[0], size.width, size.height)) {
        drawing.surface = null;
        if (first) this.put(element, drawing, first.src, first);
        else if (tiles[0]?.picture === "")
          this.put(element, drawing, blankPicture(size.width, size.height), null);
        continue;
      }
      drawing.surface ??= this.surface(drawing, size.width, size.height);
      if (drawing.surface === null) continue;
      tiles.forEach((tile, index) => {
        drawOn(drawing.surface, tile, images[index] ?? null);
      });
      await this.publish(element, drawing, drawing.surface, turn);
    }
    drawing.busy = false;
  }

  private async load({ picture }: Tile): Promise<HTMLImageElement | null> {
    const url = pictureUrl(picture, this.assets);
    return url === null ? null : decoded(url);
  }

  /** A surface with what is shown now; null when there are too many. */
  private surface({ image }: Drawing, width: number, height: number): Surface | null {
    const scale = Math.min(1, Math.sqrt(MAX_SURFACE_PIXELS / (width * height)));
    const side = (length: number): number => Math.max(1, Math.round(length * scale));
    const canvas = new OffscreenCanvas(side(width), side(height));
    const pixels = canvas.width * canvas.height;
    if (this.pixels() + pixels > MAX_PIXELS) return null;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) return null;
    if (image !== null) context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return { context, scale, pixels };
  }

  /** What surfaces hold. */
  private pixels(): number {
    this.sweep();
    let sum = 0;
    for (const { surface } of this.drawings.values()) sum += surface?.pixels ?? 0;
    return sum;
  }

  /** Lets drawings go that are gone. */
  private sweep(): void {
    for (const [element, drawing] of this.drawings)
      if (this.nodes.idOf(element) === null) this.forget(element, drawing);
    this.sweepAt = 2 * this.drawings.size + MANY;
  }

  private async publish(
    element: Drawn,
    drawing: Drawing,
    { context }: Surface,
    turn: number,
  ): Promise<void> {
    const { width, height } = context.canvas;
    const url = URL.createObjectURL(bitmap(context.getImageData(0, 0, width, height)));
    const image = await decoded(url);
    if (image !== null && turn === drawing.turn) this.put(element, drawing, url, image);
    else URL.revokeObjectURL(url);
  }

  private put(element: Drawn, drawing: Drawing, url: string, image: HTMLImageElement | null): void {
    const old = drawing.url;
    drawing.url = url;
    drawing.image = image;
    show(element, url);
    revoke(old);
  }

  private forget(element: Drawn, drawing: Drawing): void {
    this.drawings.delete(element);
    revoke(drawing.url);
  }
}

function revoke(url: string): void {
  if (url.startsWith("blob:")) URL.revokeObjectURL(url);
}

/** A picture that can be shown without a flash; null when it is none. */
async function decoded(url: string): Promise<HTMLImageElement | null> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}

function show(element: Drawn, url: string): void {
  if (dom.isHtml(element, "video")) dom.setAttribute(element, "poster", url);
  else dom.styleOf(element)?.setProperty("content", `url(${quoted(url)})`, "important");
}

function sizeOf(element: Drawn): { width: number; height: number } {
  const { width, height } = element;
  return { width: width || 300, height: height || 150 };
}

function isWhole(tile: Tile | undefined, width: number, height: number): boolean {
  if (tile === undefined || tile.left > 0 || tile.top > 0) return false;
  return tile.left + tile.width >= width && tile.top + tile.height >= height;
}

/** What was drawn before a picture of everything does not matter. */
function sinceWhole(tiles: Tile[], width: number, height: number): Tile[] {
  const last = tiles.findLastIndex((tile) => isWhole(tile, width, height));
  return last > 0 ? tiles.slice(last) : tiles;
}

function drawOn(surface: Surface | null, tile: Tile, image: HTMLImageElement | null): void {
  if (surface === null || (image === null && tile.picture !== "")) return;
  const { context, scale } = surface;
  const [left, top] = [tile.left * scale, tile.top * scale];
  const [width, height] = [tile.width * scale, tile.height * scale];
  context.clearRect(left, top, width, height);
  if (image !== null) context.drawImage(image, left, top, width, height);
}
