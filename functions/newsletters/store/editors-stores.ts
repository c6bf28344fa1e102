import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { busAnnouncer } from './bus-announcer.ts';
import { dynamoBatches } from './dynamo-batches.ts';
import { dynamoExports, dynamoHashKeys, dynamoImports } from './dynamo-imports.ts';
import { dynamoIssues } from './dynamo-issues.ts';
import { dynamoPeople } from './dynamo-people.ts';
import type { Tables } from './dynamo-transaction.ts';
import { s3ExportFiles, s3ImportFiles } from './s3-editors-files.ts';
import { sqsMessages } from './sqs-messages.ts';

interface Clients {
  dynamo: DynamoDBClient;
  s3: S3Client;
  sqs: SQSClient;
  events: EventBridgeClient;
}

interface Names {
  tables: Tables;
  importsBucket: string;
  exportsBucket: string;
  /** URL of the room's queue. */
  queue: string;
  eventBus: string;
}

/** What the room's reader of its queue needs for the work of editors (`editorsWork`). */
export const editorsStores = (
  { dynamo, s3, sqs, events }: Clients,
  { tables, importsBucket, exportsBucket, queue, eventBus }: Names,
) => ({
  imports: dynamoImports(dynamo, tables),
  exports: dynamoExports(dynamo, tables.newsletters),
  hashKeys: dynamoHashKeys(dynamo, tables.newsletters),
  people: dynamoPeople(dynamo, tables.newsletters),
  // What ledgers are written of.
  issues: dynamoIssues(dynamo, tables.newsletters),
  batches: dynamoBatches(dynamo, tables.newsletters),
  files: s3ImportFiles(s3, importsBucket),
  results: s3ExportFiles(s3, exportsBucket),
  messages: sqsMessages(sqs, queue),
  announcer: busAnnouncer(events, eventBus),
});
