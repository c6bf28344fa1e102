import { Readable } from 'node:stream';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContentEvent } from '../../../../functions/content/contract/change.ts';
import { headKey, termKey } from '../../../../functions/content/contract/table-keys.ts';
import { announceChange } from '../../../../functions/content/documents/announce-change.ts';
import { changeOf, changeTo } from '../../../../functions/content/documents/announcement.ts';
import { tombstone } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawn } from '../../../../functions/content/documents/withdraw-document.ts';
import type { Announcer } from '../../../../functions/content/ports.ts';
import { busAnnouncer } from '../../../../functions/content/store/bus-announcer.ts';
import { toItem, writesIn } from '../../../../functions/content/store/content-items.ts';
import { deliver } from '../../../../lib/local/dynamodb/delivery.ts';
import type { Change } from '../../../../lib/local/dynamodb/stream-reader.ts';
import { aHead, anIncoming, aWrite } from '../a-document.ts';
import { MemoryBus, MemoryUnannounced } from '../memory-announcing.ts';

const command = { order: '01HQ0000000000000000000009', by: 'rosa', at: '2024-03-02T09:00:00.000Z' };

describe('a change', () => {
  it('says what a document was and is', () => {
    const before = aHead({}, { section: 'Housing' });
    const after = withdrawn(before, command, 'Wrong.');
    expect(changeOf(before, after)).toMatchObject({
      type: 'Document Changed',
      detail: {
        slug: 'rent-strike',
        kind: 'article',
        version: 1,
        before: {
          revision: 1,
          status: 'published',
          lists: expect.arrayContaining([
            { list: 'section#housing', sort: '2024-03-01T09:00:00Z#rent-strike' },
          ]),
        },
        after: { revision: 2, status: 'withdrawn', lists: [] },
        removed: { order: command.order },
      },
    });
  });

  it('is none when it means nothing to others', () => {
    const seen = aHead();
    const incoming = { order: '01HQ0000000000000000000000', at: '2024-03-01T09:00:00.000Z', source: 'x' };
    expect(changeOf(seen, aWrite(seen, anIncoming(incoming)).head)).toBeUndefined();
    expect(changeOf(undefined, seen)).toBeDefined();
  });

  it('is a deletion anew when it is deleted again, so that what could not be erased is', () => {
    const before = tombstone(aHead(), command);
    const again = { ...before, order: '01HQ000000000000000000000A' };
    expect(changeOf(before, again)).toMatchObject({
      detail: { removed: { order: again.order, deleted: true } },
    });
    expect(changeOf(again, again)).toBeUndefined();
  });

  it('that was lost has everything looked at that it may have removed', () => {
    const { order } = command;
    const removedBy = (head: Parameters<typeof changeTo>[0]) => Object(changeTo(head).detail).removed;
    expect(removedBy(aHead())).toEqual({ order: aHead().order });
    expect(removedBy(withdrawn(aHead(), command, 'Wrong.'))).toEqual({ order });
    expect(removedBy(tombstone(aHead(), command))).toEqual({ order, deleted: true });
    expect(Object.keys(changeTo(aHead()).detail)).not.toContain('before');
  });
});

const keyed = (slug: string) => ({ key: headKey(slug), place: slug });

describe('announcing', () => {
  const told = async (bus: MemoryBus) => {
    const unannounced = new MemoryUnannounced();
    const from = await announceChange(
      [
        { ...keyed('a'), after: aHead({ slug: 'a' }) },
        { ...keyed('b'), unreadable: new Error('No.') },
        { ...keyed('c'), after: aHead({ slug: 'c' }) },
        {
          place: '4',
          key: termKey('authors', 'head'),
          term: { kind: 'authors', slug: 'head', respelled: true },
        },
        { ...keyed('e'), unreadable: new Error('No.') },
      ],
      { announcer: bus, unannounced },
    );
    const subjects = bus.events.map(({ type, detail }) => `${type} ${Object(detail).slug}`);
    return { from, subjects, aside: unannounced.items.map(({ pk }) => pk) };
  };
  const complaining = (about: string, what: 'refused' | 'unfit') => {
    const bus = new MemoryBus();
    bus.complaint = ({ detail }) => (Object(detail).slug === about ? what : undefined);
    return bus;
  };

  it('sets aside what cannot be read, and goes on', async () => {
    expect(await told(new MemoryBus())).toEqual({
      from: undefined,
      subjects: ['Document Changed a', 'Document Changed c', 'Term Changed head'],
      aside: ['doc#b', 'doc#e'],
    });
  });

  it('announces all that a document is now where nobody can read what it was, and sets its key aside', async () => {
    const [bus, unannounced] = [new MemoryBus(), new MemoryUnannounced()];
    const after = withdrawn(aHead(), command, 'Wrong.');
    const write = { ...keyed('a'), unreadable: new Error('No.'), after };
    expect(await announceChange([write], { announcer: bus, unannounced })).toBeUndefined();
    expect(bus.events).toEqual([changeTo(after)]);
    expect(unannounced.items).toEqual([{ ...headKey('a'), place: 'a' }]);
  });

  it('stops where the bus refuses: nothing behind that is announced or set aside yet', async () => {
    expect(await told(complaining('c', 'refused'))).toEqual({
      from: 'c',
      subjects: ['Document Changed a'],
      aside: ['doc#b'],
    });
  });

  it('sets aside what no call can carry, and goes on', async () => {
    expect(await told(complaining('c', 'unfit'))).toEqual({
      from: undefined,
      subjects: ['Document Changed a', 'Term Changed head'],
      aside: ['doc#b', 'doc#c', 'doc#e'],
    });
  });
});

