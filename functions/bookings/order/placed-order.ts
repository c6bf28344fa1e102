import type { BookResult } from '../booking/book-result.ts';
import type { Gathering, Instant } from '../gathering.ts';
import { type Sale, saleOf } from '../sale.ts';
import { readOrder } from './order.ts';
import type { Placed } from './order-moves.ts';
import type { Asker, BookingWish } from './wish.ts';
import type { WishKey } from './wish-key.ts';

/** What somebody asks for, with what is known of who asks. */
export interface OrderRequest {
  wish: BookingWish;
  asker: Asker;
  email: string;
  addressHash: string;
  key: WishKey | undefined;
}

/** The order as it stands against the gathering, or why there is none. */
export function placedAt(
  { wish, asker, ...request }: OrderRequest,
  gathering: Gathering | undefined,
  at: Instant,
): Placed | BookResult {
  if (!gathering) return { outcome: 'unknown' };
  const why = whyClosed(gathering, asker, at);
  if (why) return { outcome: 'closed', why, gathering };
  const read = readOrder(wish, gathering, asker, at);
  if (read.ok) return { ...request, gathering, asker, at, order: read.order, language: wish.language };
  if (read.complaints) return { outcome: 'refused', complaints: read.complaints };
  return { outcome: 'price-changed', order: read.changed };
}

/** An editor is not held to the times of booking. */
function whyClosed(gathering: Gathering, asker: Asker, at: Instant): Exclude<Sale, 'open'> | undefined {
  const sale = saleOf(gathering, new Date(at));
  if (sale === 'open') return undefined;
  const isForReaders = gathering.state === 'open' && (sale === 'not-yet' || sale === 'over');
  return asker.by !== undefined && isForReaders ? undefined : sale;
}
