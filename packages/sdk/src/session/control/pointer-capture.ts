import { connected } from "@userview/capture";
import { MOUSE_POINTER, realmOf } from "./events.ts";

/**
 * Pointer capture in a press of an agent. Browsers give a pointer's events to the element that asked for them only while a
 * pointer is down; no hand holds one here. For the time of the press the page's asking is heard here instead.
 */
export class PointerCapture {
  #asked: Element | null = null;
  readonly #restore: () => void;

  /** @param pressed an element of the window whose elements may ask. */
  constructor(pressed: Element) {
    const { prototype } = realmOf(pressed).Element;
    const { setPointerCapture, releasePointerCapture, hasPointerCapture } = prototype;
    const own = {
      set: (element: Element): void => {
        this.#asked = element;
      },
      drop: (element: Element): void => {
        if (this.#asked === element) this.#asked = null;
      },
      has: (element: Element): boolean => this.#asked === element,
    };
    Object.assign(prototype, {
      setPointerCapture(this: Element, pointer: number): void {
        if (pointer === MOUSE_POINTER) own.set(this);
        else setPointerCapture.call(this, pointer);
      },
      releasePointerCapture(this: Element, pointer: number): void {
        if (pointer === MOUSE_POINTER) own.drop(this);
        else releasePointerCapture.call(this, pointer);
      },
      hasPointerCapture(this: Element, pointer: number): boolean {
        return pointer === MOUSE_POINTER ? own.has(this) : hasPointerCapture.call(this, pointer);
      },
    });
    this.#restore = () =>
      Object.assign(prototype, { setPointerCapture, releasePointerCapture, hasPointerCapture });
  }

  /** The element that asked, null when none did or it is gone. */
  get element(): Element | null {
    return this.#asked !== null && connected(this.#asked) ? this.#asked : null;
  }

  /** The press is over: elements ask the browser again. */
  end(): void {
    this.#asked = null;
    this.#restore();
  }
}
