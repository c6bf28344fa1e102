import { hash } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import {
  failuresOf,
  filterOf,
  invokeOnBatch,
  inWeather,
  type Mapping,
  mostAtOnce,
  reportsFailures,
} from '../events/mapping.ts';
import { reportWork } from '../pending-work.ts';
import {
  type BatchResult,
  type Delivery,
  type DeliveryOptions,
  type DiscardReason,
  deliver,
} from './delivery.ts';
import { StreamLoop } from './stream-loop.ts';
import { Progress } from './stream-positions.ts';
import { type Change, StreamReader, streamOf } from './stream-reader.ts';
import { failureRecord, isNoChange, streamRecord } from './stream-records.ts';
import { type Tables, tablesOf } from './tables.ts';

/** Records read ahead of the function. */
const mostInFlight = 2000;

/** Runs a function on the changes of a table. Returns how to stop. */
export async function mapStream(id: string, mapping: Mapping, cloud: Cloud): Promise<() => void> {
  const tables = await tablesOf(cloud);
  const table = mapping.EventSourceArn.split('/')[1] ?? '';
  const stream = await streamOf(tables.endpoint, table);
  const after = tables.positions.get(id, stream);
  const reader = new StreamReader(tables.endpoint, stream, mapping.StartingPosition, after);
  await reader.open();
  tables.pruner.read(table, id, after);
  const streamMapping = new StreamMapping({ id, table, stream, mapping, cloud, tables }, reader);
  return () => streamMapping.stop();
}

interface Source {
  /** The mapping's logical id: its position is kept under it. */
  id: string;
  table: string;
  /** ARN that the database gave the stream; functions see the template's. */
  stream: string;
  mapping: Mapping;
  cloud: Cloud;
  tables: Tables;
}

class StreamMapping implements Delivery {
  readonly options: DeliveryOptions;
  #source: Source;
  #passes: (record: unknown) => boolean;
  #progress = new Progress();
  #queues: BatchQueue[];
  #loop: StreamLoop;
  #stopped = false;
  #stopListening: () => void;

