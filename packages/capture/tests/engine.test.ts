import { inflateRawSync } from "node:zlib";
import { FrameFlag, FrameType } from "@userview/protocol";
import { DocumentMode } from "@userview/protocol/content";
import { expect, test } from "vitest";
import { documentMode } from "../src/engine/doctype.ts";
import type { Root } from "../src/engine/feature.ts";
import { Ids, Kept } from "../src/engine/ids.ts";
import { Roots } from "../src/engine/roots.ts";
import { fateOf } from "../src/gate/lists.ts";
import { type CaptureFrame, Encoder } from "../src/stream/encode.ts";

function node(name: string): Node {
  return { name } as unknown as Node;
}

test("a node keeps its id over snapshots, and a new one never gets one that was used", () => {
  const ids = new Ids();
  const [stays, goes, comes] = [node("stays"), node("goes"), node("comes")];
  expect([ids.give(stays), ids.give(goes)]).toEqual([1, 2]);
  ids.restart();
  expect(ids.id(stays)).toBe(0);
  expect(ids.node(1)).toBe(stays);
  expect(ids.give(stays)).toBe(1);
  ids.settle();
  expect(ids.node(2)).toBeNull();
  expect(ids.size).toBe(1);
  expect(ids.give(comes)).toBe(3);
  ids.forget(comes);
  expect([ids.id(comes), ids.node(3), ids.newId()]).toEqual([0, null, 4]);
});

test("what a snapshot does not meet is gone with its notes, also behind one that was broken off", () => {
  const ids = new Ids();
  const all = Array.from({ length: 3000 }, (_, at) => node(`${at}`));
  for (const one of all) ids.keep(ids.give(one), Kept.sheet);
  ids.restart();
  expect([ids.size, ids.kept(ids.id(all[0] as Node)), ids.fresh(all[0] as Node)]).toEqual([
    0,
    undefined,
    1,
  ]);
  expect([ids.fresh(all[0] as Node), ids.size]).toEqual([0, 1]);
  ids.restart();
  ids.give(all[0] as Node);
  ids.give(all[2999] as Node);
  ids.settle();
  expect(ids.size).toBe(2);
  expect([1, 2, 1500, 3000].map((id) => ids.node(id))).toEqual([all[0], null, null, null]);
  expect(ids.id(all[2999] as Node)).toBe(3001);
});

test("a tree is entered once, and left when a snapshot does not meet it again", () => {
  const told: string[] = [];
  const roots = new Roots(
    (root) => told.push(`enter ${(root as unknown as { name: string }).name}`),
    (root) => told.push(`leave ${(root as unknown as { name: string }).name}`),
  );
  const [page, frame] = [node("page") as Root, node("frame") as Root];
  roots.enter(page);
  roots.enter(frame);
  roots.enter(page);
  roots.restart();
  roots.enter(page);
  roots.settle();
  expect(told).toEqual(["enter page", "enter frame", "leave frame"]);
  expect([...roots]).toEqual([page]);
});

test.each([
  ["BackCompat", null, DocumentMode.quirks],
  ["CSS1Compat", { publicId: "", systemId: "" }, DocumentMode.standards],
  [
    "CSS1Compat",
    { publicId: "-//W3C//DTD XHTML 1.0 Transitional//EN", systemId: "" },
    DocumentMode.almostStandards,
  ],
  [
    "CSS1Compat",
    { publicId: "-//W3C//DTD HTML 4.01 Transitional//EN", systemId: "http://www.w3.org/" },
    DocumentMode.almostStandards,
  ],
])("a document in %s with doctype %o is laid out in mode %i", (compatMode, doctype, mode) => {
  expect(documentMode(compatMode, doctype as DocumentType | null)).toBe(mode);
});

test("what becomes of an attribute is decided by its name, whatever its case", () => {
  expect(fateOf("ONCLICK").isDropped).toBe(true);
  expect(fateOf("data-csrf-token").isSecret).toBe(true);
  expect(fateOf("aria-label").isRead).toBe(true);
  expect(
    ["class", "hidden", "d", "title", "alt", "data-x"].map((name) => fateOf(name).inMask),
  ).toEqual(["keep", "flag", "drop", "drop", "mask", "drop"]);
  expect(
    ["href", "ARIA-Label", "viewBox", "data-x", "x-anything", "data-userview-mask"].map(
      (name) => fateOf(name).isCustom,
    ),
  ).toEqual([false, false, false, true, true, false]);
});

test("messages leave in the order in which they began, large ones deflated line by line", async () => {
  const frames: CaptureFrame[] = [];
  const encoder = new Encoder((frame) => frames.push(frame));
  const large = encoder.message(FrameType.snapshot);
  const lines = Array.from({ length: 50 }, (_, at) => JSON.stringify([at, "text ".repeat(at)]));
  for (const line of lines) large.line(line);
  large.end(1);
  const small = encoder.message(FrameType.changes);
  small.line("[1]");
  small.end(2);
  await expect.poll(() => frames.length).toBe(2);
  const [first, second] = frames;
  expect(first?.flags).toBe(FrameFlag.first | FrameFlag.last | FrameFlag.deflated);
  expect(inflateRawSync(first?.payload ?? new Uint8Array()).toString()).toBe(lines.join("\n"));
  expect(second?.flags).toBe(FrameFlag.first | FrameFlag.last);
  expect(new TextDecoder().decode(second?.payload)).toBe("[1]");
});

test("nothing leaves behind a stop, also not what is being deflated", async () => {
  const frames: CaptureFrame[] = [];
  const encoder = new Encoder((frame) => frames.push(frame));
  const message = encoder.message(FrameType.snapshot);
  message.line(JSON.stringify(["x".repeat(5000)]));
  message.end(1);
  encoder.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(frames).toEqual([]);
});
