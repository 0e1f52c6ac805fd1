/** Which part of a mirrored page carries out which op. */
import { Op, type TokenReader } from "@userview/protocol/content";
import type { Animations } from "./animations.ts";
import type { Boxes } from "./boxes.ts";
import type { Builder } from "./build.ts";
import type { TreeChanges } from "./changes.ts";
import type { Controls } from "./controls.ts";
import type { CustomStates } from "./custom.ts";
import type { Documents } from "./documents.ts";
import type { Fonts } from "./fonts.ts";
import type { ForeignFrames } from "./foreign.ts";
import type { InsetPages } from "./insets.ts";
import type { Layers } from "./layers.ts";
import type { Media } from "./media.ts";
import type { Pictures } from "./pictures.ts";
import type { Scrolls } from "./scroll.ts";
import type { Selections } from "./selection.ts";
import type { Sheets } from "./sheets.ts";
import type { VisitorStates } from "./state.ts";
import type { Visitor } from "./visitor.ts";

/** Takes the tokens of one op and carries it out: all of them, also where nothing can be done. */
export type Operation = (reader: TokenReader) => void;

export interface Parts {
  animations: Animations;
  boxes: Boxes;
  builder: Builder;
  changes: TreeChanges;
  controls: Controls;
  customStates: CustomStates;
  documents: Documents;
  fonts: Fonts;
  foreign: ForeignFrames;
  insets: InsetPages;
  layers: Layers;
  media: Media;
  pictures: Pictures;
  scrolls: Scrolls;
  selections: Selections;
  sheets: Sheets;
  states: VisitorStates;
  visitor: Visitor;
  /** What concerns the page as a whole. */
  page: Record<"viewport" | "url" | "title" | "digest" | "mediaFeatures", Operation>;
}

/** Operations by their op's code. */
export function operationsOf(parts: Parts): readonly (Operation | undefined)[] {
  const { builder, changes, sheets, controls, animations, states, selections, page } = parts;
  const byName: Record<keyof typeof Op, Operation> = {
    document: (reader) => builder.document(reader),
    element: (reader) => builder.element(reader),
    text: (reader) => builder.text(reader),
    doctype: (reader) => builder.doctype(reader),
    shadow: (reader) => builder.shadow(reader),
    up: (reader) => builder.up(reader),
    id: (reader) => builder.id(reader),
    at: (reader) => builder.at(reader),
    detach: (reader) => changes.detach(reader),
    move: (reader) => changes.move(reader),
    remove: (reader) => changes.remove(reader),
    attributes: (reader) => changes.attributes(reader),
    setText: (reader) => changes.setText(reader),
    spliceText: (reader) => changes.spliceText(reader),
    define: (reader) => parts.documents.define(reader.text()),
    sheet: (reader) => sheets.sheet(reader),
    insertRule: (reader) => sheets.insertRule(reader),
    deleteRule: (reader) => sheets.deleteRule(reader),
    replaceRule: (reader) => sheets.replaceRule(reader),
    disableSheet: (reader) => sheets.disableSheet(reader),
    adopt: (reader) => sheets.adopt(reader),
    font: (reader) => parts.fonts.font(reader),
    removeFont: (reader) => parts.fonts.removeFont(reader),
    forgetSheet: (reader) => sheets.forgetSheet(reader),
    control: (reader) => controls.control(reader),
    choose: (reader) => controls.choose(reader),
    scroll: (reader) => parts.scrolls.scroll(reader),
    media: (reader) => parts.media.media(reader),
    picture: (reader) => parts.pictures.picture(reader),
    layer: (reader) => parts.layers.layer(reader),
    states: (reader) => parts.customStates.states(reader),
    userInvalid: (reader) => states.userInvalid(reader),
    hold: (reader) => parts.boxes.hold(reader),
    foreign: (reader) => parts.foreign.foreign(reader),
    animate: (reader) => animations.animate(reader),
    animation: (reader) => animations.animation(reader),
    inset: (reader) => parts.insets.inset(reader),
    insetText: (reader) => parts.insets.text(reader),
    insetMessage: (reader) => parts.insets.message(reader),
    insetEnd: (reader) => parts.insets.insetEnd(reader),
    pointer: (reader) => parts.visitor.pointer(reader),
    press: (reader) => parts.visitor.press(reader),
    focus: (reader) => states.focus(reader),
    selection: (reader) => selections.selection(reader),
    highlight: (reader) => selections.highlight(reader),
    target: (reader) => states.target(reader),
    ...page,
  };
  const operations: Operation[] = [];
  for (const [name, operation] of Object.entries(byName))
    operations[Op[name as keyof typeof Op]] = operation;
  return operations;
}
