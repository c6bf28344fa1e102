import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoBatches } from './dynamo-batches.ts';
import { dynamoDigests } from './dynamo-digests.ts';
import { dynamoIssues } from './dynamo-issues.ts';
import { dynamoNews } from './dynamo-news.ts';
import { dynamoReputation } from './dynamo-reputation.ts';

/** What the newsletters table has of issues, for functions that move them. */
export const issueStores = (client: DynamoDBClient, table: string) => ({
  issues: dynamoIssues(client, table),
  batches: dynamoBatches(client, table),
  news: dynamoNews(client, table),
  digests: dynamoDigests(client, table),
  reputation: dynamoReputation(client, table),
});
