/** Who this browser is to the server: kept in a cookie on the widest domain, else in localStorage (rule P1). */

import type { VisitorCredentials } from "@userview/protocol";

/** 400 days: the longest that browsers keep a cookie. */
const COOKIE_SECONDS = 34_560_000;

/** What of the browser is used, so that tests can give another. */
export interface Jar {
  cookie: string;
  readonly hostname: string;
  readonly secure: boolean;
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
}

/** Keeps, finds and forgets the visitor's id and secret. */
export interface IdentityStore {
  load(): VisitorCredentials | null;
  save(credentials: VisitorCredentials): void;
  clear(): void;
}

/** The store of one team's visitors in this browser. */
export function identityStore(key: string, jar: Jar): IdentityStore {
  const name = `userview_${key.slice(-8)}`;
  let domain: string | undefined;
  const write = (value: string, seconds: number): void => {
    domain ??= widestDomain(jar);
    writeCookie(jar, name, value, seconds, domain);
  };
  return {
    load() {
      return parse(readCookie(jar, name)) ?? parse(jar.storage?.getItem(name));
    },
    save({ short_id, secret }) {
      const value = `${short_id}.${secret}`;
      write(value, COOKIE_SECONDS);
      jar.storage?.setItem(name, value);
    },
    clear() {
      write("", 0);
      jar.storage?.removeItem(name);
    },
  };
}

/** The widest domain that this page may set cookies on, "" for the host alone. */
export function widestDomain(jar: Jar): string {
  const labels = jar.hostname.split(".");
  if (labels.length < 2 || /^[\d.]+$|:/.test(jar.hostname)) return "";
  for (let from = labels.length - 2; from >= 0; from--) {
    const domain = labels.slice(from).join(".");
    writeCookie(jar, "userview_probe", "1", 10, domain);
    const accepted = readCookie(jar, "userview_probe") !== null;
    writeCookie(jar, "userview_probe", "", 0, domain);
    if (accepted) return domain;
  }
  return "";
}

/** This page's own jar; storage that throws or is switched off counts as none. */
export function pageJar(): Jar {
  let storage: Jar["storage"] = null;
  try {
    storage = localStorage;
    storage.getItem("userview");
  } catch {
    storage = null;
  }
  return {
    get cookie() {
      try {
        return document.cookie;
      } catch {
        return "";
      }
    },
    set cookie(value) {
      try {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and on http
        document.cookie = value;
      } catch {}
    },
    hostname: location.hostname,
    secure: location.protocol === "https:",
    storage,
  };
}

function readCookie(jar: Jar, name: string): string | null {
  return (
    jar.cookie
      .split("; ")
      .find((one) => one.startsWith(`${name}=`))
      ?.slice(name.length + 1) ?? null
  );
}

function writeCookie(jar: Jar, name: string, value: string, seconds: number, domain: string): void {
  const place = domain === "" ? "" : `; Domain=${domain}`;
  jar.cookie = `${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${place}${jar.secure ? "; Secure" : ""}`;
}

function parse(text: string | null | undefined): VisitorCredentials | null {
  const match = /^([A-Z\d]{18})\.([\w-]{16,128})$/.exec(text ?? "");
  return match ? { short_id: match[1] as string, secret: match[2] as string } : null;
}
