import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredHead } from '../../../../functions/content/contract/document.ts';
import { decide } from '../../../../functions/content/documents/decide.ts';
import { termsOf } from '../../../../functions/content/documents/membership.ts';
import { withdrawn } from '../../../../functions/content/documents/withdraw-document.ts';
import type { Spellings } from '../../../../functions/content/ports.ts';
import { type ListsChanged, settleTerms } from '../../../../functions/content/terms/settle-terms.ts';
import { aHead, anIncoming, headWrite } from '../a-document.ts';
import { MemoryContent } from '../memory-content.ts';
import { MemoryUploads } from '../memory-uploads.ts';

const author = { kind: 'authors', slug: 'jose-munoz' } as const;
const spellings = ['Jose munoz', 'José Muñoz'];

/** What an editor does: hands a piece in, dated and spelled in some way, or takes it down. */
type Step = { piece: string } & ({ day: number; name: string | undefined } | { withdraw: true });

/** Documents, the changes of them that are still to be told, and the term of their one author. */
class Desk {
  readonly content = new MemoryContent(new MemoryUploads());
  readonly changes: ListsChanged[] = [];
  calls: string[] = [];
  #order = 0;

  /** @param between Runs between the terms and the document: others work in between. */
  async do({ piece, ...step }: Step, between: () => Promise<void> = async () => {}): Promise<void> {
    const before = await this.content.head(piece);
    const head = 'withdraw' in step ? this.#withdrawn(before) : this.#handedIn(piece, before, step);
    if (!head) return;
    await this.content.addTerms(head.status === 'published' ? termsOf(head) : []);
    await between();
    await this.content.write(headWrite(before, head));
    this.changes.push({ slug: piece, before, after: head });
  }

  #withdrawn(before: StoredHead | undefined): StoredHead | undefined {
    return before?.status === 'published' ? withdrawn(before, this.#command(), 'Wrong.') : undefined;
  }

  #handedIn(slug: string, before: StoredHead | undefined, { day, name }: { day: number; name?: string }) {
    const published = `2024-01-${String(day).padStart(2, '0')}`;
    const fields = { published, authors: name ? [name] : [] };
    const { order, at } = this.#command();
    const decision = decide(before, anIncoming({ slug, order, at, source: order }, fields));
    return 'head' in decision ? decision.head : undefined;
  }

  #command() {
    const count = String(++this.#order).padStart(3, '0');
    return { order: `01HQ0000000000000000000${count}`, by: 'rosa', at: `2024-03-01T09:00:00.${count}Z` };
  }

  /** @param before Runs before each call to the store: others work in between. */
  deps(before: () => Promise<void> = async () => {}) {
    const { lookUp, newest, settle, add, remove } = this.content.spellings;
    const called = async (name: string) => {
      this.calls.push(name);
      await before();
    };
    const store: Spellings = {
      lookUp: async (...asked) => called('lookUp').then(() => lookUp(...asked)),
      newest: async (...asked) => called('newest').then(() => newest(...asked)),
      settle: async (...asked) => called('settle').then(() => settle(...asked)),
      add: async (...asked) => called('add').then(() => add(...asked)),
      remove: async (...asked) => called('remove').then(() => remove(...asked)),
    };
    return { spellings: store, backoff: before };
  }

  async tell(): Promise<void> {
    for (const change of this.changes.splice(0)) await settleTerms(change, this.deps());
  }

  settled = async () => {
    const [term] = (await this.content.spellings.lookUp([author])).terms;
    return term?.settled ? term.name : undefined;
  };

  /** The author's name in the piece of the latest date, of what is published: from the documents alone. */
  spelledByNewest(): string | undefined {
    const pieces = this.content
      .everyHead()
      .filter(({ status, fields }) => status === 'published' && 'authors' in fields && fields.authors.length);
    const [newest] = pieces.sort((a, b) =>
      `${a.published}#${a.slug}` < `${b.published}#${b.slug}` ? 1 : -1,
    );
    return newest && 'authors' in newest.fields ? newest.fields.authors[0] : undefined;
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    piece: fc.constantFrom('a', 'b', 'c'),
    day: fc.integer({ min: 1, max: 5 }),
    name: fc.option(fc.constantFrom(...spellings), { nil: undefined, freq: 5 }),
  }),
  fc.record({ piece: fc.constantFrom('a', 'b', 'c'), withdraw: fc.constant(true as const) }),
);

