import { type Asset, own } from "@userview/capture";
import { withCredentials } from "./asset_ways.ts";

/** After so many refusals in a row the page's own policy does not let scripts fetch its pictures. */
const REFUSALS = 2;
let refusals = 0;

const BY_EXTENSION: Readonly<Record<string, string>> = {
  avif: "image/avif",
  bmp: "image/bmp",
  gif: "image/gif",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  otf: "font/otf",
  png: "image/png",
  svg: "image/svg+xml",
  ttf: "font/ttf",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
};

/**
 * The bytes of a picture or font, as the browser has them; pictures of the page's own site that may be
 * shown but not fetched are drawn. Null when the browser gives neither (another site without CORS).
 */
export async function loadAsset(asset: Asset, signal: AbortSignal): Promise<Blob | null> {
  const own = new URL(asset.url).origin === location.origin;
  if (!own || refusals < REFUSALS) {
    const credentials = withCredentials(asset) ? "include" : "same-origin";
    const blob = await fetchAsset(asset.url, own, credentials, signal);
    if (blob !== undefined || signal.aborted) return blob ?? null;
  }
  return own || asset.url.startsWith("blob:") ? drawAsset(asset) : null;
}

/** Undefined when scripts may not read it; null when there is nothing, or no picture or font, at its address. */
async function fetchAsset(
  url: string,
  own: boolean,
  credentials: RequestCredentials,
  signal: AbortSignal,
): Promise<Blob | null | undefined> {
  // What was cached without leave to read it can be readable when it is asked for anew.
  for (const cache of own ? (["force-cache"] as const) : (["force-cache", "reload"] as const)) {
    try {
      const response = await fetch(url, { credentials, cache, signal });
      if (own) refusals = 0;
      return response.ok ? withType(await response.blob(), url) : null;
    } catch {
      if (signal.aborted) return null;
    }
  }
  if (own) refusals += 1;
  return undefined;
}

/** Servers often say nothing, or the wrong thing, of fonts: the address tells then. */
function withType(blob: Blob, url: string): Blob | null {
  const type = mediaType(blob.type.split(";", 1)[0]?.trim().toLowerCase() ?? "", url);
  if (type === null) return null;
  return blob.type === type ? blob : blob.slice(0, blob.size, type);
}

function mediaType(said: string, url: string): string | null {
  if (/^(?:image|font)\//.test(said)) return said;
  const font = /woff2|woff|truetype|ttf|opentype|otf/.exec(said)?.[0];
  if (font !== undefined)
    return `font/${font.replace("truetype", "ttf").replace("opentype", "otf")}`;
  const extension = /\.([a-z\d]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? "";
  return BY_EXTENSION[extension] ?? null;
}

async function drawAsset(asset: Asset): Promise<Blob | null> {
  const shown = asset.element?.deref();
  const image =
    shown?.localName === "img" ? (shown as HTMLImageElement) : await loadImage(asset.url);
  if (image === null || !image.complete || image.naturalWidth === 0) return null;
  const canvas = own(document, "createElement").call(document, "canvas") as HTMLCanvasElement;
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  try {
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } catch {
    return null;
  }
}

async function loadImage(url: string): Promise<HTMLImageElement | null> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}
