import { jsonAnswer, jsonBody } from '../aws-json.ts';
import type { AwsResponse, AwsService } from '../service.ts';
import type { Call } from './weather.ts';

interface PartialBatch {
  /** Such as `3 of 10`. */
  left: string;
  answer(): Promise<AwsResponse>;
}

/**
 * A batch of which only a part takes effect. `chance` gives a number from 0 to 1 (exclusive) for each name. Undefined
 * for calls that AWS does completely or not at all.
 */
export function partialBatch(
  service: AwsService,
  { action, request }: Call,
  chance: (what: string) => number,
): PartialBatch | undefined {
  const partial = partialActions[`${service.name}:${action}`]?.(Object(jsonBody(request)), divider(chance));
  if (!partial?.counts[0]) return undefined;
  const [left, done] = partial.counts;
  const smaller = { ...request, body: Buffer.from(JSON.stringify(partial.request)) };
  const answer = async () => {
    const response = done ? await service.handle(smaller) : nothing(service);
    if (response.status !== 200) return response;
    return { ...response, body: JSON.stringify(partial.answer(JSON.parse(String(response.body)))) };
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

/** The calls of which AWS may do a part, and how each answers then. */

/** Entries of a batch: those that are passed to the service, and those that are reported as failed. */
interface Divided<Entry> {
  done: Entry[];
  left: Entry[];
  /** Whether the n-th of all is among those left. */
  isLeft(at: number): boolean;
}

/** Divides the entries of a batch. Of a DynamoDB batch one is done at least: else the call fails as a whole. */
export type Divide = <Entry>(entries: Entry[], atLeast?: number) => Divided<Entry>;

/** How a batch is done in part, by service. */
type PartialAction = (body: object, divide: Divide) => Partial;

interface Partial {
  counts: [left: number, done: number];
  /** The request that is sent to the service instead. */
  request: object;
  /** The service's answer, completed by the entries left out. */
  answer(response: unknown): object;
}

const internalError = { SenderFault: false, Code: 'InternalError', Message: 'Please try again.' };

const messages: PartialAction = (body, divide) => {
  const { done, left } = divide<{ Id: string }>(Object(body).Entries);
  return {
    counts: [left.length, done.length],
    request: { ...body, Entries: done },
    answer(response) {
      const { Successful = [], Failed = [] } = Object(response);
      return { Successful, Failed: [...Failed, ...left.map(({ Id }) => ({ Id, ...internalError }))] };
    },
  };
};

const internalFailure = { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Failure' };

/** The answer has no ids: its n-th entry is about the n-th of the request. */
const events: PartialAction = (body, divide) => {
  const all: unknown[] = Object(body).Entries;
  const { done, left, isLeft } = divide(all);
  return {
    counts: [left.length, done.length],
    request: { ...body, Entries: done },
    answer(response) {
      const { FailedEntryCount = 0, Entries = [] } = Object(response);
      const results = Entries.values();
      return {
        FailedEntryCount: FailedEntryCount + left.length,
        Entries: all.map((_, at) => (isLeft(at) ? internalFailure : results.next().value)),
      };
    },
  };
};

const transientFailure = { Status: 'TRANSIENT_FAILURE', Error: 'Please try again.' };

/** As with events: the n-th result is about the n-th entry. */
const mails: PartialAction = (body, divide) => {
  const all: unknown[] = Object(body).BulkEmailEntries;
  const { done, left, isLeft } = divide(all);
  return {
    counts: [left.length, done.length],
    request: { ...body, BulkEmailEntries: done },
    answer(response) {
      const results: Iterator<unknown> = (Object(response).BulkEmailEntryResults ?? []).values();
      return {
        BulkEmailEntryResults: all.map((_, at) => (isLeft(at) ? transientFailure : results.next().value)),
      };
    },
  };
};

type Reads = Record<string, { Keys: unknown[] }>;

/** Keys left out are returned as requested, settings such as `ConsistentRead` included. */
const itemReads: PartialAction = (body, divide) => {
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
    answer(response) {
      const { UnprocessedKeys, ...read } = Object(response);
      return { ...read, UnprocessedKeys: adding(left, UnprocessedKeys) };
    },
  };
};

type Writes = Record<string, unknown[]>;

const itemWrites: PartialAction = (body, divide) => {
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
    answer(response) {
      const { UnprocessedItems, ...written } = Object(response);
      return { ...written, UnprocessedItems: adding(left, UnprocessedItems) };
    },
  };
};

function byTable<Entry extends { table: string }>(
  entries: Entry[],
  response: (table: string, own: Entry[]) => unknown,
): object {
  const tables = Map.groupBy(entries, ({ table }) => table);
  return Object.fromEntries([...tables].map(([table, own]) => [table, response(table, own)]));
}

export const partialActions: Readonly<Record<string, PartialAction>> = {
  'sqs:SendMessageBatch': messages,
  'events:PutEvents': events,
  'ses:SendBulkEmail': mails,
  'dynamodb:BatchGetItem': itemReads,
  'dynamodb:BatchWriteItem': itemWrites,
};
