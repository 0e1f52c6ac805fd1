/** Features of a page without the capture around them: a map of all nodes, and a message of what they write. */
import { TokenWriter, WrittenStrings } from "@userview/protocol/content";
import { type Asset, Assets } from "../../src/assets/registry.ts";
import { rewriteCss } from "../../src/css/rewrite.ts";
import type { CaptureContext, Feature, Root } from "../../src/engine/feature.ts";
import { drawings } from "../../src/engine/features/drawings/module.ts";
import { features } from "../../src/engine/features/index.ts";
import { nothingSeen, type Seen, Sightings } from "../../src/engine/seen.ts";
import { AttributeGate } from "../../src/gate/attributes.ts";
import { Masks } from "../../src/privacy/masks.ts";

const ids = new Map<Node, number>();
const nodes = new Map<number, Node>();
const roots = new Set<Root>();
const assets: Asset[] = [];
let last = 0;
let running: Feature[] = [];
let wanted = false;
const seen = new Sightings((window as { seen?: Seen }).seen ?? nothingSeen);

const registry = new Assets((asset) => assets.push(asset));
const masks = new Masks(
  {
    maskedElements: [],
    noRemoteElements: [],
    layers: [],
    hideDetails: false,
    cutUrls: false,
    urls: { parameters: [], paths: [] },
  },
  (text) => console.warn(text),
);
const context: CaptureContext = {
  nodes: {
    id: (node) => (node.isConnected ? (ids.get(node) ?? 0) : 0),
    node: (id) => nodes.get(id) ?? null,
    newId: () => ++last,
  },
  masks,
  gate: new AttributeGate(registry, masks, roots, () => {}),
  assets: registry,
  canvases: { shown: true, encoding: "webp" },
  loadDrawings: async () => drawings,
  seen,
  roots,
  shadowOf: (element) => element.shadowRoot ?? seen.closedRoot(element),
  css: (text, base) =>
    rewriteCss(text, (reference) => registry.reference(reference, base, "style", null)),
  revisit: () => {},
  again: () => {},
  request: () => {
    wanted = true;
  },
  warn: (text) => console.warn(text),
};

/** Knows every node from now on; elements are told in the order of the tree, masked ones without what is in them. */
function walk(node: Node): void {
  if (node.nodeType === 9 || node.nodeType === 11) {
    if (!roots.has(node as Root)) {
      roots.add(node as Root);
      for (const feature of running) feature.enter?.(node as Root);
    }
  }
  const isNew = !ids.has(node);
  if (isNew) {
    ids.set(node, ++last);
    nodes.set(last, node);
  }
  const id = ids.get(node) ?? 0;
  const element = node.nodeType === 1 ? (node as Element) : null;
  const masked = element !== null && context.masks.isMasked(element);
  if (element !== null && isNew)
    for (const feature of running)
      if (feature.elements?.has(element.localName) !== false) feature.added?.(element, id, masked);
  const { sheet } = node as HTMLStyleElement;
  if (sheet && isNew) for (const feature of running) feature.sheet?.(sheet, id);
  if (masked) return;
  const shadow = element && context.shadowOf(element);
  if (shadow) walk(shadow);
  const frame = (node as HTMLIFrameElement).contentDocument;
  if (frame) walk(frame);
  for (const child of node.childNodes) walk(child);
}

const strings = new WrittenStrings();

/** Begin: a snapshot's state as a line of tokens. */
function start(): string {
  running = features.map((make) => make(context));
  return snapshot();
}

function snapshot(): string {
  ids.clear();
  strings.reset();
  walk(document);
  return written((feature, writer) => (feature.state ?? feature.changes)?.call(feature, writer));
}

/** What became different. */
function changes(): string {
  wanted = false;
  walk(document);
  return written((feature, writer) => feature.changes?.(writer));
}

function written(write: (feature: Feature, writer: TokenWriter) => void): string {
  const writer = new TokenWriter(strings);
  for (const feature of running) write(feature, writer);
  return writer.line();
}

function stop(): void {
  for (const feature of running.reverse()) feature.stop();
  running = [];
}

Object.assign(window, {
  features: {
    start,
    snapshot,
    changes,
    stop,
    wanted: () => wanted,
    assets: () => assets.map(({ id, url, use }) => ({ id, url, use })),
    id: (node: Node | null) => (node === null ? 0 : (ids.get(node) ?? 0)),
  },
});
