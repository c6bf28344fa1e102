import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Feedback,
  forgetPerson,
  hearFeedback,
  LetterUnderWay,
} from '../../../../functions/post/feedback/hear-feedback.ts';
import { claimed } from '../../../../functions/post/letters/outbox-letter.ts';
import { isSuppressed, stopsLetters } from '../../../../functions/post/suppressions/address-marks.ts';
import { replaySuppressions } from '../../../../functions/post/suppressions/replay-suppressions.ts';
import { unsuppressAddress } from '../../../../functions/post/suppressions/unsuppress-address.ts';
import { aLetter, noon } from '../a-letter.ts';
import { PostOffice } from '../letters/a-post-office.ts';
import { MemoryPost } from '../memory-post.ts';

const hash = aLetter().addressHash;
const day = 24 * 60 * 60_000;
let office: PostOffice;
beforeEach(async () => {
  office = new PostOffice();
  await office.press({ sender: 'post@lantern.example' });
});

const report = (changes: Partial<Feedback>): Feedback => ({
  type: 'Bounce',
  messageId: 'message-1',
  at: noon,
  hash,
  ...changes,
});
const onDay = (days: number) => new Date(Date.parse(noon) + days * day).toISOString();
const marks = () => office.room.addresses.marks(hash);
const hear = (...reports: Partial<Feedback>[]) =>
  reports.reduce<Promise<void>>(
    (before, one) => before.then(() => hearFeedback(report(one), office.deps())),
    Promise.resolve(),
  );

describe('a hard bounce', () => {
  it('stops all mail: in the log, the table and on the bus', async () => {
    await hear({ bounce: 'Permanent' });
    expect(stopsLetters(await marks())).toBe(true);
    expect(office.log.stored.map(({ entry }) => entry)).toEqual([
      { hash, what: 'suppressed', why: 'bounce', at: noon },
    ]);
    const detail = { hash, why: 'bounce', scope: 'all', at: noon };
    expect(office.events).toEqual([{ type: 'Address Suppressed', detail }]);
  });

  it('is heard whole, wherever the function dies the first time', async () => {
    for (let at = 1; at <= 6; at++) {
      for (const after of [false, true]) {
        office = new PostOffice();
        await office.hear(report({ bounce: 'Permanent' }), { at, after });
        await office.hear(report({ bounce: 'Permanent' }));
        expect(stopsLetters(await marks())).toBe(true);
        expect(office.events.length).toBeGreaterThan(0);
        const fresh = new MemoryPost();
        await replaySuppressions({
          ...fresh,
          suppressionLog: office.log,
          addresses: fresh.addresses,
          ...{ position: fresh.position, clock: office.deps().clock },
        });
        expect(stopsLetters(await fresh.addresses.marks(hash))).toBe(true);
      }
    }
  });
});

it('a complaint stops newsletters, not letters', async () => {
  await hear({ type: 'Complaint' });
  expect([isSuppressed(await marks()), stopsLetters(await marks())]).toEqual([true, false]);
  expect(office.events).toMatchObject([{ detail: { why: 'complaint', scope: 'newsletters' } }]);
});

