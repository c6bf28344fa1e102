import { metricNames } from '../contract/metric-names.ts';
import { doubtKeepsMail } from './outbox-letter.ts';
import { type SendDeps, sendLetters } from './send-letters.ts';

/** Letters of each partition of the index that one call takes up: with eight partitions of either kind more than a
 *  minute's work, so that the next call has the rest. */
const perPartition = 100;

/** Milliseconds that a letter may be overdue before an alarm says so. */
const overdue = 15 * 60_000;

/**
 * Once a minute: does what is due about letters, those that wait for no hour's ceiling first, and counts what an alarm
 * watches.
 */
export async function actOnDue(deps: SendDeps): Promise<void> {
  const { outbox, clock, counter } = deps;
  const now = clock.now();
  const old = new Date(now.getTime() - doubtKeepsMail).toISOString();
  const doubts = await outbox.doubts('whole', { limit: perPartition });
  const stands = doubts.items.length || (await outbox.doubts('emptied', { limit: 1 })).items.length;
  if (stands) counter.count(metricNames.inDoubt);
  const letters = await outbox.due('due', now, perPartition);
  const signUps = await outbox.due('ceiling', now, perPartition);
  const due = [...letters, ...signUps];
  if (due.some(({ dueAt }) => now.getTime() - Date.parse(dueAt) > overdue)) counter.count(metricNames.held);
  const oldDoubts = doubts.items.filter(({ dueAt }) => dueAt <= old);
  await sendLetters(
    [...letters, ...oldDoubts, ...signUps].map(({ id }) => id),
    deps,
  );
}
