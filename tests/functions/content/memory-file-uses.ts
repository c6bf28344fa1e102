import type { FileUse } from '../../../functions/content/removal/file-uses.ts';
import type { FileUses } from '../../../functions/content/removal/ports.ts';

/** The uses of files, for as long as the test runs. */
export class MemoryFileUses implements FileUses {
  readonly #uses = new Map<string, FileUse>();

  async note(uses: FileUse[]) {
    for (const use of uses) this.#uses.set(keyOf(use), structuredClone(use));
  }

  async of(file: string) {
    return this.all().filter((use) => use.file === file);
  }

  async by(slug: string) {
    return this.all().filter((use) => use.slug === slug);
  }

  async remove(uses: FileUse[]) {
    for (const use of uses) this.#uses.delete(keyOf(use));
  }

  all = (): FileUse[] => structuredClone([...this.#uses.values()]);
}

const keyOf = ({ slug, order, file }: FileUse) => `${slug} ${order} ${file}`;
