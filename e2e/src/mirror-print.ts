/** All that can be read of a mirrored page as one text, so that two mirrors of one moment can be compared. */
import type { Frame, Page } from "@playwright/test";

export interface Print {
  /** `page/epoch/sequence` of the last message that was carried out. */
  place: string;
  text: string;
  /** Where running animations are, milliseconds. */
  animations: number[];
  /** Unix milliseconds. */
  at: number;
}

declare global {
  interface Window {
    printMirror(): Print | null;
    prints: Print[];
  }
}

/** The viewer's frame in a page. */
export function viewerFrame(page: Page): Frame {
  const found = page.frames().find((frame) => new URL(frame.url()).pathname === "/view");
  if (found === undefined) throw new Error("expected a viewer's frame, there is none");
  return found;
}

/** Gives a viewer's frame `printMirror`. */
export async function installPrints(viewer: Frame): Promise<void> {
  await viewer.evaluate(() => {
    const plain = (text: string): string =>
      text
        .replace(/(?:https?:)?[^\s"'(]*\/assets\/[^\s"')]*\//g, "asset:")
        .replace(/blob:[^")]*/g, "blob");
    const look = (node: Node, told: string[], depth: string): void => {
      if (node.nodeType === Node.TEXT_NODE) told.push(`${depth}"${node.textContent}"`);
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      const element = node as Element;
      const attributes = Array.from(
        element.attributes,
        ({ name, value }) => `${name}=${plain(value)}`,
      );
      let line = `${depth}<${element.localName} ${attributes.sort().join(" ")}>`;
      if ("value" in element) line += ` value=${element.value}`;
      if ("checked" in element) line += ` checked=${element.checked}`;
      line += ` ${Math.round(element.scrollLeft)},${Math.round(element.scrollTop)}`;
      told.push(plain(line));
      const frame = element as HTMLIFrameElement;
      const inner = [
        element.shadowRoot,
        element.localName === "iframe" ? frame.contentDocument : null,
      ];
      for (const root of [...inner, element])
        for (const child of root?.childNodes ?? []) look(child, told, `${depth} `);
    };
    window.printMirror = () => {
      const mirror = document.querySelector<HTMLElement>(".mirror");
      const doc = mirror?.querySelector("iframe")?.contentDocument;
      const place = mirror?.dataset["place"];
      if (!doc?.documentElement || place === undefined) return null;
      const told: string[] = [];
      look(doc.documentElement, told, "");
      const animations = doc.getAnimations().map(({ currentTime }) => Number(currentTime));
      return { place, text: told.join("\n"), animations, at: Date.now() };
    };
  });
}

/** Takes a print whenever the mirror has become another, as long as the page is open. */
export async function keepPrints(viewer: Frame): Promise<void> {
  await installPrints(viewer);
  await viewer.evaluate(() => {
    window.prints = [];
    // A new page is not in view at once: what is seen until then is of the one before.
    const HANDOVER_MS = 500;
    let page = "";
    let since = 0;
    const look = (): void => {
      requestAnimationFrame(look);
      const print = window.printMirror();
      if (print === null) return;
      const at = print.place.split("/").slice(0, 2).join("/");
      if (at !== page) {
        page = at;
        since = print.at;
      }
      if (print.at - since < HANDOVER_MS) return;
      if (window.prints.at(-1)?.place === print.place) window.prints.pop();
      window.prints.push(print);
    };
    look();
  });
}
