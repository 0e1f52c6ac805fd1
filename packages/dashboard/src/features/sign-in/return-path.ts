/**
 * Where to go after signing in: a path of this dashboard, never another site, never back to signing in.
 * `next` comes from the address bar, so anybody may have written it.
 */
export function returnPath(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/")) return "/";
  const base = "https://dashboard.invalid";
  let url: URL;
  try {
    url = new URL(next, base);
  } catch {
    return "/";
  }
  if (url.origin !== base || url.pathname.startsWith("/sign-in")) return "/";
  return url.pathname + url.search;
}
