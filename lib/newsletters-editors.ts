import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import { allow, allowObjects } from './allow.ts';
import type { Api } from './api.ts';
import type { Events } from './events.ts';
import { type FunctionFactory, requestProfile } from './functions.ts';
import type { Post } from './post.ts';
import type { WorkQueue } from './queue.ts';
import type { Stage } from './stage.ts';
import type { NewslettersTable } from './stores/newsletters-table.ts';
import { privateBucket, sendEvents } from './stores/private-bucket.ts';

export interface NewslettersEditorsProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
  readonly api: Api;
  readonly events: Events;
  /** The keys of hashes, and the log of who left. */
  readonly post: Post;
  readonly table: NewslettersTable;
  /**
   * The room's one queue, with the function that reads it. Files of thousands of people go through it in slices of five
   * seconds: an import has one message at a time, so that what a person waits for is read by the queue's other call.
   */
  readonly queue: WorkQueue;
  readonly reader: Lambda;
}

const logPrefix = 'newsletters/';

/** What people in the group `subscribers` see and do: look people up, add and erase them, import and export. */
export class NewslettersEditors extends Construct {
  /** The room's construct, in which its functions stand. */
  readonly #room: Construct;
  readonly #props: NewslettersEditorsProps;
  readonly #imports: Bucket;
  readonly #exports: Bucket;

  constructor(room: Construct, id: string, props: NewslettersEditorsProps) {
    super(room, id);
    this.#room = room;
    this.#props = props;
    this.#imports = this.#makeBucket('ImportsBucket');
    this.#exports = this.#makeBucket('ExportsBucket');
    this.#addReading();
    this.#addChanging();
    this.#addTransfers();
    this.#addWork();
  }

  /** Copies of what people told the press: never versioned, and gone after a day. */
  #makeBucket(id: string): Bucket {
    return privateBucket(this, id, this.#props.stage, {
      lifecycleRules: [
        { expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }

  #addReading(): void {
    const { table, post } = this.#props;
    const read = this.#make('read-subscribers');
    this.#allowRows(read, 'GetItem', 'BatchGetItem', 'Query');
    table.allowBrowsing(read);
    post.allowKeys(read);
    this.#guard(read, 'GET /api/subscribers', 'GET /api/subscribers/{id}', 'GET /api/subscribers/growth');
  }

  #addChanging(): void {
    const { table, post, queue } = this.#props;
    const change = this.#make('change-subscribers');
    table.allowDeciding(change);
    table.allowReadingHashKeys(change);
    this.#allowRows(change, 'BatchGetItem');
    post.allowKeys(change);
    post.allowLogging(change, logPrefix);
    queue.allowSending(change);
    this.#guard(
      change,
      ...['POST /api/subscribers', 'DELETE /api/subscribers/{id}', 'POST /api/erasures', 'POST /api/exports'],
    );
  }

  /** Its functions sign forms and links, which may do what their signer may. */
  #addTransfers(): void {
    const { table, queue } = this.#props;
    const transfer = this.#make('transfer-subscribers');
    table.allowReadingPress(transfer);
    table.allowFindingIssues(transfer);
    const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['import#*', 'export#*'] } };
    transfer.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [table.table.tableArn],
        conditions,
      }),
    );
    this.#allowImports(transfer, 's3:PutObject');
    this.#allowExports(transfer, ['s3:GetObject'], 'exports/', 'refused/');
    queue.allowSending(transfer);
    this.#guard(
      transfer,
      ...['POST /api/subscribers/imports', 'GET /api/subscribers/imports/{id}', 'GET /api/subscribers.csv'],
      // Who got what, by name.
      'GET /api/newsletters/{slug}/ledger.csv',
    );
  }

  #addWork(): void {
    const { queue, reader, events, post } = this.#props;
    this.#allowRows(reader, 'BatchGetItem', 'BatchWriteItem', 'Query', 'Scan');
    this.#allowImports(reader, 's3:GetObject', 's3:DeleteObject');
    this.#allowExports(
      reader,
      ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
      ...['exports/', 'parts/', 'refused/'],
    );
    // To tell a file that is gone from one that may not be read; and to find all that is to be removed.
    for (const { bucketArn } of [this.#imports, this.#exports]) allow(reader, ['s3:ListBucket'], bucketArn);
    queue.allowSending(reader);
    events.allowAnnouncing(reader);
    post.allowKeys(reader);
    post.allowLogging(reader, logPrefix);
    post.allowReplaying(reader, logPrefix);
    sendEvents(this.#imports);
    new Rule(this, 'FileArrived', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [this.#imports.bucketName] }, object: { key: [{ prefix: 'imports/' }] } },
      },
      targets: [new SqsQueue(queue.queue, { deadLetterQueue: queue.deadLetterQueue })],
    });
  }

  #allowRows(fn: Lambda, ...actions: string[]): void {
    const { table } = this.#props.table;
    fn.addEnvironment(envNames.newslettersTable, table.tableName);
    allow(
      fn,
      actions.map((action) => `dynamodb:${action}`),
      table.tableArn,
    );
  }

  #allowImports(fn: Lambda, ...actions: string[]): void {
    fn.addEnvironment(envNames.importsBucket, this.#imports.bucketName);
    allowObjects(fn, actions, this.#imports, 'imports/');
  }

  #allowExports(fn: Lambda, actions: string[], ...prefixes: string[]): void {
    fn.addEnvironment(envNames.exportsBucket, this.#exports.bucketName);
    allowObjects(fn, actions, this.#exports, ...prefixes);
  }

  #guard(fn: Lambda, ...routes: string[]): void {
    for (const route of routes) this.#props.api.guarded(route, fn, 'subscribers');
  }

  #make(name: string): Lambda {
    return this.#props.functions.make(this.#room, `newsletters/editors/${name}`, requestProfile);
  }
}
