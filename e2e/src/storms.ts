/** Storms of changes to a page, and what it is afterwards. Both run in the page: they know nothing of what stands around them. */

export interface Storm {
  seed: number;
  /** Steps, with the page's turn between them. */
  rounds: number;
  /** Begin with some thousand nodes at once. */
  large: boolean;
}

/** Adds, moves, wraps, removes, brings back and changes nodes, also in shadow trees and frames. */
export async function storm({ seed, rounds, large }: Storm): Promise<void> {
  let state = (seed * 2654435761) >>> 0;
  const random = (below: number): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
  const loose: Element[] = [];
  let count = 0;
  const within = (root: ParentNode): (Element | ShadowRoot)[] =>
    [...root.querySelectorAll("div,p,span,b,i")].flatMap((element) =>
      element.matches("[data-userview-ui], [data-userview-ui] *")
        ? []
        : element.shadowRoot === null
          ? [element]
          : [element, element.shadowRoot, ...within(element.shadowRoot)],
    );
  const all = (): (Element | ShadowRoot)[] => {
    const frame = document.querySelector("iframe")?.contentDocument?.body;
    return [...within(document.body), ...(frame ? [frame, ...within(frame)] : [])];
  };
  const make = (depth = 0): Element => {
    const element = document.createElement(["div", "p", "span", "b"][random(4)] ?? "i");
    count += 1;
    element.setAttribute("data-x", `${count}`);
    element.append(
      random(4) === 0 ? document.createComment("c") : `text ${count} `.repeat(random(40)),
    );
    if (random(8) === 0 && element.localName !== "b")
      element.attachShadow({ mode: "open" }).append(document.createElement("slot"), "shadow");
    if (depth < 4) for (let left = random(4); left > 0; left--) element.append(make(depth + 1));
    return element;
  };
  const step = (): void => {
    const nodes = all();
    const one = nodes[random(nodes.length)];
    const other = nodes[random(nodes.length)];
    if (one === undefined || other === undefined) return;
    const before = one.childNodes[random(one.childNodes.length + 1)] ?? null;
    const isFixed = !("localName" in other) || other.localName === "body" || other.id === "ground";
    switch (random(11)) {
      case 0:
      case 1:
        one.insertBefore(make(), before);
        break;
      case 2:
        if (!isFixed && "remove" in other) {
          other.remove();
          if (random(2) === 0) loose.push(other);
        }
        break;
      case 3:
        if (!isFixed && !other.contains(one)) one.insertBefore(other, before);
        break;
      case 4:
        count += 1;
        if ("setAttribute" in one) one.setAttribute(random(2) ? "class" : "title", `v${count}`);
        break;
      case 5:
        count += 1;
        if (before?.nodeType === 3) (before as Text).insertData(0, `${count} `);
        break;
      case 6: {
        const back = loose.pop();
        if (back !== undefined && !back.contains(one)) one.insertBefore(back, before);
        break;
      }
      case 7: {
        const children = [...one.childNodes];
        one.replaceChildren(...children.toReversed());
        break;
      }
      case 8: {
        const around = make();
        one.append(around);
        if (one.firstChild !== around && one.firstChild !== null) around.append(one.firstChild);
        break;
      }
      case 9:
        if (random(3) === 0 && !isFixed) one.replaceChildren(`again ${random(99)}`, make());
        break;
      default: {
        // What has moved into something goes with it.
        const hole = loose.at(-1);
        if (hole !== undefined && !isFixed && !other.contains(hole)) {
          if (!one.contains(hole) && !hole.contains(one)) one.append(hole);
          if (!hole.contains(other) && !other.contains(hole)) hole.append(other);
          hole.remove();
        }
      }
    }
  };
  if (large) {
    const many = document.createElement("div");
    many.innerHTML = Array.from(
      { length: 8000 },
      (_, at) => `<p data-x="m${at}">many <b>${at}</b></p>`,
    ).join("");
    document.body.append(many);
  }
  for (let round = 0; round < rounds; round++) {
    for (let left = 1 + random(20); left > 0; left--) {
      try {
        step();
      } catch (error) {
        // Into itself nothing can go, nor through a shadow root.
        if (!(error instanceof DOMException)) throw error;
      }
    }
    await new Promise((resolve) => {
      if (random(3) === 0) setTimeout(resolve, random(5));
      else requestAnimationFrame(resolve);
    });
  }
}

/** The page as `outline` of the model shows a mirror of it. */
export function liveOutline(): string {
  const lines: string[] = [];
  const walk = (node: Node, depth: number): void => {
    const pad = " ".repeat(depth);
    if (node.nodeType === 8) return;
    if (node.nodeType === 3) {
      lines.push(`${pad}#text${JSON.stringify((node as Text).data)}`);
      return;
    }
    const name = { 9: "", 10: (node as DocumentType).name, 11: "#shadow" }[node.nodeType];
    if (node.nodeType !== 1) {
      lines.push(pad + name);
      for (const child of node.childNodes) walk(child, depth + 1);
      return;
    }
    const element = node as Element;
    const isBare = element.matches("script,noscript,template,[data-userview-ui]");
    const attributes = [...element.attributes]
      .filter(({ name: one }) => !isBare && /^(?:data-x|class|title)$/.test(one))
      .map(({ name: one, value }) => ` ${one}=${JSON.stringify(value)}`);
    lines.push(pad + element.localName + attributes.sort().join(""));
    if (isBare || element.matches("style,link")) return;
    if (element.shadowRoot !== null) walk(element.shadowRoot, depth + 1);
    const shown =
      element.localName === "iframe" ? (element as HTMLIFrameElement).contentDocument : null;
    if (shown !== null) walk(shown, depth + 1);
    else for (const child of element.childNodes) walk(child, depth + 1);
  };
  walk(document, 0);
  return `${lines.join("\n")}\n`;
}
