import { join } from 'node:path';
import { isWhole, namesIn, writeWhole } from './folder.ts';
import type { History } from './history.ts';

/** SHA-256 of every picture of a document. */
export const picturesOf = ({ past }: History): string[] => [
  ...new Set(past.flatMap(({ pictures }) => Object.values(pictures))),
];

/** Paths of the pictures in a backup, by their SHA-256. */
export async function picturesIn(folder: string): Promise<Map<string, string>> {
  const names = await namesIn(join(folder, 'pictures'));
  const ours = names.filter((name) => /^[0-9a-f]{64}\.\w+$/.test(name));
  return new Map(ours.map((name) => [name.slice(0, 64), join('pictures', name)]));
}

/** The pictures of a backup. Many documents may show one; it is checked and fetched once. */
export class Pictures {
  readonly #folder: string;
  readonly #paths: Map<string, string>;
  readonly #whole = new Map<string, Promise<boolean>>();

  private constructor(folder: string, paths: Map<string, string>) {
    this.#folder = folder;
    this.#paths = paths;
  }

  static async in(folder: string): Promise<Pictures> {
    return new Pictures(folder, await picturesIn(folder));
  }

  has(hash: string): Promise<boolean> {
    const path = this.#paths.get(hash);
    const known = this.#whole.get(hash);
    if (known || !path) return known ?? Promise.resolve(false);
    const checked = isWhole(this.#folder, { path, hash });
    this.#whole.set(hash, checked);
    return checked;
  }

  async save(hash: string, bytes: Uint8Array): Promise<void> {
    const path = join('pictures', `${hash}.${extensionOf(bytes)}`);
    await writeWhole(this.#folder, path, bytes);
    this.#paths.set(hash, path);
    this.#whole.set(hash, Promise.resolve(true));
  }
}

/** Types of pictures, and of PDFs, by their first bytes, in Latin letters. */
const types = [
  { begins: /^\u00ff\u00d8\u00ff/, extension: 'jpg', type: 'image/jpeg' },
  { begins: /^\u0089PNG/, extension: 'png', type: 'image/png' },
  { begins: /^GIF8/, extension: 'gif', type: 'image/gif' },
  { begins: /^RIFF.{4}WEBP/s, extension: 'webp', type: 'image/webp' },
  { begins: /^.{4}ftypavi[fs]/s, extension: 'avif', type: 'image/avif' },
  { begins: /^(?:II[*+]\0|MM\0[*+])/, extension: 'tif', type: 'image/tiff' },
  {
    begins: /^(?:\u00ef\u00bb\u00bf)?\s*<(?:svg|\?xml|!--|!doctype svg)/i,
    extension: 'svg',
    type: 'image/svg+xml',
  },
  { begins: /^%PDF-/, extension: 'pdf', type: 'application/pdf' },
];

/** By the first bytes: the name under which a picture was handed in may have another extension. */
function extensionOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return types.find(({ begins }) => begins.test(start))?.extension ?? 'bin';
}

/** The media type of a picture by its name in a backup. */
export const pictureType = (path: string): string =>
  types.find(({ extension }) => path.endsWith(`.${extension}`))?.type ?? 'image/jpeg';
