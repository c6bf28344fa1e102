import type { Clock } from '../../runtime/clock.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Digest } from '../digests/digest.ts';
import type { Report } from '../issues/batch.ts';
import { type Issue, isFinished } from '../issues/issue.ts';
import { restored } from '../issues/issue-moves.ts';
import type { Digests, IssueFiles, Issues, News } from '../issues/ports.ts';
import type { DigestRecord, IssueRecord, NewsletterRecord, NewsRecord } from './record.ts';

export interface RestoreDeps {
  issues: Pick<Issues, 'read' | 'atSlug' | 'write'>;
  digests: Pick<Digests, 'read' | 'atSlug' | 'write'>;
  news: Pick<News, 'start' | 'add' | 'skip' | 'mark'>;
  files: Pick<IssueFiles, 'putFrozen' | 'putPage'>;
  clock: Clock;
}

/** `there`: the press has it, as far as the backup or further. `another`: another newsletter stands at its slug. */
export type RestoredRecord = { outcome: 'restored' | 'there' | 'another' };

/** Others may write a row meanwhile, as those who hear its document. */
const mostTries = 10;

/**
 * Brings back what a backup says of newsletters. Nothing leaves by it, today or later: an issue is over or waits for a hand,
 * a digest sleeps. What the press has is never covered, but where it waits and the backup knows that it left. May be
 * repeated, at any point.
 */
export async function restoreRecord(record: NewsletterRecord, deps: RestoreDeps): Promise<RestoredRecord> {
  if (record.kind === 'news') return restoreNews(record, deps);
  for (let tries = 0; tries < mostTries; tries++) {
    const done = await (record.kind === 'issue' ? restoreIssue(record, deps) : restoreDigest(record, deps));
    if (done) return done;
  }
  throw new Error('Others write it all the time: it is tried again.');
}

async function restoreIssue(record: IssueRecord, deps: RestoreDeps): Promise<RestoredRecord | undefined> {
  const { issues, files, clock } = deps;
  const row = issueOf(record, clock.now().toISOString());
  const present = await issues.read(row.id);
  if (present && !(waits(present) && isFinished(row))) return { outcome: 'there' };
  if (isOther(await issues.atSlug(row.text.slug), row.id)) return { outcome: 'another' };
  if (row.frozen && record.mail) await files.putFrozen(row.frozen.key, record.mail);
  if (row.startedAt && record.page) await files.putPage(row.id, record.page);
  return (await issues.write(present, row)) ? { outcome: 'restored' } : undefined;
}

/** Nothing of it was claimed in this press: to say that it is over sends nothing. */
const waits = ({ state }: Issue): boolean => state === 'draft' || state === 'scheduled' || state === 'missed';

const isOther = (present: string | undefined, id: string): boolean => present !== undefined && present !== id;

/** The row as it stood, asleep. Its ledger stays behind, and the figures stand for it. */
function issueOf({ id, issue, figures, mail }: IssueRecord, at: string): Issue {
  const { text, frozen, ...others } = issue;
  const whole: Issue = {
    ...{ ...others, id, text: { ...text, version: 0 }, movedAt: at, writes: 0 },
    ...(frozen && mail && { frozen: { ...frozen, key: `frozen/${id}` } }),
  };
  const row = restored(whole, at);
  return row.startedAt || isFinished(row) ? { ...row, figures: settled(figures) } : row;
}

/** What was under way when it was copied is not known. */
const settled = (figures: Report): Report => ({
  ...figures,
  ...{ waiting: 0, notSent: figures.notSent + figures.waiting },
  ...{ claimed: 0, inDoubt: figures.inDoubt + figures.claimed },
});

/** What is there stays: a document that was restored before has made one that sleeps, without its dates. */
async function restoreDigest(
  { id, digest }: DigestRecord,
  { digests }: RestoreDeps,
): Promise<RestoredRecord | undefined> {
  const present = await digests.read(id);
  const { last } = digest;
  if (present) {
    const isBehind = present.state === 'asleep' && (present.last ?? '') < (last ?? '');
    if (!isBehind) return { outcome: 'there' };
    return (await digests.write(present, { ...present, last })) ? { outcome: 'restored' } : undefined;
  }
  if (isOther(await digests.atSlug(digest.slug), id)) return { outcome: 'another' };
  const sleeps = { state: 'asleep', asleepFor: 'restored', why: asleep } as const;
  const row: Digest = { ...digest, ...{ id, version: 0, writes: 0 }, ...sleeps };
  return (await digests.write(undefined, row)) ? { outcome: 'restored' } : undefined;
}

const asleep =
  'It came with a backup. Look at what it would send (press newsletter preview), then wake it with “press newsletter resume”.';

const concurrency = 8;

/** Marks come first: what has one is not queued. */
async function restoreNews(record: NewsRecord, { news }: RestoreDeps): Promise<RestoredRecord> {
  const { id: list, start, waiting, marks } = record;
  await news.start(list, start);
  for (const [issue, carried] of Map.groupBy(marks, (mark) => mark.issue)) {
    const pieces = carried.map(({ piece }) => ({ id: piece }));
    if (issue) await news.mark(list, pieces, issue);
    else await mapConcurrently(pieces, { concurrency }, ({ id }) => news.skip(list, id));
  }
  await mapConcurrently(waiting, { concurrency }, (item) => news.add(list, item));
  return { outcome: 'restored' };
}
