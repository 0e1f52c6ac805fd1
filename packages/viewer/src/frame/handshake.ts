/** How the frame gets its port: from the dashboard that holds it, and from nobody else. */
import { isPortOffer, VIEWER_HELLO } from "../port.ts";

const PUBLIC_ORIGIN = "userview-public-origin";

/**
 * Says hello to the parent and waits for its one answer.
 * @throws Error when the page does not name the public origin.
 */
export function receivePort(page: Window): Promise<MessagePort> {
  const { parent } = page;
  const named = page.document.querySelector<HTMLMetaElement>(`meta[name="${PUBLIC_ORIGIN}"]`);
  const origin = URL.parse(named?.content ?? "")?.origin;
  if (origin === undefined)
    throw new Error(`expected a meta element ${PUBLIC_ORIGIN} with an address`);
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.origin !== origin || event.source !== parent) return;
      if (port === undefined || !isPortOffer(event.data)) return;
      page.removeEventListener("message", receive);
      resolve(port);
    };
    page.addEventListener("message", receive);
    parent.postMessage(VIEWER_HELLO, origin);
  });
}
