import * as z from 'zod/mini';
import { type DynamoEndpoint, DynamoFailure } from './endpoint.ts';

const image = z.record(z.string(), z.record(z.string(), z.unknown()));
const change = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  userIdentity: z.optional(z.unknown()),
  dynamodb: z.object({
    ApproximateCreationDateTime: z.number(),
    Keys: image,
    NewImage: z.optional(image),
    OldImage: z.optional(image),
    SequenceNumber: z.string(),
    SizeBytes: z.number(),
    StreamViewType: z.string(),
  }),
});
const page = z.object({ Records: z.array(change), NextShardIterator: z.nullish(z.string()) });
const iteratorAnswer = z.object({ ShardIterator: z.string() });
const tableAnswer = z.object({ Table: z.object({ LatestStreamArn: z.optional(z.string()) }) });
const streamAnswer = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string() })),
    LastEvaluatedShardId: z.nullish(z.string()),
  }),
});

/** A change of an item, as DynamoDB Streams gives it, and the shard it was in. */
export type Change = z.infer<typeof change> & { shard: string };

/** The last record of a shard that is done with. */
export interface Position {
  shard: string;
  sequence: string;
}

/** ARN that the database gave the table's stream. */
export async function streamOf(endpoint: DynamoEndpoint, table: string): Promise<string> {
  const answer = await endpoint.call('DynamoDB_20120810.DescribeTable', { TableName: table });
  const stream = tableAnswer.parse(answer).Table.LatestStreamArn;
  if (!stream) throw new Error(`The table ${table} has no stream.`);
  return stream;
}

interface Cursor {
  shard: string;
  iterator: string;
}

/** Reads a stream from a position on, shard after shard: emulators close one before they open the next. */
export class StreamReader {
  #endpoint: DynamoEndpoint;
  #stream: string;
  #start: 'TRIM_HORIZON' | 'LATEST';
  #read: Position | undefined;
  #current: Cursor | undefined;

  constructor(endpoint: DynamoEndpoint, stream: string, start: 'TRIM_HORIZON' | 'LATEST', after?: Position) {
    this.#endpoint = endpoint;
    this.#stream = stream;
    this.#start = start;
    this.#read = after;
  }

  /** Gets its first iterator: from then on no write is missed. */
  async open(): Promise<void> {
    this.#current = await this.#begin();
  }

  /** The next changes, at most a thousand; none when all have been read. Throws a DynamoFailure. */
  async next(): Promise<Change[]> {
    const current = this.#current ?? (await this.#begin());
    if (!current) return [];
    // An iterator that has expired is dropped: the next call begins after what has been read.
    this.#current = undefined;
    const answer = await this.#call('GetRecords', { ShardIterator: current.iterator });
    const { Records, NextShardIterator } = page.parse(answer);
    const sequence = Records.at(-1)?.dynamodb.SequenceNumber;
    if (sequence) this.#read = { shard: current.shard, sequence };
    if (NextShardIterator) this.#current = { shard: current.shard, iterator: NextShardIterator };
    else this.#current = await this.#beginAfter(current.shard);
    return Records.map((record) => ({ ...record, shard: current.shard }));
  }

  async #begin(): Promise<Cursor | undefined> {
    const shards = await this.#shards();
    const read = this.#read;
    if (read && shards.includes(read.shard)) return this.#after(read);
    const shard = this.#start === 'LATEST' ? shards.at(-1) : shards[0];
    return shard ? this.#at(shard, this.#start) : undefined;
  }

  /** If the position has been trimmed, reading starts at the oldest record there is. */
  #after({ shard, sequence }: Position): Promise<Cursor> {
    return this.#at(shard, 'AFTER_SEQUENCE_NUMBER', sequence).catch((cause: unknown) => {
      if (cause instanceof DynamoFailure && cause.type === 'TrimmedDataAccessException')
        return this.#at(shard, 'TRIM_HORIZON');
      throw cause;
    });
  }

  async #beginAfter(closed: string): Promise<Cursor | undefined> {
    const shards = await this.#shards();
    const next = shards[shards.indexOf(closed) + 1];
    return next ? this.#at(next, 'TRIM_HORIZON') : undefined;
  }

  async #at(shard: string, type: string, sequence?: string): Promise<Cursor> {
    const wanted = {
      StreamArn: this.#stream,
      ShardId: shard,
      ShardIteratorType: type,
      SequenceNumber: sequence,
    };
    const answer = await this.#call('GetShardIterator', wanted);
    return { shard, iterator: iteratorAnswer.parse(answer).ShardIterator };
  }

  async #shards(after?: string): Promise<string[]> {
    const answer = await this.#call('DescribeStream', {
      StreamArn: this.#stream,
      ExclusiveStartShardId: after,
    });
    const { Shards, LastEvaluatedShardId } = streamAnswer.parse(answer).StreamDescription;
    const ids = Shards.map(({ ShardId }) => ShardId);
    return LastEvaluatedShardId ? [...ids, ...(await this.#shards(LastEvaluatedShardId))] : ids;
  }

  #call(action: string, input: unknown): Promise<unknown> {
    return this.#endpoint.call(`DynamoDBStreams_20120810.${action}`, input);
  }
}
