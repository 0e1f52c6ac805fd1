/**
 * The loader: what every page with the SDK gets. It connects, says who is there and where, and loads
 * the rest when a session begins. The server fills in the marks when it serves this file.
 */
import { noteWait } from "../companion/wanted.ts";
import { Api } from "./api.ts";
import { setDebug, warn } from "./console.ts";
import { keep } from "./seen.ts";

type Global = ((...args: unknown[]) => unknown) & { q?: ArrayLike<unknown>[]; loaded?: boolean };

const KEY = "__USERVIEW_KEY__";
const SERVER = "__USERVIEW_SERVER__";
/** The team's own rules for URLs as JSON, percent-encoded: they hold before anything is sent. */
const SCRUBBING = "__USERVIEW_SCRUBBING__";

function start(): void {
  const page = window as { UserView?: Global };
  const stub = page.UserView;
  if (stub?.loaded) return;
  try {
    noteWait(sessionStorage.getItem("userview:wait"));
    setDebug(sessionStorage.getItem("userview:debug") === "on");
  } catch {}
  if (document.currentScript?.matches(":not([async],[defer])")) keep();
  const api = new Api(SERVER, KEY, SCRUBBING);
  let begun = false;
  const call: Global = (name, ...args) => {
    begun ||= name === "init";
    try {
      return api.call(`${name}`, args);
    } catch (error) {
      warn(`${String(name)}: ${error}`);
      return undefined;
    }
  };
  call.loaded = true;
  page.UserView = call;
  for (const args of stub?.q ?? []) call(...Array.from(args));
  const beginByItself = (): void => {
    if (!begun) call("init");
  };
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", beginByItself);
  else beginByItself();
}

/** In a frame of a page that has the SDK itself, that page speaks for both. */
function isSpokenFor(): boolean {
  try {
    return window !== top && "UserView" in parent;
  } catch {
    return false;
  }
}

if (!isSpokenFor()) start();
