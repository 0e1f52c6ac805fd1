import { FrameType } from "@userview/protocol";
import { type Asset, Assets } from "./assets/registry.ts";
import { type EngineEvent, EventKind, Source } from "./engine/format1.ts";
import { livePage, type Recorder, startRecorder } from "./engine/recorder.ts";
import { Gate } from "./gate/gate.ts";
import { type MaskOptions, Masks } from "./privacy/masks.ts";
import { FrameClock } from "./stream/batch.ts";
import { type CaptureFrame, Encoder } from "./stream/encode.ts";

/** How often is looked, while the page changes, for what no event tells of. */
const LOOK_INTERVAL_MS = 100;
/** After a failure the page is told again as a whole, but not in a loop. */
const RECOVERY_INTERVAL_MS = 2000;

/** What to capture, and where it goes. */
export interface CaptureOptions extends MaskOptions {
  /** What a script gave a style sheet, as text or rule by rule; null when it is not known. */
  sheetSource(sheet: CSSStyleSheet): string | string[] | null;
  /** A piece of content, in order. */
  onFrame(frame: CaptureFrame): void;
  /** A picture or font that the content names, once each. */
  onAsset(asset: Asset): void;
  /** Something that the site's developer should know. */
  onWarning(text: string): void;
}

/** A running capture of this page. */
export interface Capture {
  /** Tell the whole page again, within the same stream. */
  snapshot(): void;
  /** Stop, synchronously: not a frame or asset is told after this returns. */
  stop(): void;
  /** The live node that the stream calls `id`, null when it is gone. */
  nodeById(id: number): Node | null;
  /** Whether agents may not act on the node. */
  isProtected(node: Node): boolean;
  /** Whether the node is masked. */
  isMasked(node: Node): boolean;
}

/**
 * Begins to capture the page: a snapshot, then changes, one batch per drawn frame at most.
 * @throws Error when the page cannot be observed.
 */
export function startCapture(options: CaptureOptions): Capture {
  return new PageCapture(options);
}

class PageCapture implements Capture {
  readonly #options: CaptureOptions;
  readonly #masks: Masks;
  readonly #gate: Gate;
  readonly #encoder: Encoder;
  readonly #clock = new FrameClock(() => this.#flush());
  readonly #recorder: Recorder;
  #queue: EngineEvent[] = [];
  #meta: EngineEvent | null = null;
  #lookedAt = 0;
  #mutated = false;
  #snapshotTimer: ReturnType<typeof setTimeout> | null = null;
  #recoveredAt = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(options: CaptureOptions) {
    this.#options = options;
    this.#masks = new Masks(options, options.onWarning);
    this.#encoder = new Encoder(options.onFrame);
    const assets = new Assets((asset) => {
      if (!this.#stopped) options.onAsset(asset);
    });
    this.#gate = new Gate(livePage, this.#masks, assets, options.sheetSource, (event) =>
      this.#push(event),
    );
    this.#recorder = startRecorder((event) => this.#take(event));
  }

  snapshot(): void {
    if (this.#stopped || this.#snapshotTimer !== null) return;
    this.#snapshotTimer = setTimeout(() => {
      this.#snapshotTimer = null;
      if (!this.#stopped) this.#recorder.snapshot();
    }, 0);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#encoder.stop();
    this.#clock.cancel();
    if (this.#snapshotTimer !== null) clearTimeout(this.#snapshotTimer);
    this.#queue = [];
    this.#gate.stop();
    this.#recorder.stop();
  }

  nodeById(id: number): Node | null {
    return livePage.node(id);
  }

  isProtected(node: Node): boolean {
    return this.#masks.isProtected(node);
  }

  isMasked(node: Node): boolean {
    return this.#masks.isMasked(node);
  }

  /** Called from inside the page's own calls: whatever goes wrong here stays here. */
  #take(event: EngineEvent): void {
    if (this.#stopped) return;
    try {
      const passed = this.#gate.pass(event);
      if (passed !== null) this.#push(passed);
    } catch (error) {
      this.#recover(error);
    }
  }

  #push(event: EngineEvent): void {
    if (this.#stopped) return;
    if (event.type === (EventKind.meta as number)) {
      this.#meta = event;
    } else if (event.type === (EventKind.fullSnapshot as number)) {
      const meta = this.#meta;
      this.#send();
      const events = meta === null ? [event] : [meta, event];
      this.#encoder.message(FrameType.snapshot, events, performance.now());
      for (const state of [this.#gate.focused(), this.#gate.hovered()])
        if (state !== null) this.#push(state);
    } else {
      this.#queue.push(event);
      this.#mutated ||= (event.data as { source?: number }).source === Source.mutation;
      this.#clock.request();
    }
  }

  #flush(): void {
    if (this.#stopped) return;
    try {
      this.#look();
    } catch (error) {
      this.#recover(error);
    }
    this.#send();
  }

  /** What changes without an event of its own: values that scripts set, masks that come and go. */
  #look(): void {
    if (!this.#mutated) return;
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_INTERVAL_MS) {
      this.#clock.request();
      return;
    }
    this.#lookedAt = now;
    this.#mutated = false;
    this.#gate.look();
    const event = this.#gate.remasked();
    if (event !== null) this.#queue.push(event);
  }

  #send(): void {
    if (this.#queue.length === 0) return;
    const events = this.#queue;
    this.#queue = [];
    this.#encoder.message(FrameType.changes, events, performance.now());
  }

  /** A change that could not be told makes the mirror untrue: tell the whole page again. */
  #recover(error: unknown): void {
    const now = performance.now();
    if (now - this.#recoveredAt < RECOVERY_INTERVAL_MS) return;
    this.#recoveredAt = now;
    this.#options.onWarning(
      `a change of the page could not be captured (${String(error)}); capturing the whole page again`,
    );
    this.snapshot();
  }
}
