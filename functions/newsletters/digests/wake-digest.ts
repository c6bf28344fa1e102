import type { Backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { isNewsletter, type PressOfNewsletters } from '../issues/heard-text.ts';
import type { Digests, News, Published } from '../issues/ports.ts';
import type { Digest } from './digest.ts';
import { asleepDigest, awakeDigest, isDigest } from './digest-moves.ts';
import { startNews } from './start-news.ts';

export interface Deps {
  digests: Pick<Digests, 'read' | 'write'>;
  news: Pick<News, 'start' | 'add'>;
  published: Pick<Published, 'document' | 'standing' | 'newest'>;
  press: () => Promise<PressOfNewsletters>;
  clock: Clock;
  backoff: Backoff;
}

/** `said` is for people, and names the way out. */
export type DigestOutcome = { outcome: 'done'; digest: Digest } | { outcome: 'refused'; said: string };

/** It makes its issues again, the next at its next time. Done also where it is awake. */
export const wakeDigest = (id: string, deps: Deps): Promise<DigestOutcome> =>
  change(id, deps, async (digest) => {
    const document = await deps.published.standing(id, digest.slug);
    if (!isNewsletter(document) || !isDigest(document) || document.status !== 'published')
      return `Its document is not published, or is no digest: publish “${digest.slug}” first.`;
    if (digest.state === 'awake') return digest;
    const now = deps.clock.now().toISOString();
    // One that came with a backup has its starts from there; without them its lists have had all there is.
    await startNews(digest.lists, now, deps);
    return awakeDigest(digest, { press: await deps.press(), now });
  });

/** It makes no more issues until an editor wakes it; what is made goes on. */
export const sleepDigest = (
  id: string,
  by: string,
  deps: Pick<Deps, 'digests' | 'backoff'>,
): Promise<DigestOutcome> =>
  change(id, deps, async (digest) =>
    digest.asleepFor === 'editor'
      ? digest
      : asleepDigest(digest, {
          asleepFor: 'editor',
          why: `It was paused (by ${by}). To have it make issues, resume it.`,
        }),
  );

const mostAttempts = 12;

/** @param next What it becomes, or why it does not. */
async function change(
  id: string,
  { digests, backoff }: Pick<Deps, 'digests' | 'backoff'>,
  next: (digest: Digest) => Promise<Digest | string>,
): Promise<DigestOutcome> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await backoff(attempt - 1);
    const digest = await digests.read(id);
    if (!digest) return { outcome: 'refused', said: 'There is no such digest.' };
    const after = await next(digest);
    if (typeof after === 'string') return { outcome: 'refused', said: after };
    if (after === digest || (await digests.write(digest, after))) return { outcome: 'done', digest: after };
  }
  throw new Error('The row of a digest changed with every attempt to write it');
}
