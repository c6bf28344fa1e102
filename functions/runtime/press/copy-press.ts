import type { Clock } from '../clock.ts';
import { memoizeFor } from '../memoize-async.ts';

/** A room's copy of the press document, or of what it needs of it. */
export interface PressCopy<T> {
  /** Undefined: none was stored yet, or no press document is published. */
  read(): Promise<T | undefined>;
  /** How many copies it has stored. Ask before the document is read, and say it to `store`. */
  copies(): Promise<number>;
  /** Stores a copy unless another was stored since `seen`. Whether it is stored. The document's own version says
   *  nothing: it falls back when content is restored. */
  store(copy: T | undefined, seen: number): Promise<boolean>;
}

/** The content room's press document, as it stands. */
export interface PressDocument<T> {
  /** Undefined: none is published. */
  read(): Promise<T | undefined>;
}

export interface Deps<T> {
  pressDocument: PressDocument<T>;
  pressCopy: PressCopy<T>;
}

/** Copies that others store meanwhile, one after the other. */
const mostTries = 10;

/** The document as it stands, whatever an event said of it, also where it is older than the copy. It is read after the
 *  copy was seen: a slower call never puts what it read earlier over it. */
export async function copyPress<T>({ pressDocument, pressCopy }: Deps<T>): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const seen = await pressCopy.copies();
    if (await pressCopy.store(await pressDocument.read(), seen)) return;
  }
  throw new Error('Others copy the press document all the time: it is tried again.');
}

/** Milliseconds: what readers see is as fresh as any page. */
const maxAge = 10_000;

/** The copy as a room understands it, read anew every ten seconds. Make it once a function. */
export const pressReaderOf =
  <T, Press>(pressOf: (copy: T | undefined, site: string) => Press) =>
  (pressCopy: Pick<PressCopy<T>, 'read'>, site: string, clock: Clock): (() => Promise<Press>) =>
    memoizeFor(async () => pressOf(await pressCopy.read(), site), maxAge, clock);
