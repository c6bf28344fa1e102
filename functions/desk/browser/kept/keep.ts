import { createStore, del, delMany, entries, get, keys, set, type UseStore } from 'idb-keyval';

/** What this browser keeps, apart for each person who signs in here. */
export class Keep {
  readonly #prefix: string;

  /** @param by The person's subject. @param shelf What kind of thing: `texts`, `hand-in`. */
  constructor(by: string, shelf: string) {
    this.#prefix = `${by}/${shelf}/`;
  }

  get = <T>(key: string): Promise<T | undefined> => get(this.#prefix + key, database());

  set = (key: string, value: unknown): Promise<void> => set(this.#prefix + key, value, database());

  remove = (key: string): Promise<void> => del(this.#prefix + key, database());

  /** All of it, by key. */
  async all<T>(): Promise<[key: string, value: T][]> {
    const found = await entries<string, T>(database());
    return found
      .filter(([key]) => key.startsWith(this.#prefix))
      .map(([key, value]) => [key.slice(this.#prefix.length), value]);
  }
}

/** How much is kept for a person, in things. */
export const countKept = async (by: string): Promise<number> => (await keysOf(by)).length;

/** Erases all that this browser keeps of a person. */
export const eraseKept = async (by: string): Promise<void> => delMany(await keysOf(by), database());

const keysOf = async (by: string): Promise<string[]> =>
  (await keys<string>(database())).filter((key) => key.startsWith(`${by}/`));

let opened: UseStore | undefined;

function database(): UseStore {
  opened ??= createStore('desk', 'kept');
  return opened;
}
