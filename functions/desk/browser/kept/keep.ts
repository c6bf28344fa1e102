import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';

/** Values by key; a change is one transaction, whatever other tabs do. */
export interface Shelves {
  get<T>(key: string): Promise<T | undefined>;
  entries<T>(): Promise<[key: string, value: T][]>;
  /** What `work` gives takes the place of what was there; undefined removes it. */
  change<T>(key: string, work: (before: T | undefined) => T | undefined): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/** What this page alone has, because the browser would not keep it: it has no room left, or no database. */
const held = new Map();

/** Of these persons nothing is kept any more. */
const closed = new Set<string>();

/** What this browser keeps, apart for each person who signs in here. Nothing here fails: what cannot be kept is held. */
export class Keep<T> {
  readonly #by: string;
  readonly #prefix: string;
  readonly #shelves: Shelves;

  /** @param by The person's subject. @param shelf What kind of thing: `texts`, `hand-in`. */
  constructor(by: string, shelf: string, shelves: Shelves = inBrowser) {
    this.#by = by;
    this.#prefix = `${by}/${shelf}/`;
    this.#shelves = shelves;
  }

  async get(key: string): Promise<T | undefined> {
    const whole = this.#prefix + key;
    if (held.has(whole)) return held.get(whole);
    return inTime(this.#shelves.get<T>(whole)).catch(() => undefined);
  }

  /**
   * Changes a value in one transaction; `work` may be asked twice. Undefined removes the value.
   * @returns whether the browser has done it; otherwise this page holds it until it is closed.
   */
  async change(key: string, work: (before: T | undefined) => T | undefined): Promise<boolean> {
    if (closed.has(this.#by)) return false;
    const whole = this.#prefix + key;
    try {
      await inTime(this.#shelves.change(whole, work));
      held.delete(whole);
      return true;
    } catch {
      const next = work(held.get(whole));
      if (next === undefined) held.delete(whole);
      else held.set(whole, next);
      return false;
    }
  }

  set = (key: string, value: T): Promise<boolean> => this.change(key, () => value);

  remove = (key: string): Promise<boolean> => this.change(key, () => undefined);

  /** All of it, by key. */
  async all(): Promise<[key: string, value: T][]> {
    const kept = await inTime(this.#shelves.entries<T>()).catch(() => []);
    const found = new Map<string, T>([...kept, ...held]);
    return [...found]
      .filter(([key]) => key.startsWith(this.#prefix))
      .map(([key, value]) => [key.slice(this.#prefix.length), value]);
  }
}

/** Keeps nothing of a person from now on, until the desk is loaded anew or `reopenKept` is called. */
export const closeKept = (by: string): void => void closed.add(by);

export const reopenKept = (by: string): void => void closed.delete(by);

/** Erases all that this browser keeps of a person. @returns whether it did. */
export async function eraseKept(by: string, shelves: Shelves = inBrowser): Promise<boolean> {
  const isTheirs = (key: string) => key.startsWith(`${by}/`);
  for (const key of [...held.keys()].filter(isTheirs)) held.delete(key);
  try {
    const found = await inTime(shelves.entries());
    await inTime(shelves.remove(found.map(([key]) => key).filter(isTheirs)));
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds after which the browser's database is taken for one that does not answer: some hang. */
const limit = 10_000;

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('The database does not answer', 'TimeoutError')), limit);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

let opened: UseStore | undefined;

/** Also where there is no database at all, it is the promise that fails. */
const within = async <T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> => {
  opened ??= createStore('desk', 'kept');
  return opened(mode, work);
};

const inBrowser: Shelves = {
  get: (key) => within('readonly', (store) => promisifyRequest(store.get(key))),
  entries: () =>
    within('readonly', async (store) => {
      const [keys, values] = [promisifyRequest(store.getAllKeys()), promisifyRequest(store.getAll())];
      const all = await values;
      return (await keys).map((key, at) => [String(key), all[at]]);
    }),
  change: (key, work) =>
    within('readwrite', (store) => {
      const reading = store.get(key);
      reading.onsuccess = () => {
        const next = work(reading.result);
        if (next === undefined) store.delete(key);
        else if (next !== reading.result) store.put(next, key);
      };
      return promisifyRequest(store.transaction);
    }),
  remove: (keys) =>
    within('readwrite', (store) => {
      for (const key of keys) store.delete(key);
      return promisifyRequest(store.transaction);
    }),
};
