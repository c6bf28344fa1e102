import type { Clock } from '../../runtime/clock.ts';
import { localDate } from '../../runtime/zoned-time.ts';
import type { PressOfNewsletters } from '../issues/heard-text.ts';
import type { Digests, Issues, News, Published } from '../issues/ports.ts';
import type { Digest } from './digest.ts';
import { advanced, issueOfDigest, nextOf, zoneOf } from './digest-moves.ts';

export interface Deps {
  digests: Pick<Digests, 'due' | 'read' | 'write'>;
  issues: Pick<Issues, 'read' | 'write'>;
  news: Pick<News, 'waiting'>;
  published: Pick<Published, 'pieces'>;
  press: () => Promise<PressOfNewsletters>;
  clock: Clock;
}

/** Digests of one tick; a press has few. */
const most = 50;

/** Has every digest whose time has come make its issue, which the tick then begins. One that fails keeps none of the
 *  others. @throws What the first failed with. */
export async function actOnDigests(deps: Deps): Promise<void> {
  const failures: unknown[] = [];
  for (const id of await deps.digests.due(deps.clock.now().toISOString(), most))
    await makeIssue(id, deps).catch((error: unknown) => void failures.push(error));
  if (failures.length) throw failures[0];
}

/** The issue first, and then the digest's next time: a death in between leaves it due, and the issue is there. */
async function makeIssue(id: string, deps: Deps): Promise<void> {
  const digest = await deps.digests.read(id);
  const now = deps.clock.now().toISOString();
  if (digest?.state !== 'awake' || digest.dueAt === undefined || digest.dueAt > now) return;
  const { zone } = await deps.press();
  const week = localDate(digest.dueAt, zoneOf(digest, zone));
  const issue = issueOfDigest(digest, { date: week, sendAt: digest.dueAt }, now);
  if (!(await deps.issues.read(issue.id)) && (await hasNews(digest, deps)))
    await deps.issues.write(undefined, issue);
  await deps.digests.write(digest, advanced(digest, week, nextOf(digest, zone, now).at));
}

/** Slugs of one look-up. */
const atOnce = 100;

/** Something that readers get now and one of its lists has not had. */
async function hasNews({ lists }: Digest, { news, published }: Deps): Promise<boolean> {
  for (const list of lists) {
    const waiting = await news.waiting(list);
    for (let at = 0; at < waiting.length; at += atOnce) {
      const page = waiting.slice(at, at + atOnce);
      const found = await published.pieces(page.map(({ slug }) => slug));
      if (page.some(({ id, slug }) => found.get(slug)?.id === id)) return true;
    }
  }
  return false;
}
