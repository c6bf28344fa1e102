import type { PressFields } from '../content/kinds/press.ts';
import { siteConfigFrom } from '../look/site-config.ts';
import { pressReaderOf } from '../runtime/press/copy-press.ts';
import type { Press } from './gathering.ts';

/** Bookings of one network in ten minutes, where the press says nothing. */
const defaultLimit = 6;

/** @param press Undefined: none is published. @param site The site's origin. */
export const pressOf = (press: PressFields | undefined, site: string): Press => ({
  config: siteConfigFrom(press, site),
  ...(press?.sender && { sender: press.sender }),
  timezone: press?.timezone ?? 'UTC',
  bookingsLimit: press?.limits?.bookings ?? defaultLimit,
});

export const pressReader = pressReaderOf(pressOf);
