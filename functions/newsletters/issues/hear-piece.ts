import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Issue, Stop } from './issue.ts';
import { paused } from './issue-moves.ts';
import { isNews, newsItemOf } from './news-rule.ts';
import type { HeardDocument, Issues, News } from './ports.ts';

export interface Deps {
  issues: Pick<Issues, 'read' | 'write' | 'active'>;
  news: Pick<News, 'starts' | 'add' | 'skip'>;
  clock: Clock;
  backoff: Backoff;
}

/**
 * A document as a piece that issues carry: published, each list has it once as news; no longer there, an issue that carries
 * it stands still until somebody has looked at it. @param document As it stands.
 */
export async function hearPiece(id: string, document: HeardDocument | undefined, deps: Deps): Promise<void> {
  if (document?.kind === 'newsletter' || document?.kind === 'press') return;
  if (document?.kind === 'article' && document.status === 'published') return queue(document, deps);
  for (const issue of await deps.issues.active()) await stop(issue.id, id, deps);
}

/** To a list that it is no news to it counts as had. */
async function queue(document: HeardDocument, { news }: Deps): Promise<void> {
  for (const [list, start] of await news.starts()) {
    if (isNews(document, start)) await news.add(list, newsItemOf(document));
    else await news.skip(list, document.id);
  }
}

const mostAttempts = 25;

async function stop(issueId: string, piece: string, deps: Deps): Promise<void> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await deps.backoff(attempt - 1);
    const issue = await deps.issues.read(issueId);
    const after = issue && withoutPiece(issue, piece, deps.clock.now().toISOString());
    if (!after || (await deps.issues.write(issue, after))) return;
  }
  throw new Error('The row of an issue changed with every attempt to pause it');
}

const said =
  'A piece that it carries was withdrawn. Those who got the mail have it; to send it to the others all the same, resume it; else cancel it.';

/** One that is not frozen may be composed with the piece at this moment: its row is written as it is, so that its freezing
 *  fails and it is composed anew. */
function withoutPiece(issue: Issue, piece: string, at: string): Issue | undefined {
  if (!issue.frozen) return issue.state === 'preparing' ? issue : undefined;
  if (!issue.frozen.carries.includes(piece)) return undefined;
  const why: Stop = { why: 'piece-withdrawn', said, at };
  if (issue.state !== 'paused') return paused(issue, why);
  return issue.stop?.why === 'piece-withdrawn' ? undefined : { ...issue, stop: why };
}
