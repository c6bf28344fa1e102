import { isWhole, picturePath, picturesIn, writeWhole } from './backup-files.ts';

/** The pictures of a backup: many documents may show one, and it is looked at and fetched once. */
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
    const looked = isWhole(this.#folder, { path, hash });
    this.#whole.set(hash, looked);
    return looked;
  }

  async keep(hash: string, bytes: Uint8Array): Promise<void> {
    const path = picturePath(hash, bytes);
    await writeWhole(this.#folder, path, bytes);
    this.#paths.set(hash, path);
    this.#whole.set(hash, Promise.resolve(true));
  }
}
