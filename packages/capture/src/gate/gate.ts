import type { Assets } from "../assets/registry.ts";
import type { SourceOf } from "../css/rules.ts";
import { SheetWatch } from "../css/watch.ts";
import {
  type EngineChange,
  type EngineEvent,
  type EngineInput,
  type EngineInteraction,
  EventKind,
  Interaction,
  Source,
} from "../engine/format1.ts";
import { PointerWatch } from "../engine/pointer.ts";
import { maskValue } from "../privacy/characters.ts";
import { isOwn, type Masks } from "../privacy/masks.ts";
import { AttributeGate } from "./attributes.ts";
import { Canvases } from "./canvases.ts";
import { FieldWatch, isIndeterminate } from "./fields.ts";
import { MutationGate } from "./mutations.ts";
import { NodeGate } from "./nodes.ts";
import { type LivePage, Roots } from "./page.ts";
import { PictureWatch } from "./pictures.ts";
import { Remask } from "./remask.ts";
import { StyleGate } from "./styles.ts";

/**
 * The one door through which page content leaves. Every event of the engine passes here before it is
 * kept anywhere; what the engine says of a node is not believed but read again from the live node.
 */
export class Gate {
  readonly #page: LivePage;
  readonly #masks: Masks;
  readonly #nodes: NodeGate;
  readonly #mutations: MutationGate;
  readonly #styles: StyleGate;
  readonly #sheets: SheetWatch;
  readonly #pictures: PictureWatch;
  readonly #pointers: PointerWatch;
  readonly #roots: Roots;
  readonly #fields: FieldWatch;
  readonly #remask: Remask;

