let debugging = false;

/** One line for the site's developer; never an exception. */
export function warn(text: string): void {
  console.warn(`UserView: ${text}`);
}

/** One line that only shows while debugging. */
export function debug(...parts: unknown[]): void {
  if (debugging) console.debug("UserView:", ...parts);
}

/** Show debugging lines from now on, or not. */
export function setDebug(on: boolean): void {
  debugging = on;
}
