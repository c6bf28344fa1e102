import { instantOf } from '../../runtime/zoned-time.ts';
import { isPublic, type PendingRevision, type StoredHead, textOrderOf } from '../contract/document.ts';
import type { PartialDate } from '../contract/values.ts';
import type { Fields } from '../kinds/kinds.ts';
import type { ContentStore } from '../ports.ts';
import { draftsOf, isEditors, isUnread } from './pending-revision.ts';
import { later } from './text-order.ts';

/*
 * What changes with time follows from a decision of a person: a hand-in or a command that says when. The clock decides
 * nothing, so what it brings about has the order of that decision: a hand-in that was opened after it wins, however late
 * it arrives.
 */

/** The zone that times go by where they name none. @param press The press document, if there is one. */
export const zoneOf = (press: { fields: Fields } | undefined): string =>
  (press?.fields.kind === 'press' && press.fields.timezone) || 'UTC';

/** The same, from the press document as it stands. */
export const zoneOfPress = async ({ content }: { content: Pick<ContentStore, 'lookUp'> }): Promise<string> =>
  zoneOf((await content.lookUp({ slugs: ['press'], filenames: [] })).heads.get('press'));

/** The instant (ISO) of a moment as `exactMoment` reads it: in UTC, or a local time with a zone or without. */
export function instantIn(moment: string, zone: string): string {
  if (moment.endsWith('Z')) return new Date(moment).toISOString();
  const [local = '', named = zone] = moment.split(' ');
  const minute = Date.parse(instantOf(local.slice(0, 16), named));
  return new Date(minute + Number(local.slice(17)) * 1000).toISOString();
}

/** The instant (ISO) at which a date begins. */
export function startOf(date: PartialDate, zone: string): string {
  if (date.includes('T')) return new Date(date).toISOString();
  return instantOf(`${`${date}-01-01`.slice(0, 10)}T00:00`, zone);
}

/** The same to the second, as dates are stored. */
export const asDate = (instant: string): PartialDate => instant.replace(/\.\d+Z$/, 'Z');

/** As people are told of it, by the press tool too: `2026-12-01 07:00 UTC`; with its seconds where it has some. */
export const inUtc = (instant: string): string =>
  `${instant.slice(0, 19).replace('T', ' ').replace(/:00$/, '')} UTC`;

/**
 * What becomes live by itself: the state itself, or what waits beside it. Only the newest of the editors' hand-ins that
 * readers do not have, and only if nobody has changed since what readers have: whoever publishes or withdraws by hand
 * has decided anew.
 */
export function scheduledOf(head: StoredHead): PendingRevision | undefined {
  if (head.status === 'scheduled') return head;
  if (!isPublic(head)) return undefined;
  const decided = later(textOrderOf(head), head.ordering?.after ?? '');
  const newest = draftsOf(head).find((one) => isEditors(one) && isUnread(one, head));
  return newest?.status === 'scheduled' && newest.order > decided ? newest : undefined;
}

/** When it is withdrawn by itself (ISO instant), if it is. */
export const withdrawnAt = (head: StoredHead): string | undefined =>
  head.status === 'published' ? head.withdrawAt : undefined;

/** When the next thing happens to it by itself (ISO instant); what is left to follow an edition is due since its moment. */
export const dueAtOf = (head: StoredHead): string | undefined =>
  [head.going?.at, scheduledOf(head)?.publishAt, withdrawnAt(head)]
    .filter((at) => at !== undefined)
    .sort()[0];