  /**
   * @param sourceOf what a script gave a style sheet, null when it is not known.
   * @param emit takes events that arise in the gate itself, already passed.
   */
  constructor(
    page: LivePage,
    masks: Masks,
    assets: Assets,
    sourceOf: SourceOf,
    emit: (event: EngineEvent) => void,
  ) {
    this.#page = page;
    this.#masks = masks;
    const attributes = new AttributeGate(assets, masks);
    const tell = (element: Element, changed: Record<string, string>): void => {
      const id = page.id(element);
      if (id > 0) emit(attributesChanged(id, changed));
    };
    this.#sheets = new SheetWatch(
      (css, base) => attributes.css(css, base),
      sourceOf,
      (element, css) => tell(element, { _cssText: css }),
    );
    const canvases = new Canvases();
    this.#pictures = new PictureWatch(masks, attributes, canvases, tell);
    this.#pointers = new PointerWatch(page, (event) => {
      const passed = this.pass(event);
      if (passed !== null) emit(passed);
    });
    this.#roots = new Roots((root) => {
      this.#pictures.watch(root);
      if (root.nodeType === 9) this.#pointers.watch(root as Document);
    });
    this.#fields = new FieldWatch(page, this.#roots, (id, state) => {
      const event = this.pass(asEvent({ source: Source.input, id, ...state } as EngineChange));
      if (event !== null) emit(event);
    });
    this.#nodes = new NodeGate(
      page,
      masks,
      attributes,
      this.#sheets,
      canvases,
      this.#fields,
      this.#roots,
    );
    this.#mutations = new MutationGate(page, masks, this.#nodes, this.#sheets);
    this.#styles = new StyleGate(page, attributes, sourceOf);
    this.#remask = new Remask(page, masks, this.#nodes, this.#roots);
  }

  /** The event as it may leave; null when nothing of it does. */
  pass(event: EngineEvent): EngineEvent | null {
    switch (event.type as number) {
      case EventKind.meta: {
        const data = event.data as { href: string; width: number; height: number };
        return { ...event, data: { ...data, href: this.#masks.url(data.href) } } as EngineEvent;
      }
      case EventKind.fullSnapshot: {
        const data = event.data as Extract<EngineEvent, { data: { node: unknown } }>["data"];
        this.#nodes.startChange();
        const node = this.#nodes.pass(data.node);
        if (node === null) return null;
        this.#remask.reset();
        return { ...event, data: { ...data, node } } as EngineEvent;
      }
      case EventKind.incremental: {
        const data = this.#change(event.data as EngineChange);
        return data === null ? null : ({ ...event, data } as EngineEvent);
      }
      default:
        return null;
    }
  }

  /** Which element has the focus, as an event; null when none has. */
  focused(): EngineEvent | null {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const id = active === null || active === document.body ? -1 : this.#page.id(active);
    if (id <= 0) return null;
    const change = { source: Source.mouseInteraction, type: Interaction.focus, id };
    return this.pass(asEvent(change as unknown as EngineChange));
  }

  /** What the pointer is over, as an event without its place, which the next movement tells; null when it is over nothing. */
  hovered(): EngineEvent | null {
    const element = this.#pointers.hovered();
    const id = element === null || isOwn(element) ? -1 : this.#page.id(element);
    if (id <= 0) return null;
    const change = { source: Source.mouseMove, positions: [{ id, timeOffset: 0 }] };
    return this.pass(asEvent(change as unknown as EngineChange));
  }

  /** Tell what stands in fields and which sheets are adopted now, where no event told of it. */
  look(): void {
    this.#fields.look();
    this.#styles.lookAtAdopted(this.#roots);
  }

  /** Masks that came or went since the last time, as an event of their own; null when none did. */
  remasked(): EngineEvent | null {
    if (!this.#mutations.takeTouched()) return null;
    const change = this.#remask.check();
    return change === null ? null : asEvent(change);
  }

  stop(): void {
    this.#sheets.stop();
    this.#pictures.stop();
    this.#pointers.stop();
    this.#fields.stop();
  }

  #change(change: EngineChange): EngineChange | null {
    switch (change.source as number) {
      case Source.mutation:
        return this.#mutations.pass(change as Parameters<MutationGate["pass"]>[0]);
      case Source.styleSheetRule:
        return this.#styles.rule(change as Parameters<StyleGate["rule"]>[0]);
      case Source.styleDeclaration:
        return this.#styles.declaration(change as Parameters<StyleGate["declaration"]>[0]);
      case Source.adoptedStyleSheet:
        return this.#styles.adopted(change as Parameters<StyleGate["adopted"]>[0]);
      case Source.input:
        return this.#input(change as EngineInput);
      case Source.mouseMove:
      case Source.touchMove:
      case Source.drag: {
        const { positions } = change as Extract<EngineChange, { positions: unknown }>;
        const top = this.#page.id(document);
        return {
          ...change,
          positions: positions.map((at) => (at.id > 0 ? at : { ...at, id: top })),
        } as EngineChange;
      }
      case Source.selection: {
        const { ranges } = change as Extract<EngineChange, { ranges: unknown }>;
        return {
          ...change,
          ranges: ranges.filter(({ start, end }) => this.#isShown(start) && this.#isShown(end)),
        } as EngineChange;
      }
      case Source.mouseInteraction:
        return this.#interaction(change as EngineInteraction);
      case Source.scroll:
      case Source.media:
        return this.#isShown((change as { id: number }).id) ? change : null;
      case Source.viewportResize:
        return change;
      default:
        return null;
    }
  }

  /** A focus says whether the page shows it by a ring: browsers have rules of their own for that. */
  #interaction(change: EngineInteraction): EngineChange | null {
    if (!this.#isShown(change.id)) return null;
    if (change.type !== (Interaction.focus as number)) return change;
    const live = this.#page.node(change.id);
    const focusVisible = live?.nodeType === 1 && (live as Element).matches(":focus-visible");
    return { ...change, focusVisible } as EngineChange;
  }

  #input(change: EngineInput): EngineInput | null {
    const live = this.#page.node(change.id);
    if (live === null || !this.#isShown(change.id)) return null;
    this.#fields.told(live);
    const type = (live as HTMLInputElement).type;
    if (type === "file" || type === "hidden") return null;
    const told = { ...change, ...(isIndeterminate(live) && { isIndeterminate: true }) };
    if (!this.#masks.isMasked(live) && !this.#masks.hidesText(live))
      return { ...told, text: this.#masks.readable(live, change.text) };
    return live.nodeName === "SELECT" ? null : { ...told, text: maskValue(type, change.text) };
  }

  #isShown(id: number): boolean {
    const live = this.#page.node(id);
    return live !== null && !this.#nodes.hidden.has(id) && !isOwn(live);
  }
}

function attributesChanged(id: number, attributes: Record<string, string>): EngineEvent {
  return asEvent({
    source: Source.mutation,
    texts: [],
    attributes: [{ id, attributes }],
    removes: [],
    adds: [],
  } as unknown as EngineChange);
}

function asEvent(data: EngineChange): EngineEvent {
  return { type: EventKind.incremental, data, timestamp: Date.now() } as EngineEvent;
}
