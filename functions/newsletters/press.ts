import type { PressFields } from '../content/kinds/press.ts';
import { type SiteConfig, siteConfigFrom } from '../look/site-config.ts';
import { pressReaderOf } from '../runtime/press/copy-press.ts';
import { listsOf, type MailingList } from './lists.ts';

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

/** @param press Undefined: none is published. @param site The site's origin. */
export const pressOf = (press: PressFields | undefined, site: string): Press => ({
  config: siteConfigFrom(press, site),
  lists: listsOf(press),
  limits: limitsOf(press),
  ...(press?.sender && { sender: press.sender }),
  zone: press?.timezone ?? 'UTC',
});

const limitsOf = (press: PressFields | undefined): Limits => ({
  confirmations: press?.limits?.confirmations ?? defaultLimits.confirmations,
  signUps: press?.limits?.signups ?? defaultLimits.signUps,
});

export const pressReader = pressReaderOf(pressOf);
