/** Pixels → a picture in the simplest format that browsers read: nothing is compressed, so that takes no time. */

/** Bytes of the file's header and of the bitmap's (BITMAPV4HEADER). */
const FILE_HEADER = 14;
const HEADER = 108;

/** @returns a BMP of 32 bits a pixel, alpha included. */
export function bitmap({ width, height, data }: ImageData): Blob {
  const head = new DataView(new ArrayBuffer(FILE_HEADER + HEADER));
  const put = (at: number, value: number): void => head.setUint32(at, value >>> 0, true);
  head.setUint16(0, 0x4d42, true);
  put(2, head.byteLength + data.byteLength);
  put(10, head.byteLength);
  put(14, HEADER);
  put(18, width);
  // A height below zero says that the first row is the topmost.
  put(22, -height);
  head.setUint16(26, 1, true);
  head.setUint16(28, 32, true);
  // The channels stand where the masks say.
  put(30, 3);
  put(34, data.byteLength);
  [0x0000_00ff, 0x0000_ff00, 0x00ff_0000, 0xff00_0000].forEach((mask, channel) => {
    put(54 + 4 * channel, mask);
  });
  put(70, 0x7352_4742);
  return new Blob([head.buffer, data], { type: "image/bmp" });
}