/** What EventBridge does with one call: takes it, is down, throttles, or refuses some of its entries. */
type Fate = 'taken' | 'down' | 'throttled' | { refused: number[] };

interface Entry {
  DetailType: string;
  Detail: string;
}

/** EventBridge behind the SDK's client; after its fates it takes everything. */
function aBus(fates: Fate[]) {
  const heard: { type: string; detail: { slug: string; version?: number } }[] = [];
  const answer = (statusCode: number, body: object) => ({
    response: {
      statusCode,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: Readable.from([Buffer.from(JSON.stringify(body))]),
    },
  });
  const handle = async ({ body }: { body?: string | Uint8Array }) => {
    const { Entries }: { Entries: Entry[] } = JSON.parse(Buffer.from(body ?? '').toString());
    const fate = fates.shift() ?? 'taken';
    if (fate === 'down') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    if (fate === 'throttled') return answer(400, { __type: 'ThrottlingException', message: 'Slow down' });
    const isRefused = (at: number) => fate !== 'taken' && fate.refused.includes(at);
    const results = Entries.map(({ DetailType, Detail }, at) => {
      if (isRefused(at)) return { ErrorCode: 'InternalFailure', ErrorMessage: 'No.' };
      heard.push({ type: DetailType, detail: JSON.parse(Detail) });
      return { EventId: 'x' };
    });
    return answer(200, { FailedEntryCount: 0, Entries: results });
  };
  const client = new EventBridgeClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
    requestHandler: { handle },
  });
  return { heard, client };
}

const secret = 'Nobody may read this';

/** Attributes with which a head cannot be read. */
const damages: Record<string, object | undefined>[] = [
  { slug: undefined },
  { slug: { N: '7' } },
  { slug: { S: '' } },
  { status: { S: 'lost' } },
  { revision: { S: 'first' } },
  { revision: { N: '12345678901234567890123' } },
  { revision: { N: '-1' } },
  { version: { N: '1.5' } },
  { order: { NULL: true } },
  { fields: { S: secret } },
  { fields: { M: { title: { S: secret } } } },
  { lists: { S: 'all' } },
  { lists: { L: [{ S: 'all' }] } },
  { lists: { L: [{ M: { list: { S: 'all' } } }] } },
  { entry: undefined },
  { former: { L: [{ N: '1' }] } },
  { originals: { M: { p: { BOOL: true } } } },
  { originals: { L: [] } },
  { entry: { X: 'of a type that is not known' } },
];

type Row = { slug: string; damage?: number } | { term: string };

/** The stream's records of these writes, one after the other. */
function recordsOf(rows: Row[]): Change[] {
  const current = new Map<string, Change['dynamodb']['NewImage']>();
  const versions = new Map<string, number>();
  return rows.map((row, at) => {
    const key = 'term' in row ? termKey('authors', row.term) : headKey(row.slug);
    const damage = 'term' in row || row.damage === undefined ? {} : damages[row.damage];
    const OldImage = current.get(key.pk + key.sk);
    const version = (versions.get(key.pk + key.sk) ?? 0) + 1;
    versions.set(key.pk + key.sk, version);
    const item =
      'term' in row
        ? toItem({ ...key, name: `${secret} ${at}` })
        : toItem({ ...key, ...aHead({ slug: row.slug }, { title: secret }), version, revision: version });
    const image = Object.fromEntries(
      Object.entries({ ...item, ...damage }).filter(([, value]) => value !== undefined),
    ) as Change['dynamodb']['NewImage'];
    current.set(key.pk + key.sk, image);
    return {
      eventName: OldImage ? 'MODIFY' : 'INSERT',
      shard: 'shard',
      dynamodb: {
        ApproximateCreationDateTime: 0,
        Keys: { pk: { S: key.pk }, sk: { S: key.sk } },
        ...(OldImage && { OldImage }),
        NewImage: image,
        SequenceNumber: String(at).padStart(6, '0'),
        SizeBytes: 1,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    };
  });
}

const isDamaged = (row: Row | undefined) => row !== undefined && 'damage' in row && row.damage !== undefined;

interface Plan {
  rows: Row[];
  fates: Fate[];
  /** Whether the dead letters take what is sent, and whether a batch comes twice, call by call. */
  refusals: boolean[];
  repeats: boolean[];
}

/** What was heard and set aside when Lambda has delivered everything. */
async function play(
  { rows, fates, refusals, repeats }: Plan,
  announcerOf: (client: EventBridgeClient) => Announcer = (client) => busAnnouncer(client, 'press'),
) {
  const { heard, client } = aBus([...fates]);
  const aside = new MemoryUnannounced();
  const [refusing, repeating] = [[...refusals], [...repeats]];
  const unannounced = {
    add: async (items: Parameters<typeof aside.add>[0]) => {
      if (refusing.shift()) throw new Error('SQS is down');
      await aside.add(items);
    },
  };
  const announcer = announcerOf(client);
  const invoke = async (Records: readonly Change[]) => {
    const writes = writesIn({ Records } as unknown as DynamoDBStreamEvent);
    return announceChange(writes, { announcer, unannounced });
  };
  let discarded = 0;
  await deliver(recordsOf(rows), {
    options: { maximumRetries: -1, maximumAge: -1, bisect: true, retryDelay: () => 0 },
    async attempt(batch) {
      try {
        if (repeating.shift()) await invoke(batch);
        const from = await invoke(batch);
        if (from === undefined) return 'all';
        return { from: batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === from) };
      } catch {
        return { from: 0 };
      }
    },
    done: () => {},
    discard: async (batch) => {
      discarded += batch.length;
    },
    stopped: () => false,
  });
  client.destroy();
  return { heard, aside: aside.items, discarded };
}