describe('soft bounces', () => {
  const soft = (messageId: string, days: number): Partial<Feedback> => ({
    bounce: 'Transient',
    messageId,
    at: onDay(days),
  });

  it('stop mail after five in a row over fourteen days', async () => {
    await hear(soft('a', 0), soft('b', 4), soft('c', 8), soft('d', 12));
    expect(stopsLetters(await marks())).toBe(false);
    await hear(soft('e', 14));
    expect(stopsLetters(await marks())).toBe(true);
    expect(office.events).toMatchObject([{ detail: { why: 'soft', scope: 'all', at: onDay(14) } }]);
  });

  it('do not stop it as five in thirteen days, nor four in a year', async () => {
    await hear(soft('a', 0), soft('b', 1), soft('c', 2), soft('d', 3), soft('e', 13));
    expect(stopsLetters(await marks())).toBe(false);
    office = new PostOffice();
    await hear(soft('a', 0), soft('b', 90), soft('c', 200), soft('d', 365));
    expect(stopsLetters(await marks())).toBe(false);
  });

  it('count once each, however often they are heard', async () => {
    for (let n = 0; n < 5; n++) await hear(soft('a', 0), soft('b', 20));
    expect(stopsLetters(await marks())).toBe(false);
  });

  it('begin anew after a delivery, and an older one heard later counts no more', async () => {
    await hear(soft('a', 0), soft('b', 4), soft('c', 8), { type: 'Delivery', messageId: 'd', at: onDay(9) });
    await hear(soft('e', 10), soft('f', 20), soft('old', 5), soft('older', 6));
    expect(stopsLetters(await marks())).toBe(false);
  });

  it('are counted by what happened, in whatever order it is heard', async () => {
    const anyReport = fc.record({
      kind: fc.constantFrom('soft' as const, 'soft' as const, 'delivery' as const),
      at: fc.integer({ min: 0, max: 40 }),
    });
    const checked = fc.asyncProperty(fc.array(anyReport, { maxLength: 12 }), async (all) => {
      office = new PostOffice();
      const unlike = [...new Map(all.map((one) => [one.at, one])).values()];
      // In their own order, some of them twice: deliveries find the bounces that they reset.
      const inOrder = unlike.toSorted((a, b) => a.at - b.at);
      for (const { kind, at } of inOrder) {
        const one =
          kind === 'soft'
            ? soft(`m${at}`, at)
            : { type: 'Delivery' as const, messageId: `m${at}`, at: onDay(at) };
        await hear(one, one);
      }
      let run: number[] = [];
      let stopped = false;
      for (const { kind, at } of inOrder) {
        run = kind === 'soft' ? [...run, at] : [];
        if (run.length >= 5 && at - (run[0] ?? at) >= 14) stopped = true;
      }
      expect(stopsLetters(await marks())).toBe(stopped);
    });
    await fc.assert(checked, { numRuns: 200 });
  });

  it('that stand for longer than they are stored stop mail all the same', async () => {
    for (let n = 0; n < 40; n++) await hear(soft(`m${n}`, n / 4));
    expect(stopsLetters(await marks())).toBe(false);
    await hear(soft('last', 14));
    expect(stopsLetters(await marks())).toBe(true);
  });
});

describe('lifting a suppression', () => {
  const keys = { hash: async (address: string) => `hash of ${address}` };
  const listed = new Set<string>();
  const lift = (email: string) =>
    unsuppressAddress(email, {
      ...office.deps(),
      keys,
      accountSuppressions: { remove: async (address) => listed.delete(address) },
    });
  const of = (email: string) => office.room.addresses.marks(`hash of ${email}`);

  it('is for mail to come, by whatever reason it was stopped, off SES’s own list, too', async () => {
    const [bounced, complained] = ['one@home.example', 'two@home.example'];
    await hear({ bounce: 'Permanent', hash: `hash of ${bounced}` });
    await hear({ type: 'Complaint', hash: `hash of ${complained}` });
    office.advance(1000);
    listed.add('Three@home.example');
    expect(await lift('  One@Home.example ')).toEqual({ removed: true });
    expect(await lift(complained)).toEqual({ removed: true });
    expect(await lift('Three@home.example')).toEqual({ removed: true });
    expect(await lift('nobody@home.example')).toEqual({ removed: false });
    expect([isSuppressed(await of(bounced)), isSuppressed(await of(complained))]).toEqual([false, false]);
    expect(office.events.filter(({ type }) => type === 'Address Unsuppressed')).toHaveLength(4);
    await expect(lift('no address')).rejects.toMatchObject({ status: 422 });
  });

  it('outlives the table, and a bounce that comes after it counts', async () => {
    const email = 'one@home.example';
    const bounce = { bounce: 'Permanent', hash: `hash of ${email}` };
    await hear(bounce);
    office.advance(1000);
    await lift(email);
    // The same report once more.
    await hear(bounce);
    expect(isSuppressed(await of(email))).toBe(false);
    const fresh = new MemoryPost();
    await replaySuppressions({
      suppressionLog: office.log,
      addresses: fresh.addresses,
      ...{ position: fresh.position, clock: office.deps().clock },
    });
    expect(isSuppressed(await fresh.addresses.marks(`hash of ${email}`))).toBe(false);
    await hear({ ...bounce, at: onDay(1) });
    expect(isSuppressed(await of(email))).toBe(true);
  });
});

