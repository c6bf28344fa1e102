import { StreamViewType, type Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  type Function as Lambda,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeadLetters } from '../alarms.ts';
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
  /** Tries after the first one, until a record goes to the dead letters. */
  readonly retryAttempts: number;
  /** What people miss while a dead letter waits, and where to look. It becomes part of the room's alarm. */
  readonly meaning: string;
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

/**
 * A table whose stream calls one function with its changes, at least once and in order for each partition key. A batch
 * that fails is halved, so that a bad record stands alone; after its last try its place in the stream goes to a
 * dead-letter queue (the record itself stays in the stream for 24 hours; SQS cannot redrive such a queue). The room passes `deadLetters` to its alarm.
 */
export class StreamedTable extends Construct {
  readonly table: Table;
  readonly deadLetters: DeadLetters;
  readonly #stream: StreamProps & Required<Pick<StreamProps, 'ids'>>;
  readonly #failures: Queue;

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

  /** Calls `fn` with every change that passes the filter. */
  deliverChangesTo(fn: Lambda): void {
    const { ids, filters, batchSize, retryAttempts } = this.#stream;
    const eventSourceArn = this.table.tableStreamArn ?? '';
    const streamReads = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
    allow(
      fn,
      streamReads.map((action) => `dynamodb:${action}`),
      eventSourceArn,
    );
    allow(fn, ['sqs:SendMessage'], this.#failures.queueArn);
    new EventSourceMapping(this, ids.mapping, {
      target: fn,
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts,
      // CDK's SqsDestination would grant more than SendMessage.
      onFailure: { bind: () => ({ destination: this.#failures.queueArn }) },
      filters: filters.map((filter) => FilterCriteria.filter({ ...filter })),
    });
  }
}
