/**
 * Which addresses a mirrored page may load from: our asset route and data URLs, nothing else.
 *
 * Capture writes `userview-asset:<id>` where the page had an address (rule F1).
 */

const ASSET = /^userview-asset:([A-Za-z0-9_-]{1,64})(#[^\s"'()\\]*)?$/;
const IMAGE_DATA = /^data:image\/[a-z0-9.+-]+[;,]/i;
const FONT_OR_IMAGE_DATA = /^data:(?:image\/|font\/|application\/|;|,)/i;
const MEDIA_DATA = /^data:(?:audio|video)\/[a-z0-9.+-]+[;,]/i;
const SCHEME = /^[a-z][a-z\d+.-]*:/i;
/** Control characters and spaces: browsers skip some of them everywhere, and all of them at the ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const IGNORED = /[\u0000-\u0020]/g;
const INERT_LINK = /^(?:https?|mailto|tel|sms|ftp):/i;

/** What stands where an address was refused: loads nothing, asks nobody. */
export const NOTHING = "data:,";

/** Where assets of the session are; an absolute URL that ends with `/`. */
export type AssetBase = string;

/** An asset's address, null when `url` names none. */
export function assetUrl(url: string, base: AssetBase): string | null {
  const match = ASSET.exec(url.trim());
  return match === null ? null : `${base}${match[1]}${match[2] ?? ""}`;
}

/** Address of a picture that may be loaded, else null. `NOTHING` is one: it shows as broken, as it does in the page. */
export function pictureUrl(url: string, base: AssetBase): string | null {
  const trimmed = url.trim();
  if (trimmed === NOTHING) return NOTHING;
  return assetUrl(trimmed, base) ?? (IMAGE_DATA.test(trimmed) ? trimmed : null);
}

/** Address of sound or film that may be loaded, else null. */
export function mediaUrl(url: string, base: AssetBase): string | null {
  const trimmed = url.trim();
  return assetUrl(trimmed, base) ?? (MEDIA_DATA.test(trimmed) ? trimmed : null);
}

/** Address of what a style sheet refers to; `NOTHING` when it may not be loaded. */
export function styleUrl(url: string, base: AssetBase): string {
  const trimmed = url.trim();
  if (trimmed === "" || trimmed.startsWith("#")) return trimmed;
  return assetUrl(trimmed, base) ?? (FONT_OR_IMAGE_DATA.test(trimmed) ? trimmed : NOTHING);
}

/** Address of a link, kept so that it looks like one and style sheets may select by it; nothing ever follows it. */
export function linkUrl(url: string): string {
  const trimmed = url.trim();
  // As browsers read it: line ends and tabs do not count, nor what cannot be seen around it.
  const read = trimmed.replace(IGNORED, "");
  return SCHEME.test(read) && !INERT_LINK.test(read) ? "#" : trimmed;
}