/** The changes of each document that can be read, by their versions, in order. */
function readableOf(rows: Row[]): Map<string, number[]> {
  const versions = new Map<string, number>();
  const readable = new Map<string, number[]>();
  for (const row of rows) {
    if (!('slug' in row)) continue;
    const version = (versions.get(row.slug) ?? 0) + 1;
    versions.set(row.slug, version);
    if (!isDamaged(row)) readable.set(row.slug, [...(readable.get(row.slug) ?? []), version]);
  }
  return readable;
}

/** What is wrong with what was heard; undefined when nothing is. */
function faultIn({ rows }: Plan, { heard, aside, discarded }: Awaited<ReturnType<typeof play>>) {
  if (discarded) return `${discarded} records were given up`;
  for (const [slug, versions] of readableOf(rows)) {
    const all = heard.filter(({ type, detail }) => type === 'Document Changed' && detail.slug === slug);
    const first = [...new Set(all.map(({ detail }) => detail.version))];
    if (JSON.stringify(first) !== JSON.stringify(versions)) return `${slug}: ${first}, not ${versions}`;
  }
  const places = new Set(aside.map(({ place }) => Number(place)));
  const unread = rows.flatMap((row, at) => ('slug' in row && isUnread(rows, at) ? [at] : []));
  if (JSON.stringify([...places].sort((a, b) => a - b)) !== JSON.stringify(unread))
    return `set aside: ${[...places]}, not ${unread}`;
  if (JSON.stringify(aside).includes(secret)) return 'content is set aside';
  return aside.every((item) => Object.keys(item).sort().join() === 'pk,place,sk')
    ? undefined
    : 'more than keys';
}

/** Its new image or its old one is damaged. */
function isUnread(rows: Row[], at: number): boolean {
  const row = rows[at];
  const slug = row && 'slug' in row ? row.slug : '';
  const before = rows.slice(0, at).findLast((one) => 'slug' in one && one.slug === slug);
  return isDamaged(row) || isDamaged(before);
}

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Fate>('taken') },
  fc.constantFrom<Fate>('down', 'throttled'),
  fc.record({ refused: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 4 }) }),
);
const slug = fc.constantFrom('a', 'b', 'head', 'été');
const row: fc.Arbitrary<Row> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ slug }) },
  fc.record({ slug, damage: fc.nat(damages.length - 1) }),
  fc.record({ term: fc.constantFrom('head', 'a') }),
);
const plan: fc.Arbitrary<Plan> = fc.record({
  rows: fc.array(row, { maxLength: 30 }),
  fates: fc.array(fate, { maxLength: 12 }),
  refusals: fc.array(fc.boolean(), { maxLength: 4 }),
  repeats: fc.array(fc.boolean(), { maxLength: 6 }),
});

describe('the stream, while the bus refuses and rows cannot be read', () => {
  it.each(damages.map((damage, at) => [JSON.stringify(damage) + Object.keys(damage), at] as const))(
    'a head with %s is set aside, and announced again once it is mended',
    async (_, damage) => {
      const rows = [{ slug: 'a' }, { slug: 'b', damage }, { slug: 'a' }, { slug: 'b' }, { slug: 'b' }];
      const given = { rows, fates: [], refusals: [], repeats: [] };
      expect(faultIn(given, await play(given))).toBeUndefined();
    },
  );

  it('announces every change that can be read, in order, and sets the others aside by their keys', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (given) => {
        expect(faultIn(given, await play(given))).toBeUndefined();
      }),
    );
  });

  it('would be found out if it went on behind a refusal', async () => {
    const goesOn = (client: EventBridgeClient): Announcer => ({
      async announce(events) {
        const refused: ContentEvent[] = [];
        for (const event of events) {
          const one = await busAnnouncer(client, 'press').announce([event]);
          if (one.refused) refused.push(one.refused);
        }
        return { unfit: [], refused: refused[0] };
      },
    });
    const property = fc.asyncProperty(plan, async (given) => !faultIn(given, await play(given, goesOn)));
    expect((await fc.check(property)).failed).toBe(true);
  });
});
