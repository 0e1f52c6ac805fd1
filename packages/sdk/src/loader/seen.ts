/** What only the script that stands first in a page can see, kept until a session asks for it. */

import type { Kept } from "../port.ts";
import { type Any, after } from "./after.ts";

/** Texts of style sheets (browsers cannot write out all of what they were given), internals of elements, sources of fonts. */
const given: Kept["given"] = new WeakMap();
const roots: Kept["roots"] = new WeakMap();

/** What was kept. */
export const kept: Kept = { given, roots };

/**
 * Keep it from now on. The page's own calls are passed on as they are, and what they throw is theirs. Canvases are made so that
 * what WebGL drew on them can be read later than at once.
 */
export function keep(): void {
  const sheets = CSSStyleSheet.prototype;
  after(sheets, "replaceSync", (sheet, [text]) => given.set(sheet, `${text}`));
  after(sheets, "insertRule", (sheet, [rule], at) => {
    // Of a sheet that was not empty when its first rule came not everything is known, which "" stands for.
    const known: Any = given.get(sheet) ?? (sheet.cssRules[1] ? "" : []);
    given.set(sheet, known.splice?.(at, 0, `${rule}`) ? known : "");
  });
  after(sheets, "deleteRule", (sheet, [index]) => {
    const known: Any = given.get(sheet);
    if (!known?.splice?.(index, 1)) given.set(sheet, "");
  });
  after(Element.prototype, "attachShadow", (host, _args, root) => roots.set(host, root));
  after(HTMLElement.prototype, "attachInternals", (host, _args, internals) =>
    given.set(host, internals),
  );
  after(HTMLCanvasElement.prototype, "getContext", undefined, (args) => {
    if (/webgl/.test(args[0])) args[1] = { ...args[1], preserveDrawingBuffer: true };
  });
  window.FontFace = new Proxy(FontFace, {
    construct(...made) {
      const face = Reflect.construct(...made);
      given.set(face, made[1][1]);
      return face;
    },
  });
}
