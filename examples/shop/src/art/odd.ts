/** Beasts of cloth, and what a kite needs on the ground. */
import { type Cloth, line, ribbon } from "./brush.ts";

export function octopus({ a, b, c }: Cloth): string {
  const arms: readonly (readonly [string, string])[] = [
    ["M120 190 C92 250 136 290 96 366", a],
    ["M146 200 C132 260 164 300 134 388", b],
    ["M174 206 C166 270 192 312 170 396", a],
    ["M200 208 C200 270 214 320 200 398", b],
    ["M226 206 C236 270 210 312 234 396", a],
    ["M254 200 C270 260 240 300 270 388", b],
    ["M280 190 C310 250 266 290 306 366", a],
  ];
  const suckers = arms
    .map(
      ([path]) =>
        `<path d="${path}" fill="none" stroke="${c}" stroke-width="5" stroke-linecap="round" stroke-dasharray="0.1 17"/>`,
    )
    .join("");
  return [
    line("M112 130 C80 230 60 320 30 400"),
    ...arms.map(([path, color]) => ribbon(path, color, 17)),
    suckers,
    `<path d="M96 178 C84 76 140 28 200 28 S316 76 304 178 C302 214 262 222 200 222 S98 214 96 178Z" fill="${a}"/>`,
    `<path d="M200 28 C260 28 316 76 304 178 C302 214 262 222 200 222 C264 200 270 90 200 28Z" fill="#0b1430" fill-opacity=".13"/>`,
    `<g fill="${c}" fill-opacity=".8"><circle cx="150" cy="74" r="9"/><circle cx="182" cy="54" r="6"/><circle cx="232" cy="66" r="8"/><circle cx="262" cy="96" r="6"/></g>`,
    '<ellipse cx="160" cy="146" rx="27" ry="31" fill="#fff"/><ellipse cx="240" cy="146" rx="27" ry="31" fill="#fff"/>',
    '<circle cx="167" cy="154" r="13" fill="#16213a"/><circle cx="233" cy="154" r="13" fill="#16213a"/>',
    '<circle cx="171" cy="149" r="4" fill="#fff"/><circle cx="237" cy="149" r="4" fill="#fff"/>',
    `<path d="M184 194 Q200 206 216 194" fill="none" stroke="#16213a" stroke-width="4" stroke-linecap="round"/>`,
  ].join("");
}

function carp(y: number, scale: number, body: string, belly: string, scales: string): string {
  const rows: string[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 5; column++) {
      const x = 112 + column * 27 + (row % 2) * 13;
      rows.push(`<path d="M${x} ${-22 + row * 20} a13 13 0 0 0 0 22" />`);
    }
  }
  return `<g transform="translate(62 ${y}) scale(${scale})">
<path d="M0 -46 C70 -58 190 -46 232 -14 L300 -58 C292 -30 292 22 304 54 L232 14 C190 46 70 58 0 46Z" fill="${body}"/>
<path d="M0 14 C80 24 180 20 232 4 L304 54 L232 14 C190 46 70 58 0 46Z" fill="${belly}"/>
<g fill="none" stroke="${scales}" stroke-width="4" stroke-linecap="round">${rows.join("")}</g>
<path d="M120 48 q22 30 52 26 l-10 -36Z" fill="${scales}"/><path d="M120 -50 q26 -26 56 -18 l-12 26Z" fill="${scales}"/>
<ellipse cx="0" cy="0" rx="14" ry="46" fill="#101a33"/><ellipse cx="0" cy="0" rx="14" ry="46" fill="none" stroke="${scales}" stroke-width="5"/>
<circle cx="52" cy="-14" r="19" fill="#fff"/><circle cx="56" cy="-14" r="9" fill="#16213a"/></g>`;
}

export function koi({ a, b, c }: Cloth): string {
  return [
    '<rect x="36" y="22" width="8" height="378" rx="4" fill="#3b2a22"/><circle cx="40" cy="20" r="12" fill="#f7b718"/>',
    line("M44 40 L62 84 M44 120 L62 130 M44 226 L62 232 M44 286 L62 282", 1.8),
    carp(106, 1, a, b, c),
    carp(258, 0.74, c, b, a),
  ].join("");
}

export function winder({ a, b, c }: Cloth): string {
  const turns = Array.from({ length: 9 }, (_, index) => {
    const radius = 96 + index * 5.4;
    const color = [a, b, c][Math.floor(index / 3)] ?? a;
    return `<circle cx="200" cy="190" r="${radius}" fill="none" stroke="${color}" stroke-width="4.6" stroke-dasharray="${46 + index * 7} 2.5"/>`;
  });
  const ring = (radius: number, width: number, color: string): string =>
    `<circle cx="200" cy="190" r="${radius}" fill="none" stroke="${color}" stroke-width="${width}"/>`;
  return [
    ring(116, 84, "#b9814c"),
    ring(118, 62, "#8c5c31"),
    ...turns,
    ring(157, 3, "#8c5c31"),
    ring(78, 8, "#d6a269"),
    '<path d="M122 176 a79 79 0 0 1 60 -63" fill="none" stroke="#f0cf9f" stroke-width="4" stroke-linecap="round"/>',
    `<path d="M336 214 C356 290 322 330 354 400" fill="none" stroke="${c}" stroke-width="4" stroke-linecap="round"/>`,
  ].join("");
}
