import { FrameType } from "@userview/protocol";
import { TokenWriter, WrittenStrings } from "@userview/protocol/content";
import { AttributeGate } from "../gate/attributes.ts";
import type { Masks } from "../privacy/masks.ts";
import { isMaskedAt, type Place } from "../privacy/place.ts";
import { FrameClock } from "../stream/batch.ts";
import type { Message, Outlet } from "../stream/encode.ts";
import { Definitions } from "./definitions.ts";
import { Digest } from "./digest.ts";
import { NodeType, openRootOf, typeOf } from "./dom.ts";
import type { CaptureContext, Root } from "./feature.ts";
import { FeatureSet } from "./feature-set.ts";
import { Flush, type FlushParts } from "./flush.ts";
import { Frames } from "./frames.ts";
import { Ids, Kept } from "./ids.ts";
import { Changes } from "./observe.ts";
import type { MirrorParts } from "./parts.ts";
import { Places } from "./places.ts";
import { Remask, type RemaskParts } from "./remask.ts";
import { Roots } from "./roots.ts";
import { Sheets } from "./sheets.ts";
import { NextTask, Slice } from "./slice.ts";
import { Texts } from "./texts.ts";
import { Walk } from "./walk.ts";

/** How often the mirror is given the means to find out that it is not the page. */
const DIGEST_INTERVAL_MS = 1000;
/** After a failure the page is told again as a whole, but not in a loop. */
const RECOVERY_INTERVAL_MS = 2000;

/**
 * Keeps a mirror of this page true: a snapshot, then what changes, once per drawn frame at most. All is written in slices,
 * between which the page has its turn; one message is written at a time.
 */
export class Mirror {
  readonly ids = new Ids();
  readonly #encoder: Outlet;
  readonly #warn: (text: string) => void;
  readonly #slice = new Slice();
  readonly #strings = new WrittenStrings();
  readonly #writer = new TokenWriter(this.#strings);
  readonly #clock: FrameClock;
  readonly #masks: Masks;
  readonly #attributes: AttributeGate;
  readonly #task = new NextTask(() => this.#step());
  readonly #places: Places;
  readonly #roots: Roots;
  readonly #changes: Changes;
  readonly #definitions = new Definitions(() => this.#request());
  readonly #sheets: Sheets;
  readonly #frames: Frames;
  readonly #walk: Walk;
  readonly #flush: Flush;
  readonly #remask: Remask;
  readonly #digest: Digest;
  readonly #features: FeatureSet;
  readonly #looking: ReturnType<typeof setInterval>;
  #work: Generator<void> | null = null;
  #type: FrameType = FrameType.snapshot;
  #message: Message | null = null;
  /** Something came up while a message was being written. */
  #asked = false;
  /** Something came to be known that what was written of this message does not heed. */
  #late = false;
  /** The message before was written anew already. */
  #rewritten = false;
  /** What is written changes how the trees hang together: the digest is to look at them anew. */
  #isOfTrees = false;
  /** A snapshot was asked for. */
  #wanted = true;
  #later: ReturnType<typeof setTimeout> | undefined;
  #recoveredAt = Number.NEGATIVE_INFINITY;
  /** Whether the mirror is what was told of it; after a failure only a snapshot makes it so again. */
  #isTrue = false;
  /** The page was not at rest when it was time for a digest. */
  #isOverdue = false;
  #stopped = false;