describe('the log', () => {
  const depsOf = ({ addresses, position }: MemoryPost) => ({
    ...{ suppressionLog: office.log, addresses, position, clock: office.deps().clock },
  });

  it('is asked only for what is new once the last entry is old', async () => {
    const fresh = new MemoryPost();
    const deps = depsOf(fresh);
    for (let n = 0; n < 30; n++) await hear({ bounce: 'Permanent', hash: `h${n}` });
    const readIn = async () => {
      let found = 0;
      const suppressionLog = {
        append: office.log.append.bind(office.log),
        entries: async (after: string | undefined) => {
          const page = await office.log.entries(after);
          found += page.entries.length;
          return page;
        },
      };
      await replaySuppressions({ ...deps, suppressionLog });
      return found;
    };
    expect(await readIn()).toBe(30);
    office.advance(5 * 60_000);
    expect(await readIn()).toBe(30);
    office.advance(6 * 60_000);
    // It looks back once more, for who was slow; then no more.
    expect(await readIn()).toBe(30);
    expect(await readIn()).toBe(0);
    await hear({ bounce: 'Permanent', hash: 'new' });
    expect(await readIn()).toBe(1);
    expect(stopsLetters(await fresh.addresses.marks('new'))).toBe(true);
  });

  it('brings an older table up to it whatever the table had, and reads little once it is', async () => {
    for (let n = 0; n < 30; n++) {
      office.advance(60_000);
      await hear({ bounce: 'Permanent', hash: `h${n}`, at: office.now.toISOString() });
    }
    const fresh = new MemoryPost();
    const deps = depsOf(fresh);
    await replaySuppressions(deps);
    for (let n = 0; n < 30; n++) expect(stopsLetters(await fresh.addresses.marks(`h${n}`))).toBe(true);
    const asked: (string | undefined)[] = [];
    const watched = {
      append: office.log.append.bind(office.log),
      entries: async (after: string | undefined) => {
        asked.push(after);
        return office.log.entries(after);
      },
    };
    await replaySuppressions({ ...deps, suppressionLog: watched });
    expect(asked).toHaveLength(1);
    expect((await office.log.entries(asked[0])).entries.length).toBeLessThanOrEqual(11);
  });

  it('finds an entry whose writer’s clock was behind', async () => {
    const fresh = new MemoryPost();
    const deps = depsOf(fresh);
    await hear({ bounce: 'Permanent', hash: 'first' });
    await replaySuppressions(deps);
    const early = office.log.stored[0]?.key ?? '';
    office.log.stored.unshift({
      key: `${early.slice(0, 9)}${String.fromCharCode(early.charCodeAt(9) - 1)}${early.slice(10)}`,
      entry: { hash: 'second', what: 'suppressed', why: 'bounce', at: noon },
    });
    await replaySuppressions(deps);
    expect(stopsLetters(await fresh.addresses.marks('second'))).toBe(true);
  });
});

describe('an erased person', () => {
  const erase = (at: string) => forgetPerson({ hash, at }, office.deps());
  const put = (at = noon) => {
    const id = office.ids.next();
    office.room.put(aLetter({ id, at }));
    return id;
  };
  const row = (id: string) => office.room.letters.get(id);

  it('gets no letter that was put before, doubts forget them, and a farewell leaves', async () => {
    const doubt = put();
    office.weather = ['unheard'];
    await office.stream([doubt]);
    const waiting = put();
    office.advance(1000);
    const at = office.now.toISOString();
    const farewell = put(at);
    await erase(at);
    expect(row(waiting)).toMatchObject({ state: 'failed', why: 'erased' });
    expect(row(doubt)).toMatchObject({ state: 'doubt', dueKey: 'doubt-emptied' });
    await office.tick();
    expect([...office.taken.keys()]).toEqual([farewell]);
    expect(JSON.stringify([row(waiting), row(doubt)])).not.toContain('mara');
  });

  it('stops a letter that the index does not have yet', async () => {
    const id = put();
    office.room.outbox.openTo = async () => [];
    await erase(onDay(1));
    await office.stream([id]);
    expect(row(id)).toMatchObject({ state: 'failed', why: 'erased' });
  });

  it('is heard of again while a letter to them is being sent', async () => {
    const id = put();
    const letter = await office.room.outbox.read(id);
    if (letter) await office.room.outbox.replace(letter, claimed(letter, office.now));
    await expect(erase(onDay(1))).rejects.toThrow(LetterUnderWay);
  });
});

it('a report about a letter that SES refused after all lets it fail', async () => {
  const id = office.ids.next();
  office.room.put(aLetter({ id }));
  office.weather = ['lost'];
  await office.stream([id]);
  await hear({ type: 'Reject', letter: id, attempt: 2 });
  expect(office.room.letters.get(id)?.state).toBe('doubt');
  await hear({ type: 'Reject', letter: id, attempt: 1 });
  expect(office.room.letters.get(id)).toMatchObject({ state: 'failed', why: 'rejected' });
});
