/** Kites made of cells: boxes, stars, tetrahedra and cloth that the wind itself holds open. */
import { type Cloth, line, type Point, panel, ribbon, round, shade, spar } from "./brush.ts";

export function box({ a, b, c }: Cloth): string {
  const corner: Record<"A" | "B" | "C" | "D", Point> = {
    A: [92, 288],
    B: [194, 326],
    C: [262, 270],
    D: [160, 236],
  };
  const along = (name: keyof typeof corner, share: number): Point => [
    corner[name][0] + 56 * share,
    corner[name][1] - 206 * share,
  ];
  const face = (
    color: string,
    from: keyof typeof corner,
    to: keyof typeof corner,
    low: number,
    high: number,
    depth: number,
  ): string => {
    const edges = [along(from, low), along(to, low), along(to, high), along(from, high)];
    return panel(color, ...edges) + shade(depth, ...edges);
  };
  const cell = (low: number, high: number, front: string, side: string): string =>
    face(front, "C", "D", low, high, 0.34) +
    face(side, "D", "A", low, high, 0.26) +
    face(front, "A", "B", low, high, 0) +
    face(side, "B", "C", low, high, 0.12);
  return [
    line("M142 306 C120 340 90 370 40 400"),
    spar(along("D", 0), along("D", 1)),
    cell(0, 0.34, a, b),
    spar(along("A", 0.3), along("A", 0.7)),
    spar(along("B", 0.3), along("B", 0.7)),
    spar(along("C", 0.3), along("C", 0.7)),
    cell(0.66, 1, c, a),
    ...(["A", "B", "C"] as const).map((name) => spar(along(name, 0), along(name, 1), 3.4)),
  ].join("");
}

export function star({ a, b, c }: Cloth): string {
  const at = (turn: number, radius: number): Point => [
    200 + radius * Math.sin((turn * Math.PI) / 180),
    176 - radius * Math.cos((turn * Math.PI) / 180),
  ];
  const rays = Array.from({ length: 8 }, (_, index) => {
    const turn = index * 45;
    const tip = at(turn, 156);
    const near = at(turn - 22.5, 72);
    const far = at(turn + 22.5, 72);
    const color = [a, b, c, b][index % 4] ?? a;
    return (
      panel(color, [200, 176], near, tip) +
      panel(color, [200, 176], tip, far) +
      shade(0.16, [200, 176], tip, far) +
      spar([200, 176], tip, 2.4)
    );
  });
  return [
    line("M200 176 C196 270 236 340 330 400"),
    ribbon("M90 286 C72 330 112 350 92 396", c, 6),
    ribbon("M310 286 C328 330 288 350 308 396", a, 6),
    ...rays,
    `<circle cx="200" cy="176" r="17" fill="${c}"/><circle cx="200" cy="176" r="7" fill="#3b2a22"/>`,
  ].join("");
}

export function tetra({ a, b, c }: Cloth): string {
  const size = 92;
  const cell = (x: number, y: number, color: string): string => {
    const top: Point = [x, y];
    const left: Point = [x - size / 2, y + size * 0.8];
    const right: Point = [x + size / 2, y + size * 0.8];
    const back: Point = [x + 10, y + size * 0.52];
    return [
      panel(color, top, left, back),
      panel(color, top, right, back),
      shade(0.2, top, right, back),
      spar(top, left, 2.4),
      spar(top, right, 2.4),
      spar(left, right, 2),
      spar(top, back, 1.8),
    ].join("");
  };
  const colors = [a, b, c];
  const rows = [0, 1, 2].flatMap((row) =>
    Array.from({ length: row + 1 }, (_, index) =>
      cell(200 + (index - row / 2) * size, 46 + row * size * 0.8, colors[(row + index) % 3] ?? a),
    ),
  );
  return [line("M154 120 C140 260 130 330 70 400"), ...rows].join("");
}

export function parafoil({ a, b, c }: Cloth): string {
  const cells = 8;
  const arch = (share: number): Point => [
    46 + 308 * share,
    92 + 96 * (share - 0.5) * (share - 0.5) * 4 * 0.62,
  ];
  const colors = [a, b, a, c, c, a, b, a];
  const parts: string[] = [];
  for (let index = 0; index < cells; index++) {
    const [x1, y1] = arch(index / cells);
    const [x2, y2] = arch((index + 1) / cells);
    const depth = 96;
    const fill = colors[index] ?? a;
    const skew = (x: number): number => (200 - x) * 0.16;
    parts.push(
      panel(fill, [x1, y1], [x2, y2], [x2 + skew(x2), y2 + depth], [x1 + skew(x1), y1 + depth]),
      shade(
        index >= cells / 2 ? 0.1 : 0,
        [x1, y1],
        [x2, y2],
        [x2 + skew(x2), y2 + depth],
        [x1 + skew(x1), y1 + depth],
      ),
      `<path d="M${round(x1)} ${round(y1)} Q${round((x1 + x2) / 2)} ${round((y1 + y2) / 2 - 22)} ${round(x2)} ${round(y2)} Z" fill="#101a33"/>`,
      `<path d="M${round(x1 + skew(x1))} ${round(y1 + depth)} q19 9 ${round(x2 + skew(x2) - x1 - skew(x1))} ${round(y2 - y1)}Z" fill="${fill}"/>`,
    );
  }
  const keels = [0.25, 0.5, 0.75].map((share) => {
    const [x, y] = arch(share);
    const foot: Point = [x + (200 - x) * 0.3, y + 168];
    return (
      panel(c, [x + (200 - x) * 0.05, y + 60], [x + (200 - x) * 0.16, y + 100], foot) +
      shade(0.22, [x + (200 - x) * 0.05, y + 60], [x + (200 - x) * 0.16, y + 100], foot) +
      line(`M${round(foot[0])} ${round(foot[1])} L200 366`, 1.2)
    );
  });
  return [...keels, ...parts, line("M200 366 L206 400")].join("");
}
