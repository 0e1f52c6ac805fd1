import { warn } from "./console.ts";

/** Why the server may not be reached from this page, said in one line each; "" when nothing speaks against it. */
export function mixedContent(server: string): string {
  const { protocol, hostname } = new URL(server);
  const loopback = /^(?:127\.[\d.]+|\[::1\]|(?:.*\.)?localhost)$/.test(hostname);
  return location.protocol === "https:" && protocol === "http:" && !loopback
    ? `this page is on https, its server is ${server}: serve UserView over https`
    : "";
}

/**
 * Names the directive of the page's Content-Security-Policy that keeps the SDK from its server.
 *
 * @param blocked called with the directive, once for each.
 */
export function watchPolicy(server: string, blocked: (directive: string) => void): void {
  const host = new URL(server).host;
  const seen = new Set<string>();
  document.addEventListener("securitypolicyviolation", (event) => {
    const directive = event.effectiveDirective.replace(/-(?:elem|attr)$/, "");
    if (event.disposition === "report" || seen.has(directive) || hostOf(event.blockedURI) !== host)
      return;
    seen.add(directive);
    const sources =
      directive === "connect-src" ? `${server} ${server.replace(/^http/, "ws")}` : server;
    warn(
      `this page's Content-Security-Policy keeps UserView from its server: add ${sources} to ${directive}`,
    );
    blocked(directive);
  });
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}
