/** Finding elements that the page's markup promises. */

/**
 * The element of a selector, of the expected class.
 *
 * Throws when the markup does not hold what it promises: that is a fault of the shop, not of the visitor.
 */
export function must<T extends Element>(
  selector: string,
  kind: new () => T,
  within: ParentNode = document,
): T {
  const found = within.querySelector(selector);
  if (!(found instanceof kind))
    throw new Error(`expected ${kind.name} at ${selector}, found ${String(found)}`);
  return found;
}

/** Show or hide. */
export function show(element: HTMLElement, shown: boolean): void {
  element.hidden = !shown;
}

/** Wire every stepper below `root`: `changed` hears each new quantity. */
export function steppers(root: HTMLElement, changed: (input: HTMLInputElement) => void): void {
  const settle = (input: HTMLInputElement, wished: number): void => {
    const most = Number(input.max);
    const value = Number.isFinite(wished) ? Math.min(most, Math.max(1, Math.round(wished))) : 1;
    input.value = String(value);
    changed(input);
  };
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-step]") : null;
    const input = button?.closest("[data-stepper]")?.querySelector("input");
    if (button === null || input === null || input === undefined) return;
    settle(input, Number(input.value) + Number(button.getAttribute("data-step")));
  });
  root.addEventListener("change", (event) => {
    const input = event.target;
    if (input instanceof HTMLInputElement && input.closest("[data-stepper]"))
      settle(input, Number(input.value));
  });
}
