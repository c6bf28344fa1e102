import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoArchive } from '../../functions/newsletters/store/dynamo-archive.ts';
import { dynamoIssues } from '../../functions/newsletters/store/dynamo-issues.ts';
import { MemoryArchive } from '../functions/newsletters/archive/memory-archive.ts';
import { MemoryIssues } from '../functions/newsletters/issues/memory-issues.ts';
import { archiveContract } from './archive.ts';
import { type DynamoTables, dynamoTables } from './dynamo-tables.ts';
import { newslettersTables } from './newsletters-tables.ts';

describe('in memory', () =>
  archiveContract(async () => {
    const issues = new MemoryIssues();
    return { issues, archive: new MemoryArchive(() => issues.rows.values()) };
  }));

describe('in DynamoDB', () => {
  let dynamo: DynamoTables;
  beforeAll(async () => {
    dynamo = await dynamoTables();
  });
  afterAll(() => dynamo.close());

  archiveContract(async () => {
    const { newsletters } = await newslettersTables(dynamo.client);
    return {
      issues: dynamoIssues(dynamo.client, newsletters),
      archive: dynamoArchive(dynamo.client, newsletters),
    };
  });
});
