import type { TokenWriter } from "@userview/protocol/content";
import type { Assets } from "../assets/registry.ts";
import type { AttributeGate } from "../gate/attributes.ts";
import type { Masks } from "../privacy/masks.ts";
import type { Sightings } from "./seen.ts";

/** A tree that is mirrored: the document, a frame's document or a shadow root, open or closed. */
export type Root = Document | ShadowRoot;

/** The ids of what the mirror knows. */
export interface KnownNodes {
  /** The id of a node that the mirror has; 0 for all others, also for those that must not be known. */
  id(node: Node): number;
  /** The live node of this id, null when the mirror does not have it (any more). */
  node(id: number): Node | null;
  /** An id for something that is no node, such as a constructed style sheet; never one of a node. */
  newId(): number;
}

/** What of canvases is told, and how. */
export interface CanvasChoice {
  readonly shown: boolean;
  readonly encoding: "webp" | "png" | "jpeg";
}

/** The server's yes to showing a page in a frame: its number, and what the page joins with. */
export interface Opening {
  readonly inset: number;
  readonly token: string;
}

/** What shows pages of other sites in the frames of this one (rules N1-N4 of the live protocol). */
export interface InsetDoor {
  /** Asks whether a page from `origin` may be shown; null when not. @param controllable agents may act in that frame. */
  open(origin: string, controllable: boolean): Promise<Opening | null>;
  /** It is not shown any more. */
  close(inset: number): void;
}

/** What a feature may ask of the capture that it is part of. */
export interface CaptureContext {
  readonly nodes: KnownNodes;
  readonly masks: Masks;
  readonly assets: Assets;
  /** Says what of an element's attributes may leave. */
  readonly gate: AttributeGate;
  readonly canvases: CanvasChoice;
  /** Makes pictures of what is no tree: the module `drawings`, which is not loaded before it is needed. */
  readonly loadDrawings: () => Promise<readonly FeatureFactory[]>;
  /** What hooks saw, the loader's and since. */
  readonly seen: Sightings;
  /** The trees that are mirrored now. */
  readonly roots: Iterable<Root>;
  /** The shadow root of an element, also a closed one whose making was seen; null when there is none or it is not known. */
  shadowOf(element: Element): ShadowRoot | null;
  /** CSS text with its references replaced, relative to `base`. */
  css(text: string, base: string): string;
  /** Of an element that is known something that the tree holds came to be known only now, such as its shadow root: it is written anew. */
  revisit(element: Element): void;
  /** There is something for `changes`: it is called within a drawn frame. Cheap, also when asked often. */
  request(): void;
  /** Something came to be known, while a message is written, that hides what may stand in it already: it is written anew. */
  again(): void;
  /** Something that the site's developer should know; once for each text. */
  warn(text: string): void;
}

/**
 * One thing that a page can be beyond its tree: focus, scroll, drawings, sound and film, ...
 *
 * Called by the capture only, never while the page's own call is on the stack except from what the feature itself
 * hooked. What a feature throws costs a fresh snapshot, so nothing that a page does may make it throw. Before anything is
 * written of a node a feature asks `masks` (and `nodes.id`, which is 0 for what must not be known).
 */
export interface Feature {
  /** Local names of the elements that `added` is told of; left out, it is told of all. */
  readonly elements?: { has(name: string): boolean };
  /** A tree is mirrored from now on: listen in it. Called once per tree, before its nodes are written. */
  enter?(root: Root): void;
  /** A tree is not shown any more: let go of everything of it. */
  leave?(root: Root): void;
  /**
   * An element has just been opened in the stream, with its attributes, and its children follow: in a snapshot, or because
   * it was added. Also told again of what is known when a mask began or ended around it. What a feature wants to say of it is written by the next `changes` or `state`, not here.
   */
  added?(element: Element, id: number, masked: boolean): void;
  /** The trees are about to be written: what has to be known of the page by then is looked at. */
  prepare?(): void;
  /** The whole text of a sheet of a `style` or `link` element has just been written (`sheet`), as its rules are now. */
  sheet?(sheet: CSSStyleSheet, id: number): void;
  /** Of each snapshot, before its nodes: what has to be known to build them. */
  begin?(writer: TokenWriter): void;
  /** Of each snapshot, behind its nodes: everything that it cannot hold as nodes. What waited for `changes` is part of it. */
  state?(writer: TokenWriter): void;
  /** What changed since the last call, after the changes of the tree in the same message. */
  changes?(writer: TokenWriter): void;
  /** Stop, synchronously: take hooks and listeners out, write nothing more. */
  stop(): void;
}

/** Makes a feature for a capture that begins. */
export type FeatureFactory = (context: CaptureContext) => Feature;
