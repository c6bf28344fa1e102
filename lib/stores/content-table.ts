import { AttributeType, StreamViewType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as Lambda,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow } from '../allow.ts';
import { deadLetterQueue } from '../queue.ts';
import type { Stage } from '../stage.ts';
import { protectedTable } from './protected-table.ts';

const index = 'documents';

/** Documents, their revisions, and the lists they stand in. Its stream announces every change. */
export class ContentTable extends Construct {
  readonly table: Table;
  /** Where parts of the stream wait that no try could announce. */
  readonly unannounced: Queue;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.table = protectedTable(this, 'Table', stage, { stream: StreamViewType.NEW_AND_OLD_IMAGES });
    this.table.addGlobalSecondaryIndex({
      indexName: index,
      partitionKey: { name: 'kept', type: AttributeType.STRING },
      sortKey: { name: 'changed', type: AttributeType.STRING },
    });
    this.unannounced = deadLetterQueue(this, 'Unannounced');
  }

  /** Lets `fn` read single documents. */
  allowShowing(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:GetItem']);
  }

  /** Lets `fn` read many documents and names by their keys. */
  allowLookingUp(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:BatchGetItem']);
  }

  /** Lets `fn` read what lies in order under one key: lists, names, the revisions of a document. */
  allowReadingLists(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:Query']);
  }

  /** Lets `fn` look through all documents in order of their changes: an index, so it may lag behind. */
  allowBrowsing(fn: Lambda): void {
    fn.addEnvironment(envNames.contentTable, this.table.tableName);
    allow(fn, ['dynamodb:Query'], `${this.table.tableArn}/index/${index}`);
  }

  /** Lets `fn` write documents with their lists, in transactions, after looking at what is there. */
  allowChanging(fn: Lambda): void {
    this.allowLookingUp(fn);
    this.#allow(fn, ['dynamodb:PutItem', 'dynamodb:DeleteItem']);
  }

  /** Lets `fn` find all revisions of a document and take them away: what was deleted leaves none behind. */
  allowErasing(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:Query', 'dynamodb:BatchWriteItem']);
  }

  /** Has `fn` called for every change of a document's head, in order for each document. */
  announceBy(fn: Lambda): void {
    const stream = this.table.tableStreamArn ?? '';
    allow(
      fn,
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      stream,
    );
    allow(fn, ['sqs:SendMessage'], this.unannounced.queueArn);
    new EventSourceMapping(this, 'Announcements', {
      target: fn,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      // The ready-made one would allow more than to send.
      onFailure: { bind: () => ({ destination: this.unannounced.queueArn }) },
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.isEqual('head') } } } })],
    });
  }

  #allow(fn: Lambda, actions: string[]): void {
    fn.addEnvironment(envNames.contentTable, this.table.tableName);
    allow(fn, actions, this.table.tableArn);
  }
}
