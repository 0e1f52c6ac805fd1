/** Builders of elements: never from text, so that no page's Trusted Types policy is needed. */

import { own } from "@userview/capture";

type Attributes = Readonly<Record<string, string>>;

/** An element with a class, attributes and children; texts become text nodes. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = "",
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = own(document, "createElement").call(document, tag) as HTMLElementTagNameMap[Tag];
  if (className !== "") made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A drawing of 24 by 24 units from the data of its paths. */
export function icon(paths: readonly string[], filled = false): SVGSVGElement {
  const svg = drawn("svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("fill", filled ? "currentColor" : "none");
  for (const data of paths) {
    const path = drawn("path");
    path.setAttribute("d", data);
    path.setAttribute("stroke", filled ? "#fff" : "currentColor");
    path.setAttribute("stroke-width", filled ? "1.5" : "2");
    path.setAttribute("stroke-linecap", "round");
    path.setAttribute("stroke-linejoin", "round");
    svg.append(path);
  }
  return svg;
}

function drawn<Tag extends keyof SVGElementTagNameMap>(tag: Tag): SVGElementTagNameMap[Tag] {
  const make = own(document, "createElementNS") as typeof document.createElementNS;
  return make.call(document, "http://www.w3.org/2000/svg", tag) as SVGElementTagNameMap[Tag];
}

export const ICONS = {
  screen: ["M3 5h18v11H3z", "M8 20h8", "M12 16v4"],
  yes: ["M5 12.5l4.5 4.5L19 7.5"],
  no: ["M6 6l12 12", "M18 6L6 18"],
  help: [
    "M9.2 9.2a2.8 2.8 0 1 1 4.2 2.5c-.9.5-1.4 1.1-1.4 2.1",
    "M12 17.2v.1",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  ],
  hidden: [
    "M3 3l18 18",
    "M10.6 6.1A9.7 9.7 0 0 1 12 6c5 0 8.5 4 9.5 6a15 15 0 0 1-2.6 3.4",
    "M6.4 7.6A14.6 14.6 0 0 0 2.5 12c1 2 4.5 6 9.5 6 1.6 0 3-.4 4.3-1",
    "M9.9 9.9a3 3 0 0 0 4.2 4.2",
  ],
  arrow: ["M5 3l14 8-6.5 1.6L9 19z"],
} as const;
