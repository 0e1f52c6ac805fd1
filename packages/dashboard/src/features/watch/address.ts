/** Reading what agents type as an address to send a visitor to. */

/** What has a scheme is meant as it stands; `shop.example:8443` and `localhost:3000` have none. */
const SCHEME = /^[a-z][a-z\d+.-]*:(?!\d)/i;

/**
 * The page that is meant, null when it is none of the web: scripts, files and mail are never opened for a visitor.
 * @param text `/cart`, `?step=2`, `#sizes`, `shop.example/cart` or a whole URL.
 * @param current the address of the visitor's page.
 */
export function destination(text: string, current: string): string | null {
  const typed = text.trim();
  if (typed === "" || /\s/.test(typed)) return null;
  const url = /^[/?#]/.test(typed) ? parsed(typed, current) : parsed(withScheme(typed, current));
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  // A name and a password in an address would be somebody's; a name without a dot is a word, but for the own host.
  if (url.username !== "" || url.password !== "") return null;
  const isHost = SCHEME.test(typed) || /[.:]/.test(url.host) || url.host === hostOf(current);
  return isHost || url.hostname === "localhost" ? url.href : null;
}

function withScheme(typed: string, current: string): string {
  if (SCHEME.test(typed)) return typed;
  const own = parsed(current);
  const isOwn = own !== null && parsed(`${own.protocol}//${typed}`)?.host === own.host;
  return `${isOwn ? own.protocol : "https:"}//${typed}`;
}

function hostOf(url: string): string {
  return parsed(url)?.host ?? "";
}

function parsed(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
