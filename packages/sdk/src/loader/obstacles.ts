import { warn } from "./console.ts";

/** Why the server may not be reached from this page, said in one line each; "" when nothing speaks against it. */
export function mixedContent(server: string): string {
  return location.protocol === "https:" &&
    /^http:..(?!(?:127\.[\d.]+|\[::1]|(?:.*\.)?localhost)(?::\d+)?$)/.test(server)
    ? `this page is on https, its server is ${server}: serve UserView over https`
    : "";
}

/**
 * Names the directive of the page's Content-Security-Policy that keeps the SDK from its server.
 *
 * @param blocked gets the directives; @param told is called with each, once.
 */
export function watchPolicy(
  server: string,
  blocked: Set<string>,
  told: (directive: string) => void,
): void {
  const host = new URL(server).host;
  addEventListener("securitypolicyviolation", (event) => {
    const directive = event.effectiveDirective.replace(/-(?:elem|attr)$/, "");
    if (
      event.disposition === "report" ||
      blocked.has(directive) ||
      event.blockedURI.split("/")[2] !== host
    )
      return;
    blocked.add(directive);
    const sources =
      directive === "connect-src" ? `${server} ${server.replace(/^http/, "ws")}` : server;
    warn(
      `this page's Content-Security-Policy keeps UserView from its server: add ${sources} to ${directive}`,
    );
    told(directive);
  });
}
