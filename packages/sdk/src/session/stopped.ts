/** Which session the visitor has stopped: it stays stopped, in every tab, also when the server could not be told. */

const KEY = "userview:stopped";
let here: string | null = null;

export function rememberStopped(session: string): void {
  here = session;
  try {
    localStorage.setItem(KEY, session);
  } catch {
    // Without storage it is remembered in this page alone.
  }
}

export function isStopped(session: string): boolean {
  if (session === here) return true;
  try {
    return localStorage.getItem(KEY) === session;
  } catch {
    return false;
  }
}

/** The server has ended it: nothing needs to be remembered. */
export function forgetStopped(): void {
  here = null;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was stored there.
  }
}

/** Told at once when the visitor stops a session in another tab of this site. */
export function onStoppedElsewhere(stopped: (session: string) => void): void {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY && newValue !== null) stopped(newValue);
  });
}
