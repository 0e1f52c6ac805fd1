/** Numbers of format 1: a UTF-8 JSON array of events `{type, data, timestamp}`. Types that are not listed change nothing that is shown. */

export const FORMAT = 1;

export const EventKind = { snapshot: 2, change: 3, meta: 4 } as const;

export const NodeKind = {
  document: 0,
  doctype: 1,
  element: 2,
  text: 3,
  cdata: 4,
  comment: 5,
} as const;

/** What a change is about. */
export const Source = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewport: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleRule: 8,
  font: 10,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedSheets: 15,
  customElement: 16,
} as const;

/** What a mouse interaction was. */
export const Interaction = {
  mouseUp: 0,
  mouseDown: 1,
  click: 2,
  contextMenu: 3,
  focus: 5,
  blur: 6,
  touchEnd: 9,
} as const;

export const MediaAction = { play: 0, pause: 1, seeked: 2 } as const;