  constructor(parts: MirrorParts) {
    const { masks, assets, seen } = parts;
    this.#masks = masks;
    this.#clock = new FrameClock(() => this.#tick(), parts.changesDelay);
    this.#encoder = parts.encoder;
    this.#warn = parts.warn;
    this.#roots = new Roots(
      (root) => this.#entered(root),
      (root) => this.#left(root),
    );
    const attributes = new AttributeGate(assets, masks, this.#roots, (name) => {
      for (const root of this.#roots) this.#changes.reread(root, name);
    });
    this.#attributes = attributes;
    const places = new Places(masks);
    this.#places = places;
    const shown = new Map<Element, Document>();
    const request = (): void => this.#request();
    const shadowOf = (element: Element): ShadowRoot | null =>
      openRootOf(element) ?? seen.closedRoot(element);
    const leave = (root: Root): void => this.#roots.leave(root);
    this.#changes = new Changes(
      this.ids,
      shown,
      shadowOf,
      (removed, added) => masks.memory.replaced(removed, added),
      leave,
      request,
      (error) => this.#recover(error),
    );
    this.#frames = new Frames(this.ids, shown, request);
    this.#sheets = new Sheets(
      this.ids,
      this.#slice,
      (css, base) => attributes.css(css, base),
      seen,
      (url) => parts.fetchSheet(url),
      (sheet, id) => this.#features.sheet(sheet, id),
      request,
    );
    const texts = new Texts(masks);
    const shared: FlushParts & RemaskParts = {
      ids: this.ids,
      changes: this.#changes,
      masks,
      places,
      attributes,
      definitions: this.#definitions,
      texts,
      slice: this.#slice,
      roots: this.#roots,
      shown,
      shadowOf,
      enter: (root) => this.#roots.enter(root),
      opened: (element, name, id, place) => this.#opened(element, name, id, place),
      kept: (element, kept) => {
        if (kept === Kept.sheet) this.#sheets.add(element);
        else this.#frames.add(element);
      },
      attributesChanged: (element, names) => this.#remask.attributesChanged(element, names),
      textChanged: (text) => this.#remask.textChanged(text),
      moved: (node) => this.#moved(node),
      shadowed: (host) => {
        for (const child of host.children) this.#remask.suspect(child);
      },
      reload: (element) => this.#sheets.reload(element),
      reopened: (root) => this.#roots.renew(root),
    };
    this.#walk = new Walk(shared, this.#writer);
    this.#flush = new Flush(shared, this.#writer, this.#walk);
    this.#remask = new Remask(shared, this.#writer);
    this.#digest = new Digest(this.ids, texts, shown);
    const context: CaptureContext = {
      nodes: this.ids,
      masks,
      assets,
      gate: attributes,
      seen,
      canvases: parts.canvases,
      loadDrawings: parts.loadDrawings,
      roots: this.#roots,
      shadowOf,
      css: (text, base) => attributes.css(text, base),
      revisit: (element) => {
        this.#flush.revisit(element);
        this.#request();
      },
      request,
      again: () => {
        this.#late = true;
      },
      warn: parts.warn,
    };
    this.#features = new FeatureSet(parts.features, context);
    this.#looking = setInterval(() => this.#look(), DIGEST_INTERVAL_MS);
    this.#task.request();
  }

  /** Tell the whole page again, soon. */
  snapshot(): void {
    if (this.#stopped || (this.#work !== null && this.#type === FrameType.snapshot)) return;
    this.#wanted = true;
    this.#task.request();
  }

  /** Stop, synchronously; every hook and listener in the page is taken out. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#clock.cancel();
    this.#task.stop();
    clearInterval(this.#looking);
    clearTimeout(this.#later);
    this.#work = null;
    this.#changes.stop();
    this.#definitions.stop();
    this.#sheets.stop();
    this.#frames.stop();
    this.#features.stop();
  }

  #request(): void {
    if (this.#work !== null) this.#asked = true;
    else if (!this.#stopped) this.#clock.request();
  }

  /** A frame is drawn. */
  #tick(): void {
    if (this.#work === null) this.#step();
  }

  /** Work for one slice. */
  #step(): void {
    if (this.#stopped) return;
    try {
      this.#slice.begin();
      this.#places.clear();
      this.#work ??= this.#begin();
      const done = this.#work === null || this.#work.next().done === true;
      this.#line();
      if (!done) this.#task.request();
      else this.#end();
    } catch (error) {
      this.#recover(error);
    }
  }

  #begin(): Generator<void> | null {
    if (!this.#wanted && !this.#isTrue) return null;
    this.#type = this.#wanted ? FrameType.snapshot : FrameType.changes;
    this.#walk.begin();
    this.#late = false;
    return this.#wanted ? this.#whole() : this.#changed();
  }

  /** What was written since the last line becomes one. */
  #line(): void {
    if (this.#writer.empty) return;
    this.#message ??= this.#encoder.message(this.#type);
    this.#message.line(this.#writer.line());
  }

  #end(): void {
    this.#work = null;
    const message = this.#message;
    this.#message = null;
    if (this.#late && !this.#rewritten) {
      this.#rewritten = true;
      message?.drop();
      this.#wanted = true;
    } else if (message !== null) {
      this.#rewritten = false;
      message.end(performance.now());
      if (this.#isOfTrees || this.#type === FrameType.snapshot) this.#digest.changed();
    }
    this.#isOfTrees = false;
    const asked = this.#asked;
    this.#asked = false;
    if (this.#wanted) this.#task.request();
    else this.#goOn(asked);
  }

  /** What is left for the next message; masks are looked at some time behind what may have brought them. */
  #goOn(asked: boolean): void {
    const wait = this.#remask.wait(performance.now());
    if (asked || !this.#flush.empty || wait === 0) this.#request();
    else if (wait !== null) {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#request(), wait);
    }
  }

  /** A snapshot. */
  *#whole(): Generator<void> {
    this.#wanted = false;
    this.#isTrue = true;
    this.#strings.reset();
    this.ids.restart();
    this.#changes.clear();
    this.#roots.restart();
    this.#frames.restart();
    this.#definitions.restart();
    this.#flush.restart();
    for (const root of new Set([document, ...this.#roots])) {
      this.#masks.noteIn(root);
      this.#attributes.listen(root);
    }
    this.#features.begin(this.#writer);
    yield* this.#walk.document(document, 0);
    yield* this.#rest();
    if (this.#slice.overNow) yield;
    yield* this.#trees();
    this.#features.state(this.#writer);
    this.ids.settle();
    this.#roots.settle();
    this.#remask.reset();
  }

  /** What changed. */
  *#changed(): Generator<void> {
    yield* this.#trees();
    this.#features.changes(this.#writer);
    // A page that changes in every frame is never found at rest: it is looked at where all of a message is told.
    if (!this.#isOverdue) return;
    if (this.#slice.overNow) yield;
    this.#check();
  }

  *#trees(): Generator<void> {
    this.#changes.take();
    this.#isOfTrees ||= this.#changes.isOfTrees || !this.#frames.empty;
    this.#features.prepare();
    if (!this.#flush.empty) {
      this.#remask.changed();
      yield* this.#flush.run();
    }
    if (this.#remask.wait(performance.now()) === 0) yield* this.#remask.run();
    if (this.#attributes.isStale) {
      this.#sheets.forget();
      this.snapshot();
    }
    this.#definitions.changes(this.#writer);
    yield* this.#rest();
  }

  /** Style sheets and the documents of frames, which can have frames and style sheets in them. */
  *#rest(): Generator<void> {
    do {
      yield* this.#sheets.write(this.#writer);
      yield* this.#frames.write(this.#walk, this.#changes);
    } while (!this.#sheets.empty || !this.#frames.empty);
  }

  #entered(root: Root): void {
    this.#changes.observe(root);
    this.#frames.enter(root);
    this.#features.enter(root);
  }

  #left(root: Root): void {
    this.#frames.leave(root);
    this.#features.leave(root);
  }

  #opened(element: Element, name: string, id: number, place: Place): void {
    this.#remask.told(element, name, place);
    this.#features.added(element, name, id, isMaskedAt(place));
  }

  #moved(node: Node): void {
    if (typeOf(node) === NodeType.element) this.#remask.suspect(node as Element);
    else if (typeOf(node) === NodeType.text) this.#changes.texts.add(node as Text);
  }

  #look(): void {
    if (this.#work !== null || !this.#isTrue || this.#wanted) return;
    this.#remask.prune();
    this.#frames.look();
    this.#check();
    if (this.#isOverdue) this.#request();
    if (this.#writer.empty) return;
    const message = this.#encoder.message(FrameType.changes);
    message.line(this.#writer.line());
    message.end(performance.now());
  }

  /** Writes a digest if there is reason to, and nothing of the page waits to be told. */
  #check(): void {
    this.#changes.take();
    this.#isOverdue = !this.#flush.empty || this.#late;
    if (!this.#isOverdue) this.#digest.write(this.#writer);
  }

  /** A change that could not be told makes the mirror untrue: tell the whole page again. */
  #recover(error: unknown): void {
    if (this.#stopped) return;
    this.#work = null;
    this.#isTrue = false;
    this.#message?.drop();
    this.#message = null;
    this.#writer.line();
    const now = performance.now();
    const wait = Math.max(0, this.#recoveredAt + RECOVERY_INTERVAL_MS - now);
    this.#recoveredAt = now + wait;
    this.#warn(
      `a change of the page could not be captured (${String(error)}); capturing the whole page again`,
    );
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.snapshot(), wait);
  }
}