  constructor(source: Source, reader: StreamReader) {
    const { table, mapping, tables } = source;
    this.#source = source;
    this.options = optionsOf(mapping);
    this.#passes = filterOf(mapping.FilterCriteria);
    this.#queues = batchQueuesOf(mapping, (batch) => deliver(batch, this));
    this.#loop = new StreamLoop(reader, this);
    this.#stopListening = tables.writes.listen(table, () => this.#loop.wake());
    reportWork(source.cloud, () => this.#work());
    this.#loop.wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#stopListening();
    this.#loop.stop();
  }

  stopped(): boolean {
    return this.#stopped;
  }

  hasRoom(): boolean {
    return this.#progress.count < mostInFlight;
  }

  take(changes: readonly Change[]): void {
    this.#progress.begin(changes);
    const wanted = new Set(
      changes.filter((change) => !isNoChange(change) && this.#passes(this.#record(change))),
    );
    this.done(changes.filter((change) => !wanted.has(change)));
    this.#queues.forEach((queue, index) => {
      queue.add([...wanted].filter((change) => queueIndexOf(change, this.#queues.length) === index));
    });
  }

  failed(cause: unknown): void {
    this.#source.cloud.say('failure', `The stream of ${this.#source.table} cannot be read: ${cause}`);
  }

  async attempt(batch: readonly Change[]): Promise<BatchResult> {
    const { mapping, cloud, table } = this.#source;
    const Records = batch.map((change) => this.#record(change));
    const invoke = () =>
      invokeOnBatch(
        () => cloud.invoke(mapping.FunctionName, { Records }),
        () => this.#stopped,
      );
    const result = await inWeather(cloud, `stream of ${table}`, invoke);
    if (result.outcome === 'failed') return { from: 0 };
    const failures = reportsFailures(mapping) ? failuresOf(result.payload) : [];
    return failures === 'all' ? { from: 0 } : firstOf(failures, batch);
  }

  done(batch: readonly Change[]): void {
    const { id, table, stream, tables } = this.#source;
    const position = this.#progress.finish(batch);
    if (position) {
      tables.positions.set(id, stream, position);
      tables.pruner.read(table, id, position);
    }
    if (batch.length) this.#loop.wake();
  }

  async discard(batch: readonly Change[], why: DiscardReason, attempts: number): Promise<void> {
    const { mapping, cloud, table } = this.#source;
    const record = failureRecord(batch, why, attempts, mapping.FunctionName, mapping.EventSourceArn);
    cloud.say('failure', `${batch.length} changes of ${table} were given up: ${why}`);
    const destination = mapping.DestinationConfig?.OnFailure.Destination;
    if (destination) await cloud.enqueue(destination, JSON.stringify(record));
  }

  #work(): string | undefined {
    if (!this.#progress.count && this.#loop.isIdle) return undefined;
    return `${this.#progress.count} changes of ${this.#source.table}`;
  }

  #record(change: Change) {
    const { mapping, cloud } = this.#source;
    return streamRecord(change, mapping.EventSourceArn, cloud.place.region);
  }
}

/** Lambda goes on from the earliest record that is reported; one it does not know fails all. */
function firstOf(failures: readonly string[], batch: readonly Change[]): BatchResult {
  const sequences = batch.map(({ dynamodb }) => dynamodb.SequenceNumber);
  if (!failures.every((one) => sequences.includes(one))) return { from: 0 };
  const from = sequences.findIndex((sequence) => failures.includes(sequence));
  return from < 0 ? 'all' : { from };
}

function batchQueuesOf(mapping: Mapping, work: (batch: readonly Change[]) => Promise<void>): BatchQueue[] {
  const count = Math.min(mapping.ParallelizationFactor, mostAtOnce);
  const [size, window] = [mapping.BatchSize ?? 100, mapping.MaximumBatchingWindowInSeconds];
  return Array.from({ length: count }, () => new BatchQueue(size, window, work));
}

/** All changes of an item go through the same queue, so they stay in order. */
function queueIndexOf({ dynamodb }: Change, count: number): number {
  if (count === 1) return 0;
  const keys = JSON.stringify(Object.entries(dynamodb.Keys).sort(([a], [b]) => (a < b ? -1 : 1)));
  return Number.parseInt(hash('md5', keys).slice(0, 8), 16) % count;
}

const optionsOf = (mapping: Mapping): DeliveryOptions => ({
  maximumRetries: mapping.MaximumRetryAttempts,
  maximumAge: mapping.MaximumRecordAgeInSeconds,
  bisect: mapping.BisectBatchOnFunctionError,
  retryDelay: (attempts) => Math.min(50 * 2 ** attempts, 5000),
});

/** Lambda's largest event, with room for what the record adds to an item's own bytes. */
const largestBatch = 4_000_000;

/** Takes changes in order and works on them batch by batch, each when the one before is done. */
class BatchQueue {
  #waiting: Change[] = [];
  #size: number;
  #window: number;
  #work: (batch: readonly Change[]) => Promise<void>;
  #busy = false;
  #windowTimer: NodeJS.Timeout | undefined;

  constructor(size: number, window: number, work: (batch: readonly Change[]) => Promise<void>) {
    this.#size = size;
    this.#window = window;
    this.#work = work;
  }

  add(changes: readonly Change[]): void {
    if (!changes.length) return;
    this.#waiting.push(...changes);
    if (!this.#window || this.#waiting.length >= this.#size) void this.#run();
    else this.#windowTimer ??= setTimeout(() => void this.#run(), this.#window).unref();
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#windowTimer);
    this.#windowTimer = undefined;
    while (this.#waiting.length) await this.#work(this.#next());
    this.#busy = false;
  }

  #next(): Change[] {
    let bytes = 0;
    const firstTooLarge = this.#waiting.slice(0, this.#size).findIndex((change, index) => {
      bytes += change.dynamodb.SizeBytes;
      return index > 0 && bytes > largestBatch;
    });
    return this.#waiting.splice(0, firstTooLarge < 0 ? this.#size : firstTooLarge);
  }
}
