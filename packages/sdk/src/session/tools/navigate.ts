import type { NavigateAction } from "@userview/protocol";
import { Refused } from "../control/target.ts";

/** Where the browser says whether there is a page before and one after this one. */
interface Traversable {
  navigation?: { canGoBack: boolean; canGoForward: boolean };
}

/**
 * Leave the page as the agent wants, in the next task: the answer goes out before.
 * @throws Refused `failed` where the browser has nothing to go to, or the address is none of the web.
 */
export function navigate({ to, url }: NavigateAction): void {
  const { navigation } = window as Traversable;
  const go = (leave: () => void): void => void setTimeout(leave);
  switch (to) {
    case "back":
      if (navigation?.canGoBack === false) throw new Refused("failed");
      go(() => History.prototype.back.call(history));
      return;
    case "forward":
      if (navigation?.canGoForward === false) throw new Refused("failed");
      go(() => History.prototype.forward.call(history));
      return;
    case "reload":
      go(() => location.reload());
      return;
    default: {
      const address = webAddress(url);
      go(() => location.assign(address));
    }
  }
}

/** Never a script, a document in the address itself or a file, and never somebody's name and password. */
function webAddress(text: string | null): string {
  const url = text !== null && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password !== "")
    throw new Refused("failed");
  return url.href;
}
