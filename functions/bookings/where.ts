import type { Booking } from './booking.ts';
import type { EventText, Gathering } from './gathering.ts';

/** The venue in lines: its name, and what the address says. */
export const venueLines = ({ venue }: EventText): string[] =>
  [venue?.name, ...(venue?.address ?? '').split('\n')].flatMap((line) => line?.trim() || []);

/** An address on the web: only those who have a place get it. */
export const isWebAddress = (online: string): boolean => /^https?:\/\/\S+$/i.test(online.trim());

/** What everybody may read of where it is online. */
export function onlineForAll({ online }: EventText): string | undefined {
  if (!online) return undefined;
  return isWebAddress(online) ? 'Online: those who have a place get the address.' : online;
}

/** What a booking may read of where it is online: the address once its places are paid for, or are paid at the door. */
export function onlineFor({ text }: Gathering, { state, payment }: Booking): string | undefined {
  const hasPlace = state === 'booked' || (state === 'held' && payment === 'door');
  return text.online && isWebAddress(text.online) && !hasPlace ? onlineForAll(text) : text.online;
}
