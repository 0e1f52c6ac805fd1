import { Op, type TokenWriter } from "@userview/protocol/content";
import { NodeType, typeOf } from "../../dom.ts";
import type { CaptureContext, Feature, Root } from "../../feature.ts";
import { Hooks, type Realm, realmOf } from "../../hooks.ts";

/** Ranges follow the text by themselves: while the page changes all are compared, but not more often than this. */
const LOOK_INTERVAL_MS = 100;
/** More are not told of one highlight. */
const MOST_RANGES = 5000;

type Registry = ReadonlyMap<string, ReadonlySet<AbstractRange> & { readonly priority: number }>;

/** Ranges that style sheets can colour without elements (CSS highlights). Those of frames with the same name count as one. */
export class Highlights implements Feature {
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();
  /** What was told of each name: priority, then four numbers a range. */
  readonly #told = new Map<string, string>();
  #called = false;
  #lookedAt = 0;

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    const realm = realmOf(root);
    if (!this.#hooks.enters(realm)) return;
    const { HighlightRegistry, Highlight } = realm as Realm &
      Partial<Record<"HighlightRegistry" | "Highlight", { prototype: object }>>;
    const told = (): void => {
      this.#called = true;
      this.#context.request();
    };
    this.#hooks.methods(HighlightRegistry?.prototype, ["set", "delete", "clear"], told);
    this.#hooks.methods(Highlight?.prototype, ["add", "delete", "clear"], told);
    this.#hooks.setters(Highlight?.prototype, ["priority"], told);
    this.#called = true;
  }

  state(writer: TokenWriter): void {
    this.#told.clear();
    this.#look(writer);
  }

  changes(writer: TokenWriter): void {
    const now = performance.now();
    // Without a call only what was told can be another: its text was.
    if (!this.#called && (this.#told.size === 0 || now - this.#lookedAt < LOOK_INTERVAL_MS)) return;
    this.#look(writer);
  }

  stop(): void {
    this.#hooks.stop();
    this.#told.clear();
  }

  #look(writer: TokenWriter): void {
    this.#called = false;
    this.#lookedAt = performance.now();
    const now = this.#all();
    for (const name of this.#told.keys()) {
      if (now.has(name)) continue;
      this.#told.delete(name);
      writer.int(Op.highlight).text(name).ints(0, 0);
    }
    for (const [name, [priority = 0, ...ends]] of now) {
      const text = `${priority},${ends}`;
      if (this.#told.get(name) === text) continue;
      this.#told.set(name, text);
      writer
        .int(Op.highlight)
        .text(name)
        .ints(priority, ends.length / 4, ...ends);
    }
  }

  /** Of each name its priority, then the ends of its ranges. */
  #all(): Map<string, number[]> {
    const all = new Map<string, number[]>();
    for (const root of this.#context.roots) {
      if (typeOf(root) !== NodeType.document) continue;
      const css = realmOf(root)?.CSS as { highlights?: Registry } | undefined;
      for (const [name, highlight] of css?.highlights ?? []) {
        const told = all.get(name) ?? [highlight.priority];
        for (const range of highlight) {
          if (told.length > 4 * MOST_RANGES) break;
          this.#add(range, told);
        }
        if (told.length > 1) all.set(name, told);
      }
    }
    return all;
  }

  #add(range: AbstractRange, told: number[]): void {
    const { nodes, masks } = this.#context;
    const { startContainer, startOffset, endContainer, endOffset, collapsed } = range;
    const start = nodes.id(startContainer);
    const end = nodes.id(endContainer);
    if (collapsed || start === 0 || end === 0) return;
    if (masks.isMasked(startContainer) || masks.isMasked(endContainer)) return;
    told.push(start, startOffset, end, endOffset);
  }
}
