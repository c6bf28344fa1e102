import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import { memoryKeys } from '../../runtime/people/memory-keys.ts';
import { MemoryAudience, MemoryNews, MemoryReputation } from './memory-audience.ts';
import { MemoryBatches, MemoryDigests, MemoryIssues } from './memory-issues.ts';
import {
  MemoryAccount,
  MemoryComposer,
  MemoryIssueFiles,
  MemoryIssueQueue,
  MemoryMailer,
  MemoryPublished,
} from './memory-mail.ts';

/** What stands between a use case and a port: it may let the call wait, or never answer. `name`: `batches.replace`. */
export type Gate = <T>(name: string, call: () => Promise<T>, args: readonly unknown[]) => Promise<T>;

/** A port, each call of which passes the gate. A walk passes it before each of its rows. */
export function gated<T extends object>(name: string, port: T, gate: Gate): T {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const call = () => Reflect.apply(member, target, args);
        const full = `${name}.${String(key)}`;
        return full === 'batches.all' ? walk(full, call(), gate) : gate(full, call, args);
      };
    },
  });
}

async function* walk(name: string, rows: AsyncIterable<unknown>, gate: Gate): AsyncIterable<unknown> {
  const iterator = rows[Symbol.asyncIterator]();
  for (;;) {
    const next = await gate(name, () => iterator.next(), []);
    if (next.done) return;
    yield next.value;
  }
}

/** Everything that issues of the mail stand on, for as long as a test runs. */
export function aRoomOfIssues(clock: { now(): Date }) {
  const [news, reputation] = [new MemoryNews(), new MemoryReputation()];
  return {
    clock,
    issues: new MemoryIssues(),
    batches: new MemoryBatches(reputation),
    audience: new MemoryAudience(),
    mailer: new MemoryMailer(),
    account: new MemoryAccount(),
    queue: new MemoryIssueQueue(),
    files: new MemoryIssueFiles(),
    published: new MemoryPublished(),
    news,
    digests: new MemoryDigests(),
    reputation,
    composer: new MemoryComposer(news),
    keys: memoryKeys(),
  };
}

export type RoomOfIssues = ReturnType<typeof aRoomOfIssues>;

/** The same room with a gate before each call of each port. */
export function behindGate(room: RoomOfIssues, gate: Gate): RoomOfIssues {
  const { clock, keys, ...ports } = room;
  const { issues, batches, audience, mailer, account, queue, files } = ports;
  const { published, news, digests, reputation, composer } = ports;
  return {
    ...{ clock, keys },
    issues: gated('issues', issues, gate),
    batches: gated('batches', batches, gate),
    audience: gated('audience', audience, gate),
    mailer: gated('mailer', mailer, gate),
    account: gated('account', account, gate),
    queue: gated('queue', queue, gate),
    files: gated('files', files, gate),
    published: gated('published', published, gate),
    news: gated('news', news, gate),
    digests: gated('digests', digests, gate),
    reputation: gated('reputation', reputation, gate),
    composer: gated('composer', composer, gate),
  };
}

/** The function was killed at a call of a port. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** A gate at which the function dies, before or after the call that follows the next `count`. */
export function dyingAfter(count: number, when: 'before' | 'after'): Gate {
  let calls = 0;
  return async (_name, call) => {
    calls += 1;
    if (calls <= count) return call();
    if (calls === count + 1 && when === 'after') await call();
    throw new Killed('The function is killed');
  };
}

const noon = '2026-05-01T12:00:00.000Z';

/** An issue to one list that waits for a command. */
export const anIssue = (members: Partial<Issue> = {}): Issue => ({
  ...{ id: '01HN', state: 'draft', round: 1, writes: 0 },
  text: {
    ...{ slug: 'may', version: 1, revision: 1, title: 'May', subject: 'News of May', lists: ['weekly'] },
    ...{ pieces: [], body: 'bodies/may' },
  },
  ...members,
});

/** A clock that a test moves. */
export function aClock(start = noon) {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    pass: (ms: number) => {
      time += ms;
    },
  };
}
