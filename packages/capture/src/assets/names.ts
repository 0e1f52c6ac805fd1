/** Names of assets: the same URL has the same name, on every page of a session. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MULTIPLIERS = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;

/**
 * 22 characters for a text: 128 bits that are well spread, though not safe against somebody who seeks
 * collisions; a page can only collide with itself.
 */
export function assetName(text: string): string {
  const lanes = new Uint32Array([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    for (let lane = 0; lane < 4; lane++) {
      const mixed = Math.imul(at(lanes, lane) ^ code, MULTIPLIERS[lane] ?? 1);
      lanes[lane] = (mixed << (5 + lane * 4)) | (mixed >>> (27 - lane * 4));
    }
  }
  for (let round = 0; round < 8; round++) {
    const lane = round & 3;
    let value = at(lanes, lane) ^ at(lanes, (lane + 1) & 3) ^ text.length;
    value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
    value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
    lanes[lane] = value ^ (value >>> 16);
  }
  let name = "";
  for (let bit = 0; bit < 128; bit += 6) {
    let six = 0;
    for (let i = 0; i < 6; i++) {
      const position = bit + i;
      const value = position < 128 ? (at(lanes, position >>> 5) >>> (position & 31)) & 1 : 0;
      six |= value << i;
    }
    name += ALPHABET[six];
  }
  return name;
}

function at(lanes: Uint32Array, index: number): number {
  return lanes[index] ?? 0;
}
