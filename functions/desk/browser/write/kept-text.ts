import type { Keep } from '../kept/keep.ts';
import { Store } from '../store.ts';
import { newKey, type Text } from './texts.ts';

/** How a text is kept. */
export interface Keeping {
  key: string;
  /** `held`: this page alone has it, because the browser keeps nothing. */
  state: 'unchanged' | 'storing' | 'kept' | 'held';
  /** Another tab wrote on the text as well: this one is kept apart from it, under a key of its own. */
  isParted: boolean;
}

/**
 * The place in which one text is kept while somebody writes on it: each change at once, and of those that come while
 * one is stored the last.
 *
 * What happens                                  | what is true then
 * a change comes while one is stored            | it waits; only the last of those that wait is stored
 * another tab has stored one on the same key    | theirs stays; this one goes on under a new key
 * the row is gone: handed in or discarded there | it is stored anew
 * the browser cannot store                      | this page holds it, and tries again with the next change
 * the tab dies                                  | the last version stored is there
 */
export class KeptText {
  readonly keeping: Store<Keeping>;
  readonly #keep: Keep<Text>;
  /** Versions of the row that are this text's: the last stored, and one of which that is not known. */
  readonly #own = new Set<string | undefined>();
  #waiting: Text | undefined;
  #running: Promise<void> | undefined;

  /** @param opened As it was found, with the version that its row has. */
  constructor(keep: Keep<Text>, key: string, opened: Text) {
    this.#keep = keep;
    this.#own.add(opened.version);
    this.keeping = new Store<Keeping>({ key, state: 'unchanged', isParted: false });
  }

  /** @returns when it, or a later one, is stored or held. */
  store(text: Text): Promise<void> {
    this.#waiting = text;
    this.#running ??= this.#storeAll();
    return this.#running;
  }

  async #storeAll(): Promise<void> {
    for (let next = this.#waiting; next; next = this.#waiting) {
      this.#waiting = undefined;
      this.#tell({ state: 'storing' });
      this.#tell({ state: (await this.#storeOne(next)) ? 'kept' : 'held' });
    }
    // In the same turn as the last look: what comes later begins anew.
    this.#running = undefined;
  }

  async #storeOne(text: Text): Promise<boolean> {
    const version = text.version ?? crypto.randomUUID();
    let isOthers = false;
    const isKept = await this.#keep.change(this.keeping.value.key, (before) => {
      isOthers = before !== undefined && !this.#own.has(before.version);
      return isOthers ? before : { ...text, version };
    });
    if (isOthers) {
      this.#own.clear();
      this.#tell({ key: newKey(), isParted: true });
      return this.#storeOne(text);
    }
    if (isKept) this.#own.clear();
    this.#own.add(version);
    return isKept;
  }

  #tell(more: Partial<Keeping>): void {
    this.keeping.set({ ...this.keeping.value, ...more });
  }
}
