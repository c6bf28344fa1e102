import { crc32, deflateSync } from 'node:zlib';

/**
 * A PNG (ISO 15948) of pixels of red, green, blue and alpha, without the alpha: paper is white. Lightly compressed, for it
 * is read once.
 */
export function pngOf(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  // Eight bits of three colours, in the one way to compress, to filter and to store rows that there is.
  const header = Buffer.concat([size, Buffer.from([8, 2, 0, 0, 0])]);
  const data = deflateSync(rowsOf(pixels, width, height), { level: 1 });
  const chunks = [chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
  return Uint8Array.from(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]));
}

/** Each begins with its filter: none. */
function rowsOf(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const rows = new Uint8Array(height * (1 + width * 3));
  let to = 0;
  for (let from = 0; from < width * height * 4; from += 4) {
    if (from % (width * 4) === 0) to += 1;
    for (let colour = 0; colour < 3; colour++) rows[to++] = pixels[from + colour] ?? 0;
  }
  return rows;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
