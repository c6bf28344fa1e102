import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

/** Bodies up to this many bytes stand in the database itself. */
export const inlineLimit = 256 * 1024;

/** Large bodies, a file each. A file is written under `arriving/` and moved when its row is. */
export class BodyFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    rmSync(`${folder}/arriving`, { recursive: true, force: true });
    mkdirSync(`${folder}/arriving`, { recursive: true });
    mkdirSync(`${folder}/bodies`, { recursive: true });
  }

  /** Writes the body to a temporary file and returns the name for `commit`. */
  async stage(body: Buffer): Promise<string> {
    const name = randomUUID();
    await writeFile(`${this.#folder}/arriving/${name}`, body);
    return name;
  }

  commit(name: string): void {
    renameSync(`${this.#folder}/arriving/${name}`, `${this.#folder}/bodies/${name}`);
  }

  discard(name: string): void {
    rmSync(`${this.#folder}/arriving/${name}`, { force: true });
  }

  remove(name: string): void {
    rmSync(`${this.#folder}/bodies/${name}`, { force: true });
  }

  /** Synchronous, so that nothing removes the file between finding its row and reading it. */
  read(name: string, start: number, length: number): Buffer {
    const body = Buffer.allocUnsafe(length);
    const descriptor = openSync(`${this.#folder}/bodies/${name}`, 'r');
    try {
      let read = 0;
      while (read < length) {
        const more = readSync(descriptor, body, read, length - read, start + read);
        if (more === 0) throw new Error(`The body file ${name} is shorter than its object`);
        read += more;
      }
      return body;
    } finally {
      closeSync(descriptor);
    }
  }

  /** Removes files without a row, which a kill can leave. */
  sweep(wanted: ReadonlySet<string>): void {
    for (const name of readdirSync(`${this.#folder}/bodies`)) if (!wanted.has(name)) this.remove(name);
  }
}
