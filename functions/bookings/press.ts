import type { PressFields } from '../content/kinds/press.ts';
import { siteConfigFrom } from '../look/site-config.ts';
import type { Clock } from '../runtime/clock.ts';
import { slugOf } from '../runtime/slug.ts';
import type { Press } from './gathering.ts';

/** The press document's fields; none until one was handed in. */
export interface Settings {
  press?: PressFields;
}

export interface SettingsStore {
  read(): Promise<Settings>;
  /** How many copies it has stored. Ask before the document is read, and say it to `store`. */
  copies(): Promise<number>;
  /** Stores a copy unless another was stored since `seen`. Whether it is stored. The document's own version says
   *  nothing: it falls back when content is restored. */
  store(settings: Settings, seen: number): Promise<boolean>;
}

/** The content room's press document, as it stands. */
export interface PressDocument {
  read(): Promise<Settings>;
}

/** Bookings of one network in ten minutes, where the press says nothing. */
const defaultLimit = 6;

/** @param site The site's origin. */
export const pressOf = ({ press }: Settings, site: string): Press => ({
  config: siteConfigFrom(press, site, {
    section: (name) => encodeURI(`/sections/${slugOf(name)}/`),
    page: (slug) => encodeURI(`/${slug}/`),
  }),
  ...(press?.sender && { sender: press.sender }),
  timezone: press?.timezone ?? 'UTC',
  bookingsLimit: press?.limits?.bookings ?? defaultLimit,
});

/** Milliseconds: what readers see is as fresh as any page. */
const keptFor = 10_000;

/** The press as the table has it, read anew every ten seconds. Make it once a function. */
export function pressReader(
  settings: Pick<SettingsStore, 'read'>,
  site: string,
  clock: Clock,
): () => Promise<Press> {
  let known: { press: Press; at: number } | undefined;
  return async () => {
    const age = known ? clock.now().getTime() - known.at : Number.POSITIVE_INFINITY;
    if (!known || age < 0 || age > keptFor)
      known = { press: pressOf(await settings.read(), site), at: clock.now().getTime() };
    return known.press;
  };
}
