import fc from 'fast-check';

/** A book, or a number of a serial, as somebody hands it in. */
export type Shelved =
  | { kind: 'book'; title: string; published: string; editions: number }
  | { kind: 'bulletin'; title: string; published: string; serial: string; number: number };

/** What stands of one: the hand-in or the command of the highest order. */
export type ShelfState = Shelved & { order: string; reason?: string };

/** How many of each an editor has for himself. */
export const shelfLength = 2;

/** By the last steps of their addresses, as the storms' names have them. */
export const serials = ['Union', 'sea'];

export const addressOf = (slug: string, one: Shelved): string =>
  one.kind === 'book' ? `/books/${slug}/` : `/bulletins/${one.serial.toLowerCase()}/${slug}/`;

/** Documents of the shelf as the model has them: what readers should find of them. */
export class Shelf {
  readonly states = new Map<string, ShelfState>();
  /** Every address that was ever handed in for. */
  readonly #addresses = new Map<string, string>();

  taken(slug: string, one: Shelved, order: string): void {
    this.#addresses.set(addressOf(slug, one), slug);
    const seen = this.states.get(slug);
    if (!seen || seen.order < order) this.states.set(slug, { ...one, order });
  }

  withdrawn(slug: string, reason: string): void {
    const seen = this.states.get(slug);
    if (seen) this.states.set(slug, { ...seen, reason });
  }

  isShown = (slug: string): boolean => {
    const state = this.states.get(slug);
    return state !== undefined && state.reason === undefined;
  };

  /** What stands at every address that there was, and at the stable one of each serial. */
  get addresses(): Record<string, string> {
    const own = [...this.#addresses].map(([address, slug]) => [address, this.#answer(address, slug)]);
    const latest = serials.map((serial) => {
      const [newest] = this.numbersOf(serial);
      return [`/bulletins/${serial.toLowerCase()}/latest/`, newest ? `302 ${newest[0]}` : '404'];
    });
    return Object.fromEntries([...own, ...latest]);
  }

  #answer(address: string, slug: string): string {
    const state = this.states.get(slug);
    if (!state) return '404';
    if (state.reason !== undefined) return `410 ${state.reason}`;
    const present = addressOf(slug, state);
    return present === address ? `200 ${state.title}` : `301 ${present}`;
  }

  /** Every list of the shelf: address and title of each, newest first; undefined where there must be none. */
  get lists(): Record<string, string[] | undefined> {
    const lines = (found: [string, string][]) =>
      found.length ? found.map(([address, title]) => `${address} ${title}`) : undefined;
    const numbers = serials.map((one) => [`/bulletins/${one.toLowerCase()}/`, lines(this.numbersOf(one))]);
    return { '/books/': lines(this.books), ...Object.fromEntries(numbers) };
  }

  get books(): [address: string, title: string][] {
    return this.#shown('book')
      .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1))
      .map(lineOf);
  }

  /** By number, then by date. */
  numbersOf(serial: string): [address: string, title: string][] {
    return this.#shown('bulletin')
      .filter(([, one]) => one.serial === serial)
      .sort((a, b) => b[1].number - a[1].number || (placeOf(a) < placeOf(b) ? 1 : -1))
      .map(lineOf);
  }

  /** All numbers by date. */
  get bulletins(): { address: string; title: string; place: string }[] {
    return this.#shown('bulletin')
      .map((one) => {
        const [slug, { serial, published }] = one;
        const [address, title] = lineOf(one);
        return { address, title, place: `${published}#${serial.toLowerCase()}/${slug}` };
      })
      .sort((a, b) => (a.place < b.place ? 1 : -1));
  }

  get serials(): string[] {
    return serials
      .filter((one) => this.numbersOf(one).length)
      .map((one) => `/bulletins/${one.toLowerCase()}/`)
      .sort();
  }

  #shown<K extends Shelved['kind']>(kind: K): [string, Extract<ShelfState, { kind: K }>][] {
    return [...this.states].flatMap(([slug, state]) =>
      state.kind === kind && state.reason === undefined
        ? [[slug, state as Extract<ShelfState, { kind: K }>] as [string, Extract<ShelfState, { kind: K }>]]
        : [],
    );
  }
}

const placeOf = ([slug, { published }]: [string, Shelved]): string => `${published}#${slug}`;
const lineOf = ([slug, one]: [string, Shelved]): [string, string] => [addressOf(slug, one), one.title];

const which = fc.nat(shelfLength - 1);
const title = fc.constantFrom('Low water', 'High water', 'A history of lamps');
const published = fc.constantFrom('1949', '1990-01-02', '2019-06', '2024-02-02');

export type ShelfStep =
  | { do: 'book'; which: number; book: Omit<Extract<Shelved, { kind: 'book' }>, 'kind'> }
  | { do: 'number'; which: number; number: Omit<Extract<Shelved, { kind: 'bulletin' }>, 'kind'> }
  | { do: 'withdraw from the shelf'; which: number; kind: Shelved['kind'] };

const book = fc.record({
  do: fc.constant('book' as const),
  which,
  book: fc.record({ title, published, editions: fc.integer({ min: 1, max: 3 }) }),
});
const number = fc.record({
  do: fc.constant('number' as const),
  which,
  number: fc.record({
    title,
    published,
    serial: fc.constantFrom(...serials),
    number: fc.constantFrom(9, 10, 100),
  }),
});
const withdrawal = fc.record({
  do: fc.constant('withdraw from the shelf' as const),
  which,
  kind: fc.constantFrom('book' as const, 'bulletin' as const),
});

export const shelfHandIn: fc.Arbitrary<ShelfStep> = fc.oneof(book, number);
export const shelfStep: fc.Arbitrary<ShelfStep> = fc.oneof(
  { weight: 4, arbitrary: shelfHandIn },
  { weight: 1, arbitrary: withdrawal },
);
