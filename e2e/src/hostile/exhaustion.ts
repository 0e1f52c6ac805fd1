/** Streams that are after the agent's memory and time. Each ends as a refusal with a reason, or is shown and stays usable. */
import { Namespace, Op, type TokenWriter } from "@userview/protocol/content";
import { element, type LabNode, op, page, sheet, svg, type Write } from "../replay-content.ts";

export interface Exhausting {
  name: string;
  /** The snapshot, and what comes behind it. */
  page: Write;
  changes?: Write[];
  /** What the agent is told; null where the page is shown. */
  refused: string | null;
}

const repeat = <Made>(times: number, make: (at: number) => Made): Made[] =>
  Array.from({ length: times }, (_, at) => make(at));

/** A page whose body is written token by token, for what would be too slow as objects. */
function bulk(write: (writer: TokenWriter) => void): Write {
  return (writer) => {
    writer.ints(Op.document, 0, 0);
    for (const name of ["html", "body"]) writer.ints(Op.element, Namespace.html).text(name).int(0);
    write(writer);
    writer.ints(Op.up, 3);
    writer.int(Op.viewport);
    for (const number of [800, 600, 0, 0, 1]) writer.number(number);
  };
}

function many(name: string, times: number): Write {
  return bulk((writer) => {
    for (let at = 0; at < times; at++)
      writer.ints(Op.element, Namespace.html).text(name).int(0).ints(Op.up, 1);
  });
}

function deep(name: string, levels: number): Write {
  return bulk((writer) => {
    for (let at = 0; at < levels; at++) writer.ints(Op.element, Namespace.html).text(name).int(0);
    writer.ints(Op.up, levels);
  });
}

const styled = (css: string, ...body: LabNode[]): Write =>
  page([element("style", {}, css), ...body]);

/** Each variable is twice the one before. */
const DOUBLING = `:root{--v0:"aaaaaaaaaaaaaaaa";${repeat(40, (at) => `--v${at + 1}:var(--v${at}) var(--v${at})`).join(";")}}p::before{content:var(--v40)}`;

export function exhaustingStreams(): Exhausting[] {
  const canvas = element("canvas", { width: "30000", height: "30000" });
  const moving = element("div", { class: "m" }, "x");
  const words = element("p", {}, "x");
  const dialogs = repeat(300, () => element("dialog", {}, "x"));
  return [
    {
      name: "a million elements",
      page: many("b", 1_000_000),
      refused: "more than 250,000 elements",
    },
    { name: "ten thousand levels", page: deep("div", 10_000), refused: "nested deeper than 512" },
    { name: "two hundred tables in each other", page: deep("table", 200), refused: null },
    {
      name: "ten thousand frames",
      page: many("iframe", 10_000),
      refused: "more than 1,000 frames",
    },
    {
      name: "six MiB of style sheet",
      page: styled(`a{color:red}${" ".repeat(6 * 1024 * 1024)}`),
      refused: "more than 5 MiB of style sheets",
    },
    { name: "variables that double forty times", page: styled(DOUBLING, words), refused: null },
    {
      name: "a style sheet of opened brackets",
      page: styled(`${"(".repeat(500_000)}${"[".repeat(500_000)}`, element("p")),
      refused: null,
    },
    {
      name: "a style sheet of colons",
      page: styled(":a".repeat(500_000), element("p")),
      refused: null,
    },
    {
      name: "rules nested in rules",
      page: styled("&{".repeat(50_000), element("p")),
      refused: "rules nested deeper than 500",
    },
    {
      name: "canvases of a thousand million pixels",
      page: page([
        canvas,
        ...repeat(50, () => element("canvas", { width: "32000", height: "32000" })),
      ]),
      changes: [
        op(
          "picture",
          canvas.id,
          1,
          1,
          29_000,
          29_000,
          "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
        ),
      ],
      refused: null,
    },
    {
      name: "six thousand animations at once",
      page: page([moving]),
      changes: repeat(6000, (at) =>
        op(
          "animate",
          at + 1,
          moving.id,
          "",
          '[{"left":"0"},{"left":"9px"}]',
          '{"duration":9,"iterations":null}',
          1,
          0,
          1,
        ),
      ),
      refused: null,
    },
    {
      name: "style sheet animations on thousands",
      page: styled(
        "@keyframes k{to{transform:rotate(1turn)}}b{animation:k 1s infinite;display:inline-block}",
        ...repeat(3000, () => element("b", {}, "x")),
      ),
      refused: null,
    },
    {
      name: "filters on filters",
      page: page(
        repeat(6, () =>
          svg(
            "svg",
            { width: "800", height: "600" },
            svg(
              "filter",
              { id: "f" },
              svg("feTurbulence", { baseFrequency: ".9", numOctaves: "9" }),
              svg("feGaussianBlur", { stdDeviation: "99" }),
            ),
            svg("rect", { width: "800", height: "600", filter: "url(#f)" }),
          ),
        ),
      ),
      refused: null,
    },
    {
      name: "uses of uses of uses",
      page: page([
        svg(
          "svg",
          {},
          svg("g", { id: "u0" }, svg("rect", { width: "1", height: "1" })),
          ...repeat(5, (at) =>
            svg("g", { id: `u${at + 1}` }, ...repeat(4, () => svg("use", { href: `#u${at}` }))),
          ),
        ),
      ]),
      refused: null,
    },
    {
      name: "a text of a million letters",
      page: page([element("p", {}, "wide ".repeat(200_000))]),
      refused: null,
    },
    {
      name: "sheets by the thousand",
      page: page([words]),
      changes: repeat(25_000, (at) => sheet(1_000_000 + at, "p{color:red}")),
      refused: null,
    },
    {
      name: "pictures by the thousand",
      page: page([element("canvas", { width: "9", height: "9", id: "c" }), canvas]),
      changes: repeat(5000, () =>
        op("picture", canvas.id, 0, 0, 1, 1, "data:image/gif;base64,R0lGODlhAQABAAAAACw="),
      ),
      refused: null,
    },
    {
      name: "hundreds of dialogs in the top layer",
      page: page(dialogs),
      changes: dialogs.map(({ id }) => op("layer", id, 2)),
      refused: null,
    },
  ];
}
