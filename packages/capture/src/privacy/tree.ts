/** The parent as it is shown: through slots and out of shadow trees, out of frames to the frame element. */
export function composedParent(node: Node): Node | null {
  const parent = (node as Element | Text).assignedSlot ?? node.parentNode;
  if (parent !== null) return parent;
  if (node.nodeType === 11) return (node as ShadowRoot).host ?? null;
  if (node.nodeType !== 9) return null;
  try {
    return (node as Document).defaultView?.frameElement ?? null;
  } catch {
    return null;
  }
}

/** Whether a selector matches, also where a control of that name hides the method of its form. */
export function matches(element: Element, selector: string): boolean {
  return Element.prototype.matches.call(element, selector);
}
