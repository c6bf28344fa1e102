import { type SiteConfig, siteConfigFrom } from '../look/site-config.ts';
import type { Clock } from '../runtime/clock.ts';
import { slugOf } from '../runtime/slug.ts';
import { listsOf, type MailingList } from './lists.ts';
import type { Settings, SettingsStore } from './ports.ts';

/** What this room needs to know of the press. */
export interface Press {
  config: SiteConfig;
  lists: MailingList[];
  limits: Limits;
  /** As the press document has it. */
  sender?: string;
  /** Name of the IANA database: days are shown in it. */
  zone: string;
}

export interface Limits {
  /** Letters that ask an address to confirm, a day. */
  confirmations: number;
  /** Sign-ups from one network in ten minutes. */
  signUps: number;
}

const defaultLimits: Limits = { confirmations: 3, signUps: 20 };

/** @param site The site's origin. */
export const pressOf = ({ press }: Settings, site: string): Press => ({
  config: siteConfigFrom(press, site, {
    section: (name) => encodeURI(`/sections/${slugOf(name)}/`),
    page: (slug) => encodeURI(`/${slug}/`),
  }),
  lists: listsOf(press),
  limits: limitsOf(press),
  ...(press?.sender && { sender: press.sender }),
  zone: press?.timezone ?? 'UTC',
});

/** Limits as the press document has them. */
type WithLimits = Settings['press'] & { limits?: { confirmations?: number; signups?: number } };

const limitsOf = (press: WithLimits | undefined): Limits => ({
  confirmations: press?.limits?.confirmations ?? defaultLimits.confirmations,
  signUps: press?.limits?.signups ?? defaultLimits.signUps,
});

/** Milliseconds: what readers see is as fresh as any page. */
const keptFor = 10_000;

/** The press as the table has it, read anew every ten seconds. Make it once a function. */
export function pressReader(settings: SettingsStore, site: string, clock: Clock): () => Promise<Press> {
  let known: { press: Press; at: number } | undefined;
  return async () => {
    const age = known ? clock.now().getTime() - known.at : Number.POSITIVE_INFINITY;
    if (!known || age < 0 || age > keptFor)
      known = { press: pressOf(await settings.read(), site), at: clock.now().getTime() };
    return known.press;
  };
}
