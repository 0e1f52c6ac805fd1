/** What a tab keeps of its visitor's wait, so that the next page goes on with it (rule Q1). */

export interface KeptWait {
  readonly wait: string;
  /** Of the agent who is called; null: whoever is available. */
  readonly callName: string | null;
  /** The visitor asked here, and not in another tab of the site. */
  readonly here: boolean;
}

/** The loader looks for it too (`loader/index.ts`): a page that goes on needs the companion. */
const NAME = "userview:wait";

/** A page that is refused storage keeps it only as long as it is open. */
export function keepWait(kept: KeptWait | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, JSON.stringify(kept));
  } catch {}
}

export function keptWait(): KeptWait | null {
  try {
    const { wait, callName = null, here } = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
    const good = typeof wait === "string" && (callName === null || typeof callName === "string");
    return good ? { wait, callName, here: here === true } : null;
  } catch {
    return null;
  }
}

const MARK = /[#&?]userview-call=([^&]*)/;

/** The call name in the page's address, which is taken out of it: a reload must not call again. */
export function takeCallName(): string | null {
  const found = MARK.exec(location.hash);
  if (found === null) return null;
  const rest = location.hash.replace(found[0], found[0].startsWith("#") ? "#" : "");
  const hash = rest === "#" ? "" : rest.replace(/^#&/, "#");
  history.replaceState(history.state, "", location.pathname + location.search + hash);
  try {
    return decodeURIComponent(found[1] ?? "").slice(0, 64);
  } catch {
    return found[1]?.slice(0, 64) ?? "";
  }
}
