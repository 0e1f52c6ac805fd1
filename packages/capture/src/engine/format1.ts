/**
 * Format 1 of page content: what is inside a message's payload.
 *
 * A message is a UTF-8 JSON array of rrweb events. A snapshot is `[Meta, FullSnapshot]`. URLs of
 * pictures and fonts are `userview-asset:<id>`, in attributes, style attributes and style sheets. On a
 * `canvas` the attribute `rr_dataURL` is its picture, also when it comes as a change later.
 */

import type {
  adoptedStyleSheetData,
  attributes,
  eventWithTime,
  incrementalData,
  inputData,
  mouseInteractionData,
  mutationData,
  serializedNodeWithId,
  styleDeclarationData,
  styleSheetRuleData,
} from "@rrweb/types";

export const FORMAT = 1;

export type EngineEvent = eventWithTime;
export type EngineNode = serializedNodeWithId;
export type EngineElement = Extract<serializedNodeWithId, { tagName: string }>;
export type EngineAttributes = attributes;
export type EngineChange = incrementalData;
export type EngineMutation = mutationData;
export type EngineInput = inputData;
export type EngineInteraction = mouseInteractionData;
export type EngineStyleRule = styleSheetRuleData;
export type EngineStyleDeclaration = styleDeclarationData;
export type EngineAdoptedSheets = adoptedStyleSheetData;
export type AttributeChange = EngineMutation["attributes"][number]["attributes"];

export const EventKind = { fullSnapshot: 2, incremental: 3, meta: 4 } as const;
export const NodeKind = {
  document: 0,
  doctype: 1,
  element: 2,
  text: 3,
  cdata: 4,
  comment: 5,
} as const;
export const Source = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewportResize: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleSheetRule: 8,
  canvas: 9,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedStyleSheet: 15,
} as const;

/** Of mouse interactions, the one that says more: `focus` bears `focusVisible`, whether the page shows it by a ring. */
export const Interaction = { focus: 5 } as const;

/** Stands before an asset's id wherever the page had a URL. */
export const ASSET_SCHEME = "userview-asset:";
