/** Who brings a picture or font to the server: the server itself, or this browser (rules F1, F4). */
import type { Asset } from "@userview/capture";

/** The server takes no longer ones. */
const LONGEST_URL = 2048;

/** What the browser keeps of loaded resources by default; beyond it, it cannot be told what was loaded. */
const TIMING_ENTRIES = 250;

/** Names that lead nowhere, or elsewhere, outside of the visitor's network. */
const PRIVATE_NAMES =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/;
const PRIVATE_IPV4 =
  /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;

/**
 * - `ask`: the server is asked first; what it cannot fetch is uploaded.
 * - `upload`: it is uploaded first; the server is asked for what the browser cannot give.
 * - `only`: nobody but this browser can have it, or is to.
 */
export type Way = "ask" | "upload" | "only";

/** @param proxied wildcards of URLs that the site has named for this browser (`proxyAssets`). */
export function wayOf(asset: Asset, proxied: readonly string[]): Way {
  if (!/^https?:/.test(asset.url) || asset.url.length > LONGEST_URL) return "only";
  const url = new URL(asset.url);
  if (url.username !== "" || url.password !== "" || withCredentials(asset)) return "only";
  if (proxied.some((pattern) => matches(pattern, asset.url))) return "only";
  if (isPrivate(url.hostname)) return "upload";
  // What the own site shows may depend on who asks; only its length tells whether the server got the same.
  return url.origin === location.origin && sizeOf(asset.url) === null ? "upload" : "ask";
}

/** Whether the server may be asked for a style sheet that this browser shows and may not read. */
export function mayAskForSheet(url: string, proxied: readonly string[]): boolean {
  return wayOf({ id: "", url, use: "style", element: null }, proxied) !== "only";
}

/** Whether the page has its browser ask another site for it as the one who is signed in there. */
export function withCredentials({ element }: Asset): boolean {
  return (element?.deref() as HTMLImageElement | undefined)?.crossOrigin === "use-credentials";
}

/** How many bytes this browser has got for the URL, null where it may not say. */
export function sizeOf(url: string): number | null {
  const entries = performance.getEntriesByName(url, "resource") as PerformanceResourceTiming[];
  return entries.findLast(({ decodedBodySize }) => decodedBodySize > 0)?.decodedBodySize ?? null;
}

/** Whether the page has loaded it itself, or one of its frames. */
export function wasLoaded(url: string): boolean {
  return !url.startsWith("http") || wasLoadedIn(window, url);
}

function wasLoadedIn(realm: Window, url: string): boolean {
  try {
    const entries = realm.performance.getEntriesByType("resource");
    if (entries.length >= TIMING_ENTRIES || entries.some(({ name }) => name === url)) return true;
    for (let index = 0; index < realm.length; index++)
      if (wasLoadedIn(realm[index] as Window, url)) return true;
    return false;
  } catch {
    // A frame of another site.
    return false;
  }
}

/**
 * Whether this window holds the picture: then it is complete as soon as an image names it. What it does not hold is not
 * loaded either, because the image does not name it any more when the browser gets its turn.
 *
 * The list of what was loaded lacks pictures of sheets that scripts may not read, and now and then those of imported ones.
 */
export function isHeld(url: string): boolean {
  const image = new Image();
  image.src = url;
  const held = image.complete && image.naturalWidth > 0;
  image.removeAttribute("src");
  return held;
}

/** 0 on the screen, 1 from a style sheet, 2 elsewhere on the page. */
export function urgencyOf({ use, element }: Asset): number {
  const shown = element?.deref();
  if (shown === undefined) return 1;
  const { top, left, bottom, right } = Element.prototype.getBoundingClientRect.call(shown);
  const visible = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return visible ? 0 : use === "style" ? 1 : 2;
}

/** Whether a host is likely to be known in the visitor's own network alone: a hint, the server looks again. */
export function isPrivate(hostname: string): boolean {
  if (hostname.startsWith("[")) return !/^\[[23]/.test(hostname);
  if (/^[\d.]+$/.test(hostname)) return PRIVATE_IPV4.test(hostname);
  return !hostname.includes(".") || PRIVATE_NAMES.test(hostname);
}

/**
 * Whether a wildcard fits a whole URL: `*` stands for any characters or none, and one that begins with `/` is of
 * the page's own site. No regular expression: some take very long.
 */
export function matches(pattern: string, url: string): boolean {
  const whole = pattern.startsWith("/") ? location.origin + pattern : pattern;
  const [first = "", ...parts] = whole.split("*");
  const last = parts.pop();
  if (last === undefined) return url === first;
  if (!url.startsWith(first) || url.length < first.length + last.length || !url.endsWith(last))
    return false;
  let at = first.length;
  for (const part of parts) {
    const found = url.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= url.length - last.length;
}