describe('the name of a term', () => {
  it('is what its newest document says, also when others are at work between any two calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        fc.scheduler(),
        async (steps, isOld, scheduler) => {
          const desk = new Desk();
          const [first, ...others] = steps;
          if (first) await desk.do(first);
          if (isOld) desk.content.forgetSpellings();
          const pause = () => scheduler.schedule(Promise.resolve(), 'call');
          // Each change is told at once or late, in any order, and some twice.
          const told: Promise<void>[] = [];
          const tellAll = () => {
            for (const change of desk.changes.splice(0)) {
              told.push(settleTerms(change, desk.deps(pause)));
              if (told.length % 2) told.push(pause().then(() => settleTerms(change, desk.deps(pause))));
            }
          };
          tellAll();
          const edit = async () => {
            for (const one of others) {
              await pause();
              await desk.do(one, pause);
              tellAll();
            }
          };
          await scheduler.waitFor(edit());
          await scheduler.waitFor(Promise.all(told));
          expect(await desk.settled()).toBe(desk.spelledByNewest());
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is settled by the repetition when its function died at any call', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), fc.nat(12), async (steps, death) => {
        const desk = new Desk();
        for (const one of steps) await desk.do(one);
        let left = death;
        const dying = async () => {
          if (left-- === 0) throw new Error('killed');
        };
        for (const change of desk.changes.splice(0)) {
          await settleTerms(change, desk.deps(dying)).catch(() => desk.changes.push(change));
        }
        await desk.tell();
        expect(await desk.settled()).toBe(desk.spelledByNewest());
      }),
    );
  });

  it('is not left to a slow function that read the list before the newest came', async () => {
    const desk = new Desk();
    await desk.do({ piece: 'a', day: 1, name: 'José Muñoz' });
    await desk.tell();
    await desk.do({ piece: 'b', day: 2, name: 'Jose munoz' });
    const [slow] = desk.changes.splice(0);
    const meanwhile = async () => {
      if (desk.calls.at(-1) !== 'settle' || (await desk.content.head('c'))) return;
      await desk.do({ piece: 'c', day: 3, name: 'José Muñoz' });
      await desk.tell();
    };
    if (slow) await settleTerms(slow, desk.deps(meanwhile));
    expect(await desk.content.head('c')).toBeDefined();
    expect(await desk.settled()).toBe('José Muñoz');
  });

  it('is forgotten with its last document, and known again with the next', async () => {
    const desk = new Desk();
    await desk.do({ piece: 'a', day: 1, name: 'José Muñoz' });
    await desk.tell();
    await desk.do({ piece: 'a', withdraw: true });
    await desk.tell();
    expect(await desk.settled()).toBeUndefined();
    // A process that wrote the term before does not write it again.
    desk.content.addTerms = async () => {};
    await desk.do({ piece: 'b', day: 2, name: 'Jose munoz' });
    await desk.tell();
    expect(await desk.settled()).toBe('Jose munoz');
  });

  it('comes back to the one before when the newest is taken down', async () => {
    const desk = new Desk();
    await desk.do({ piece: 'a', day: 1, name: 'José Muñoz' });
    await desk.do({ piece: 'b', day: 2, name: 'JOSÉ MUÑOZ' });
    await desk.tell();
    expect(await desk.settled()).toBe('JOSÉ MUÑOZ');
    await desk.do({ piece: 'b', withdraw: true });
    await desk.tell();
    expect(await desk.settled()).toBe('José Muñoz');
  });
});

it('looks at no list when nothing about a name can have changed', async () => {
  const desk = new Desk();
  await desk.do({ piece: 'a', day: 1, name: 'José Muñoz' });
  await desk.tell();
  await desk.do({ piece: 'b', day: 2, name: 'José Muñoz' });
  await desk.do({ piece: 'a', day: 1, name: 'José Muñoz' });
  desk.calls = [];
  await desk.tell();
  expect(desk.calls).toEqual(['lookUp', 'lookUp']);
  await desk.do({ piece: 'c', day: 3, name: undefined });
  desk.calls = [];
  await desk.tell();
  expect(desk.calls).toEqual([]);
  expect(aHead().lists.map(({ list }) => list)).toEqual(['all', 'year#2024']);
});
