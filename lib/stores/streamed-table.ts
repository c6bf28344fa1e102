import { StreamViewType, type Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import {
  CfnEventSourceMapping,
  EventSourceMapping,
  FilterCriteria,
  type Function as Lambda,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames, type Setting } from '../../functions/runtime/env-names.ts';
import type { DeadLetters, Delay } from '../alarms.ts';
import { allow } from '../allow.ts';
import { deadLetterQueue } from '../queue.ts';
import type { Stage } from '../stage.ts';
import { protectedTable } from './protected-table.ts';

/** How the changes of a table reach the function that handles them. */
export interface StreamProps {
  /** Patterns of the stream records that are delivered, in Lambda's event filter syntax: one has to match. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  /** Records a call, at most 10,000. */
  readonly batchSize: number;
  /** Tries after the first one, until a record goes to the dead letters. Without it, tries go on until the record
   *  expires: for a function that reports by itself what it can never handle. */
  readonly retryAttempts?: number;
  /** What people miss while a dead letter waits, and where to look. It becomes part of the room's alarm. */
  readonly meaning: string;
  /** What people miss while the function is behind, for an alarm on the age of what waits; without it there is none. */
  readonly delayMeaning?: string;
  /** The environment variable that gives the function the address of the dead letters, to write some itself. */
  readonly setting?: Setting;
  /** Construct ids, from which CDK makes the logical ids on AWS. A deployed table keeps its own. */
  readonly ids?: { readonly mapping: string; readonly deadLetters: string };
}

export interface StreamedTableProps {
  readonly stage: Stage;
  readonly stream: StreamProps;
  /** What this table has beyond the keys `pk` and `sk`, such as a TTL attribute. */
  readonly table?: Partial<TableProps>;
}

const defaultIds = { mapping: 'Changes', deadLetters: 'ChangesDead' };

/** DynamoDB keeps records for 24 hours: before that they go to the dead letters, or they would vanish. */
const maxRecordAge = Duration.hours(23);

/**
 * A table whose stream calls one function with its changes, at least once and in order for each partition key. A batch
 * that fails is halved, so that a bad record stands alone; after its last try its place in the stream goes to a
 * dead-letter queue. SQS redrives that only where it is a work queue's dead-letter queue, too. The room passes
 * `deadLetters` to its alarm, and `delay` to one on age.
 */
export class StreamedTable extends Construct {
  readonly table: Table;
  readonly deadLetters: DeadLetters;
  readonly #stream: StreamProps & Required<Pick<StreamProps, 'ids'>>;
  readonly #failures: Queue;
  #reader: Lambda | undefined;

  constructor(scope: Construct, id: string, { stage, stream, table }: StreamedTableProps) {
    super(scope, id);
    this.#stream = { ids: defaultIds, ...stream };
    this.table = protectedTable(this, 'Table', stage, {
      ...table,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    this.#failures = deadLetterQueue(this, this.#stream.ids.deadLetters);
    this.deadLetters = { queues: [this.#failures], meaning: stream.meaning };
  }

  /** Where the function's dead letters lie, for a work queue that handles those that are sent back. */
  get deadLetterQueue(): Queue {
    return this.#failures;
  }

  /** What the function being behind means; undefined when nobody asked for an alarm, or nothing reads the stream. */
  get delay(): Delay | undefined {
    const { delayMeaning: meaning } = this.#stream;
    return this.#reader && meaning ? { reader: this.#reader, meaning } : undefined;
  }

  /** Lets `fn` put dead letters of its own beside those of the stream, and gives it the address. */
  allowSettingAside(fn: Lambda): void {
    if (this.#stream.setting) fn.addEnvironment(envNames[this.#stream.setting], this.#failures.queueUrl);
    allow(fn, ['sqs:SendMessage'], this.#failures.queueArn);
  }

  /** Calls `fn` with every change that passes the filter. */
  deliverChangesTo(fn: Lambda): void {
    const { ids, filters, batchSize, retryAttempts } = this.#stream;
    this.#reader = fn;
    const eventSourceArn = this.table.tableStreamArn ?? '';
    const streamReads = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
    allow(
      fn,
      streamReads.map((action) => `dynamodb:${action}`),
      eventSourceArn,
    );
    this.allowSettingAside(fn);
    const mapping = new EventSourceMapping(this, ids.mapping, {
      target: fn,
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      ...(retryAttempts === undefined ? { maxRecordAge } : { retryAttempts }),
      // CDK's SqsDestination would grant more than SendMessage.
      onFailure: { bind: () => ({ destination: this.#failures.queueArn }) },
      filters: filters.map((filter) => FilterCriteria.filter({ ...filter })),
    });
    // Said, or a mapping that had a number would keep it; CDK takes no -1.
    const { defaultChild } = mapping.node;
    if (retryAttempts === undefined && defaultChild instanceof CfnEventSourceMapping)
      defaultChild.maximumRetryAttempts = -1;
  }
}
