/** What happens in the page, as the browser tells it: clicks, submits, errors, coming and going. */

import { page } from "../../page.ts";

export interface Watched {
  clicked(path: readonly EventTarget[]): void;
  submitted(form: Element): void;
  /** Something stands in a field. */
  filled(field: EventTarget | undefined): void;
  failed(message: string): void;
  cameBack(): void;
  shown(visible: boolean): void;
}

/** Listen, without ever being in the page's way; returns what ends it. */
export function watchPage(watched: Watched): () => void {
  const ended = new AbortController();
  const options = { capture: true, passive: true, signal: ended.signal };
  const listen = page("addEventListener").bind(document);
  listen(
    "click",
    (event) => {
      // What a script clicks, or an agent, the visitor did not.
      if (event.isTrusted) watched.clicked(event.composedPath());
    },
    options,
  );
  listen(
    "submit",
    (event) => {
      if (event.target instanceof Element) watched.submitted(event.target);
    },
    options,
  );
  for (const type of ["input", "change"])
    document.addEventListener(type, (event) => watched.filled(event.composedPath()[0]), options);
  const { signal } = ended;
  // Without `capture`: pictures that do not load are no errors of the page's scripts.
  addEventListener("error", (event) => watched.failed(String(event.message)), { signal });
  addEventListener("unhandledrejection", ({ reason }) => watched.failed(messageOf(reason)), {
    signal,
  });
  addEventListener("pageshow", (event) => event.persisted && watched.cameBack(), { signal });
  listen("visibilitychange", () => watched.shown(page("visibilityState") === "visible"), {
    signal,
  });
  return () => ended.abort();
}

function messageOf(reason: unknown): string {
  try {
    return reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  } catch {
    return "";
  }
}
