import type { Clock } from '../../runtime/clock.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import type { FrozenIssue } from '../compose/issue-content.ts';
import { isClosed } from '../person.ts';
import type { Press } from '../press.ts';
import type { Batch } from './batch.ts';
import { type HandedOver, handOver, type Outgoing } from './hand-over.ts';
import type { Issue } from './issue.ts';
import { recipientOf } from './mail-recipient.ts';
import type { Audience, Batches, BulkMailer } from './ports.ts';
import { claimedPeople, type Settled, settled } from './settle-batch.ts';
import { whyNot } from './who-gets-it.ts';

export interface DeliverDeps {
  audience: Pick<Audience, 'now'>;
  batches: Pick<Batches, 'firstFrom' | 'replace'>;
  mailer: BulkMailer;
  keys: Pick<Keys, 'sign'>;
  press: () => Promise<Press>;
  clock: Clock;
}

/** A batch as it stands once it is claimed. */
export interface ClaimedBatch {
  issue: Issue;
  frozen: FrozenIssue;
  batch: Batch;
}

/** What came of a batch, and of what was done while SES had it. */
export type Delivered<T> = Omit<HandedOver, 'results'> & { sent: number; inDoubt: boolean; ahead: T };

/**
 * Sends one claimed batch: reads its people as they stand, hands those who still get it to SES, writes what became of
 * each. `lookAhead` begins when the call has begun, so that what it reads of the issue is newer than what has left.
 * @throws what `lookAhead` throws, after the results are written.
 */
export async function deliver<T>(
  claimed: ClaimedBatch,
  lookAhead: () => Promise<T>,
  deps: DeliverDeps,
): Promise<Delivered<T>> {
  const { mails, others } = await mailsOf(claimed, deps);
  const { issue, frozen } = claimed;
  const [handed, ahead] = await Promise.allSettled([
    handOver(mails, issue.accepted === true, (recipients) =>
      deps.mailer.send({ from: frozen.from, frozen, recipients }),
    ),
    lookAhead(),
  ]);
  // What a mailer throws says nothing of what SES did: the claim stands until its lease ends.
  if (handed.status === 'rejected') throw handed.reason;
  const { results, ...told } = handed.value;
  await settle(claimed, new Map([...others, ...results]), told.busy === 'throttled', deps);
  if (ahead.status === 'rejected') throw ahead.reason;
  const outcomes = [...results.values()].map(({ outcome }) => outcome);
  const sent = outcomes.filter((outcome) => outcome === 'sent').length;
  return { ...told, sent, inDoubt: outcomes.includes('doubt'), ahead: ahead.value };
}

/** Mails to those who still get it, and what becomes of the others. Nothing has left when this fails: it is given back. */
async function mailsOf(
  claimed: ClaimedBatch,
  deps: DeliverDeps,
): Promise<{ mails: Outgoing[]; others: Map<string, Settled> }> {
  const people = claimedPeople(claimed.batch);
  try {
    return await composed(people, claimed, deps);
  } catch (error) {
    await settle(claimed, new Map(people.map((id) => [id, { outcome: 'back' } as const])), false, deps);
    throw error;
  }
}

async function composed(
  people: readonly string[],
  { issue, frozen, batch }: ClaimedBatch,
  deps: DeliverDeps,
) {
  const [now, press] = [await deps.audience.now(people), await deps.press()];
  const { lists } = frozen.content;
  const of = { issue: issue.id, position: batch.position, attempt: batch.attempt, lists };
  const at = deps.clock.now().toISOString();
  const mails: Outgoing[] = [];
  const others = new Map<string, Settled>();
  for (const id of people) {
    const person = now.get(id);
    const why = whyNot(person, lists, at);
    if (why !== undefined || !person || isClosed(person)) {
      others.set(id, { outcome: 'suppressed', why: why ?? 'erased' });
      continue;
    }
    mails.push({ person: id, recipient: await recipientOf(person, of, { press, keys: deps.keys }) });
  }
  return { mails, others };
}

/** Milliseconds until throttled entries are claimed again. */
const throttledFor = 3_000;

/** Writes the results; a report may have changed the batch since the claim. */
async function settle(
  { issue, batch }: ClaimedBatch,
  results: ReadonlyMap<string, Settled>,
  isThrottled: boolean,
  { batches, clock }: DeliverDeps,
): Promise<void> {
  const notBefore = new Date(clock.now().getTime() + throttledFor).toISOString();
  const of = { attempt: batch.attempt, round: issue, ...(isThrottled && { notBefore }) };
  for (let current: Batch | undefined = batch; current; ) {
    if (await batches.replace(settled(current, results, of))) return;
    current = await batches.firstFrom(issue.id, batch.position);
  }
}
