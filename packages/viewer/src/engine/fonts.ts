/** Fonts that the page's scripts loaded. */
import { asFields, asList, asText, type Fields } from "./read.ts";
import { type AssetBase, styleUrl } from "./urls.ts";

const DESCRIPTORS = [
  "ascentOverride",
  "descentOverride",
  "display",
  "featureSettings",
  "lineGapOverride",
  "stretch",
  "style",
  "unicodeRange",
  "weight",
] as const;

/** Adds the font of a format 1 font event: bytes, or an address in the syntax of CSS `src`. */
export function addFont(
  doc: Document,
  data: Fields,
  rewrite: (css: string) => string,
  base: AssetBase,
): void {
  const view = doc.defaultView;
  const family = asText(data["family"]);
  const source = asText(data["fontSource"]);
  if (view === null || family === null || source === null) return;
  const given = asFields(data["descriptors"]);
  const descriptors: FontFaceDescriptors = {};
  for (const name of DESCRIPTORS) {
    const value = asText(given?.[name]);
    if (value !== null) Object.assign(descriptors, { [name]: value });
  }
  try {
    const face = new view.FontFace(
      family,
      data["buffer"] === true ? bytes(source) : address(source),
      descriptors,
    );
    doc.fonts.add(face);
    face.load().catch(() => undefined);
  } catch {
    // A font that this browser refuses is one that the page has to do without.
  }

  function address(text: string): string {
    return text.startsWith("userview-asset:") ? `url("${styleUrl(text, base)}")` : rewrite(text);
  }
}

function bytes(list: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(asList(JSON.parse(list)).map(Number));
}
