import * as z from 'zod/mini';
import type { Clock } from '../../runtime/clock.ts';
import { demandSameOrigin, formBody } from '../../runtime/forms.ts';
import type { Ids } from '../../runtime/ids.ts';
import { type PageReply, seeOther } from '../../runtime/page-http.ts';
import { parseAddress } from '../../runtime/people/address.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import { type Limits, networkOf } from '../../runtime/people/limits.ts';
import { Problem } from '../../runtime/problem.ts';
import { type HttpEvent, readersAddress } from '../../runtime/request.ts';
import type { Press } from '../gathering.ts';
import { linkRequestPath } from '../links.ts';
import { demandMethod } from '../methods.ts';
import { linkRequestPage, linkSentPage } from '../pages/link-pages.tsx';

export interface Deps {
  keys: Pick<Keys, 'hash'>;
  limits: Limits;
  /** Has the room send the links, later: what is known of the address takes no time here. */
  wantLinks: (wanted: LinksWanted) => Promise<void>;
  press: () => Promise<Press>;
  ids: Ids;
  clock: Clock;
  siteUrl: string;
}

/** A message to the room itself. It names no address. */
export interface LinksWanted {
  wanted: 'links';
  /** Keyed hash of the address. */
  hash: string;
  /** ULID, from which the ids of the letters follow. */
  id: string;
}

const tenMinutes = 600;
const day = 86_400;
/** Of one network in ten minutes. */
const mostOfNetwork = 6;
/** For one address a day: as one network asks, and in all. Whoever types somebody's address locks out nobody but
 *  themselves; only many networks together use it up. */
const mostOfBoth = 3;
const mostOfAddress = 30;

const form = z.object({ email: z._default(z.string(), '') });

/** “Send me my booking's link”: the same answer, at the same price, whatever is known of the address. */
export async function requestLink(event: HttpEvent, deps: Deps): Promise<PageReply> {
  demandMethod(event, 'form');
  const press = await deps.press();
  if (event.requestContext.http.method !== 'POST') {
    const isSent = event.rawQueryString === 'sent';
    return { status: 200, open: true, html: isSent ? linkSentPage(press) : linkRequestPage(press) };
  }
  demandSameOrigin(event, deps.siteUrl);
  const { email } = await formBody(event, form);
  const address = parseAddress(email);
  if (!address.ok)
    return { status: 422, open: true, html: linkRequestPage(press, { email, error: address.why }) };
  await demandRoom(event, deps);
  await want(address.key, networkOf(readersAddress(event)), deps);
  return seeOther(`${linkRequestPath}?sent`);
}

async function demandRoom(event: HttpEvent, { keys, limits }: Deps): Promise<void> {
  const hash = await keys.hash(networkOf(readersAddress(event)));
  const limit = { name: 'booking-links', hash, most: mostOfNetwork, seconds: tenMinutes };
  const allowance = await limits.count(limit);
  if (allowance.allowed) return;
  throw new Problem(429, 'Many asked for links from where you are. Please try again in a few minutes.', {
    headers: { 'retry-after': `${allowance.retryAfter}` },
  });
}

/** Beyond what an address gets in a day nothing is sent, and the page says the same. */
async function want(address: string, network: string, { keys, limits, wantLinks, ids }: Deps): Promise<void> {
  const [hash, both] = await Promise.all([keys.hash(address), keys.hash(`${address} ${network}`)]);
  const ofBoth = { name: 'booking-links-of-from', hash: both, most: mostOfBoth, seconds: day };
  if (!(await limits.count(ofBoth)).allowed) return;
  const ofAddress = { name: 'booking-links-of', hash, most: mostOfAddress, seconds: day };
  if ((await limits.count(ofAddress)).allowed) await wantLinks({ wanted: 'links', hash, id: ids.next() });
}
