import type { Ids } from '../../runtime/ids.ts';
import type { Gathering, Instant, Progress, Walk } from '../gathering.ts';
import {
  accessKeptFor,
  isReminderOver,
  later,
  openReminders,
  reminderAt,
  scheduled,
} from '../gathering-moves.ts';

/**
 * What time has brought to an event: the walks that begin now, each once, for the row says with them that they are begun;
 * and when it is due next. A reminder that was missed by a day is none, and of two that are due at once the later is sent.
 */
export function broughtByTime(row: Gathering, at: Instant, ids: Ids): Gathering {
  const { progress = {}, endsAt } = row;
  const walks: Walk[] = [...(progress.walks ?? [])];
  const begin = (walk: Omit<Walk, 'id' | 'after'>) => walks.push({ ...walk, id: ids.next(), after: '' });
  const marks: Progress = {};

  const due = openReminders(row).filter((days) => reminderAt(row, days) <= at);
  const days = Math.min(...due.filter((one) => !isReminderOver(row, one, at)));
  if (Number.isFinite(days)) begin({ what: 'remind', days });
  if (due.length) marks.reminded = { startsAt: row.startsAt, days: [...remindedOf(row), ...due] };

  if (endsAt <= at && progress.peopleErased !== endsAt) {
    begin({ what: 'erase-people' });
    marks.peopleErased = endsAt;
  }
  if (later(endsAt, accessKeptFor) <= at && progress.accessErased !== endsAt) {
    begin({ what: 'erase-access' });
    marks.accessErased = endsAt;
  }
  return scheduled({ ...row, progress: { ...progress, ...marks, ...(walks.length && { walks }) } }, at);
}

const remindedOf = ({ progress, startsAt }: Gathering): number[] =>
  progress?.reminded?.startsAt === startsAt ? progress.reminded.days : [];

/** It has started, and nobody waits any more. */
export const lineEnded = (row: Gathering, at: Instant): Gathering | undefined =>
  row.progress?.lineEnded === row.startsAt
    ? undefined
    : scheduled({ ...row, progress: { ...row.progress, lineEnded: row.startsAt } }, at);
