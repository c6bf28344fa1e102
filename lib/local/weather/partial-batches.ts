import { jsonAnswer, jsonBody } from '../aws-json.ts';
import type { AwsResponse, AwsService } from '../service.ts';
import type { Call } from './weather.ts';

interface HalfDone {
  /** Such as `3 of 10`. */
  left: string;
  answer(): Promise<AwsResponse>;
}

/**
 * A batch of which only a part is done. `chance`, from 0 to 1 (exclusive) for each thing asked, says which.
 * Undefined for calls that AWS does as a whole or not at all.
 */
export function halfDone(
  service: AwsService,
  { action, request }: Call,
  chance: (what: string) => number,
): HalfDone | undefined {
  const half = halvings[`${service.name}:${action}`]?.(Object(jsonBody(request)), divider(chance));
  if (!half?.counts[0]) return undefined;
  const [left, done] = half.counts;
  const fewer = { ...request, body: Buffer.from(JSON.stringify(half.request)) };
  const answer = async () => {
    const told = done ? await service.handle(fewer) : nothing(service);
    if (told.status !== 200) return told;
    return { ...told, body: JSON.stringify(half.answer(JSON.parse(String(told.body)))) };
  };
  return { left: `${left} of ${left + done}`, answer };
}

/** No service takes a batch of nothing. */
const nothing = ({ name }: AwsService) => jsonAnswer(200, {}, name === 'events' ? '1.1' : '1.0');

/** Leaves one entry at least undone, if any may be. */
const divider =
  (chance: (what: string) => number): Divide =>
  (entries, atLeast = 0) => {
    const most = Math.max(0, entries.length - atLeast);
    const count = most && 1 + Math.floor(chance('how many') * most);
    const drawn = [...entries.keys()].sort((one, other) => chance(`entry ${one}`) - chance(`entry ${other}`));
    const left = new Set(drawn.slice(0, count));
    const isLeft = (at: number) => left.has(at);
    return {
      done: entries.filter((_, at) => !isLeft(at)),
      left: entries.filter((_, at) => isLeft(at)),
      isLeft,
    };
  };

/** The calls that AWS may do in part, and how it says so. */

/** Entries of a batch: those that are handed on, and those that are not and are said to have failed. */
interface Divided<Entry> {
  done: Entry[];
  left: Entry[];
  /** Whether the n-th of all is among those left. */
  isLeft(at: number): boolean;
}

/** Divides the entries of a batch. Of a DynamoDB batch one is done at least: else the call fails as a whole. */
export type Divide = <Entry>(entries: Entry[], atLeast?: number) => Divided<Entry>;

/** How a batch is done in part, in the words of its service. */
type Halving = (body: object, divide: Divide) => Half;

interface Half {
  counts: [left: number, done: number];
  /** What is asked of the service in its stead. */
  request: object;
  /** The service's answer to that, completed by what is said of those left. */
  answer(told: unknown): object;
}

const internalError = { SenderFault: false, Code: 'InternalError', Message: 'Please try again.' };

const messages: Halving = (body, divide) => {
  const { done, left } = divide<{ Id: string }>(Object(body).Entries);
  return {
    counts: [left.length, done.length],
    request: { ...body, Entries: done },
    answer(told) {
      const { Successful = [], Failed = [] } = Object(told);
      return { Successful, Failed: [...Failed, ...left.map(({ Id }) => ({ Id, ...internalError }))] };
    },
  };
};

const internalFailure = { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Failure' };

/** The answer names no entries: its n-th is about the n-th of the request. */
const events: Halving = (body, divide) => {
  const all: unknown[] = Object(body).Entries;
  const { done, left, isLeft } = divide(all);
  return {
    counts: [left.length, done.length],
    request: { ...body, Entries: done },
    answer(told) {
      const { FailedEntryCount = 0, Entries = [] } = Object(told);
      const results = Entries.values();
      return {
        FailedEntryCount: FailedEntryCount + left.length,
        Entries: all.map((_, at) => (isLeft(at) ? internalFailure : results.next().value)),
      };
    },
  };
};

type Reads = Record<string, { Keys: unknown[] }>;

/** What is left comes back as it was asked, settings such as `ConsistentRead` included. */
const itemReads: Halving = (body, divide) => {
  const asked = Object.entries<Reads[string]>(Object(body).RequestItems);
  const all = asked.flatMap(([table, { Keys, ...settings }]) =>
    Keys.map((key) => ({ table, settings, key })),
  );
  const { done, left } = divide(all, 1);
  const adding = (some: typeof all, before: Reads = {}) => ({
    ...before,
    ...byTable(some, (table, own) => ({
      ...own[0]?.settings,
      Keys: [...(before[table]?.Keys ?? []), ...own.map(({ key }) => key)],
    })),
  });
  return {
    counts: [left.length, done.length],
    request: { ...body, RequestItems: adding(done) },
    answer(told) {
      const { UnprocessedKeys, ...read } = Object(told);
      return { ...read, UnprocessedKeys: adding(left, UnprocessedKeys) };
    },
  };
};

type Writes = Record<string, unknown[]>;

const itemWrites: Halving = (body, divide) => {
  const asked = Object.entries<unknown[]>(Object(body).RequestItems);
  const all = asked.flatMap(([table, writes]) => writes.map((write) => ({ table, write })));
  const { done, left } = divide(all, 1);
  const adding = (some: typeof all, before: Writes = {}) => ({
    ...before,
    ...byTable(some, (table, own) => [...(before[table] ?? []), ...own.map(({ write }) => write)]),
  });
  return {
    counts: [left.length, done.length],
    request: { ...body, RequestItems: adding(done) },
    answer(told) {
      const { UnprocessedItems, ...written } = Object(told);
      return { ...written, UnprocessedItems: adding(left, UnprocessedItems) };
    },
  };
};

function byTable<Entry extends { table: string }>(
  entries: Entry[],
  told: (table: string, own: Entry[]) => unknown,
): object {
  const tables = Map.groupBy(entries, ({ table }) => table);
  return Object.fromEntries([...tables].map(([table, own]) => [table, told(table, own)]));
}

export const halvings: Readonly<Record<string, Halving>> = {
  'sqs:SendMessageBatch': messages,
  'events:PutEvents': events,
  'dynamodb:BatchGetItem': itemReads,
  'dynamodb:BatchWriteItem': itemWrites,
};
