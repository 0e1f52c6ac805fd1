/** Streams that no honest capture sends: ops that ask for what no page may have, one after the other in a page that is there. */
import { element, type LabNode, newId, op, sheet, type Write } from "../replay-content.ts";
import { RUN } from "./run.ts";

/** What is there already when the ops come. */
export interface Ground {
  /** Id of the page's document. */
  document: number;
  image: LabNode;
  canvas: LabNode;
  film: LabNode;
  link: LabNode;
  text: LabNode;
}

export function ground(): Ground {
  const made = (name: string) => element(name, { id: `g-${name}` });
  return {
    document: newId(),
    image: made("img"),
    canvas: element("canvas", { width: "9", height: "9" }),
    film: made("video"),
    link: element("a", { href: "/x" }, "link"),
    text: element("p", { class: "x" }, "words"),
  };
}

const attribute = (node: LabNode, name: string, value: string): Write =>
  op("attributes", node.id, 1, name, value);

/** By what they try; `url` makes addresses that must never be asked for. */
export function hostileStreams(
  url: (path: string) => string,
  { document, image, canvas, film, link, text }: Ground,
): Record<string, Write[]> {
  const constructed = newId();
  const frames = (value: string) => JSON.stringify([{ backgroundImage: value }, { opacity: 1 }]);
  const timing = JSON.stringify({ duration: 1e6, iterations: null });
  const animate = (number: number, value: string, pseudo = ""): Write =>
    op("animate", number, image.id, pseudo, frames(value), timing, 1, 5, 1);
  return {
    "sources set later": [
      attribute(image, "src", url("s-src")),
      attribute(image, "srcset", url("s-srcset")),
      attribute(image, "src", `javascript:${RUN}`),
      attribute(image, "SRC", url("s-SRC")),
      attribute(film, "src", url("s-film")),
      attribute(film, "poster", url("s-poster")),
    ],
    "handlers set later": [
      attribute(image, "onerror", RUN),
      attribute(image, "ONERROR", RUN),
      attribute(image, "src", "data:image/png,broken"),
    ],
    "addresses set later": [
      attribute(link, "href", `javascript:${RUN}`),
      attribute(link, "ping", url("s-ping")),
      attribute(link, "xlink:href", `javascript:${RUN}`),
      attribute(link, "target", "_top"),
    ],
    "styles set later": [
      attribute(text, "style", `background:url(${url("s-style")})`),
      attribute(text, "style", `background:\\75 rl(${url("s-style-escaped")})`),
      attribute(text, "STYLE", `background:url(${url("s-STYLE")})`),
    ],
    "ways to load in fonts of scripts": [
      op(
        "font",
        newId(),
        document,
        "f",
        url("s-font"),
        1,
        "weight",
        `400;src:url(${url("s-descriptor")})`,
      ),
      op("font", newId(), document, "g", `x") , url(${url("s-font-break")}`, 0),
      op("font", newId(), document, "h", `url(${url("s-font-url")})`, 0),
      attribute(text, "style", "font-family:f,g,h"),
    ],
    "sheets that scripts made": [
      sheet(constructed, `body{background:url(${url("s-constructed")})}`),
      op("adopt", document, 1, constructed),
      op("insertRule", constructed, 0, `body{cursor:url(${url("s-rule")}),auto}`),
      op("insertRule", constructed, 0, `@import url(${url("s-import")});`),
      op("replaceRule", constructed, 0, `p{--a:url("${url("s-var")}");background:var(--a)}`),
    ],
    "media texts": [
      sheet(constructed, "p{color:red}", `all{}body{background:url(${url("s-media")})}`),
    ],
    "drawings from elsewhere": [
      op("picture", canvas.id, 0, 0, 9, 9, url("s-picture")),
      op("picture", canvas.id, 1, 1, 3, 3, url("s-tile")),
      op("picture", film.id, 0, 0, 300, 150, url("s-frame")),
      op("picture", canvas.id, 0, 0, 9, 9, `data:text/html,<script>${RUN}</script>`),
    ],
    "keyframes that load": [
      animate(1, `url(${url("s-keyframe")})`),
      animate(2, `image-set("${url("s-keyframe-set")}" 1x)`),
      animate(3, `\\75 rl(${url("s-keyframe-escaped")})`, "::before"),
      animate(4, "none", `::x{}@import url(${url("s-pseudo")})`),
    ],
    "states, highlights, titles": [
      op("states", image.id, 1, RUN),
      op("highlight", `x){}*{background:url(${url("s-highlight")})}`, 0, 1, text.id, 0, text.id, 1),
      op("title", `</title><script>${RUN}</script>`),
      op("url", `javascript:${RUN}`),
      op("define", `x-y" onload="${RUN}`),
    ],
    "what may not be in the top layer": [
      op("layer", film.id, 4),
      op("layer", text.id, 2),
      op("layer", text.id, 99),
    ],
    "places and times out of all measure": [
      op("viewport", 1e9, 1e9, -1e9, 1e9, 1e9),
      op("viewport", 0, -5, 0, 0, 0),
      op("viewport", 800, 600, 0, 0, 1),
      op("scroll", document, 1e300, -1e300),
      op("media", film.id, 1, 1e300, 1e300),
      op("animation", 1, 1, 1e300, 1e300),
      op("hold", text.id, 1e300, 1e300),
      op("pointer", text.id, 1e300, -1e300, 0),
      op("selection", 1, text.id, 1e9, text.id, 1e9),
    ],
    "frames without end": [
      op(
        "attributes",
        text.id,
        3,
        "sandbox",
        "allow-scripts",
        "srcdoc",
        `<script>${RUN}</script>`,
        "allow",
        "*",
      ),
    ],
  };
}
