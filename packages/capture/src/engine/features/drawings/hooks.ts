import type { Hooks, Realm } from "../../hooks.ts";

/** Told of what scripts draw. */
export interface DrawingListener {
  drawn(canvas: HTMLCanvasElement): void;
  /** Drawn so that it can be read only until the page's present task is over. */
  drawnFleetingly(canvas: HTMLCanvasElement): void;
  /** The canvas is empty again. */
  emptied(canvas: HTMLCanvasElement): void;
}

/** What draws, of all that a context can do. */
const DRAWING_2D = [
  "fill",
  "stroke",
  "fillRect",
  "strokeRect",
  "clearRect",
  "fillText",
  "strokeText",
  "drawImage",
  "putImageData",
  "drawFocusIfNeeded",
  "reset",
];
const DRAWING_GL = [
  "clear",
  "drawArrays",
  "drawElements",
  "drawArraysInstanced",
  "drawElementsInstanced",
  "drawRangeElements",
  "blitFramebuffer",
  "clearBufferfv",
];

interface Context {
  readonly canvas?: HTMLCanvasElement | OffscreenCanvas;
  getContextAttributes?(): { preserveDrawingBuffer?: boolean } | null;
}

/** Listens in on all that draws in a window. */
export function hookDrawings(hooks: Hooks, realm: Realm, listener: DrawingListener): void {
  const prototypeOf = (name: string): object | undefined =>
    (realm as unknown as Record<string, { prototype?: object } | undefined>)[name]?.prototype;
  const lasting = (self: object): void => {
    const { canvas } = self as Context;
    if (canvas !== undefined && "style" in canvas) listener.drawn(canvas);
  };
  hooks.methods(prototypeOf("CanvasRenderingContext2D"), DRAWING_2D, lasting);
  hooks.methods(prototypeOf("ImageBitmapRenderingContext"), ["transferFromImageBitmap"], lasting);

  const preserves = new WeakMap<object, boolean>();
  const fleeting = (self: object): void => {
    const context = self as Context;
    const { canvas } = context;
    if (canvas === undefined || !("style" in canvas)) return;
    let keeps = preserves.get(self);
    if (keeps === undefined) {
      keeps = context.getContextAttributes?.()?.preserveDrawingBuffer === true;
      preserves.set(self, keeps);
    }
    if (keeps) listener.drawn(canvas);
    else listener.drawnFleetingly(canvas);
  };
  hooks.methods(prototypeOf("WebGLRenderingContext"), DRAWING_GL, fleeting);
  hooks.methods(prototypeOf("WebGL2RenderingContext"), DRAWING_GL, fleeting);
  hooks.methods(prototypeOf("GPUCanvasContext"), ["getCurrentTexture"], fleeting);
  hooks.setters(prototypeOf("HTMLCanvasElement"), ["width", "height"], (self) =>
    listener.emptied(self as HTMLCanvasElement),
  );
}
