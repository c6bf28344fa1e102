import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { Problem } from '../../runtime/problem.ts';
import { caller, demandScope, type HttpEvent, jsonBody, pathPart, query } from '../../runtime/request.ts';
import { newslettersQuery } from '../api/issue-requests.ts';
import { dynamoBatches } from '../store/dynamo-batches.ts';
import { dynamoDigests } from '../store/dynamo-digests.ts';
import { dynamoIssues } from '../store/dynamo-issues.ts';
import { dynamoNews } from '../store/dynamo-news.ts';
import { s3IssueFiles } from '../store/s3-issue-files.ts';
import { copyRecord, listRecords } from './copy-records.ts';
import { nameOf, newsletterRecord } from './record.ts';
import { type RestoredRecord, restoreRecord } from './restore-record.ts';

const env = readEnv('newslettersTable', 'issuesBucket', 'originSecret');
const dynamo = dynamoClient();
const deps = {
  issues: dynamoIssues(dynamo, env.newslettersTable),
  batches: dynamoBatches(dynamo, env.newslettersTable),
  digests: dynamoDigests(dynamo, env.newslettersTable),
  news: dynamoNews(dynamo, env.newslettersTable),
  files: s3IssueFiles(s3Client(), env.issuesBucket),
  clock: systemClock,
};

export const handler = httpHandler({ ...env, log: logOf('transfer-records') }, async (event) => {
  demandScope(caller(event), 'press/editor');
  return { status: 200, body: await answerTo(event) };
});

function answerTo(event: HttpEvent): Promise<object> {
  if (event.pathParameters?.id === undefined) return listRecords(query(event, newslettersQuery), deps);
  const name = pathPart(event, 'id');
  return event.requestContext.http.method === 'GET' ? copyRecord(name, deps) : restored(event, name);
}

async function restored(event: HttpEvent, name: string): Promise<RestoredRecord> {
  const record = jsonBody(event, newsletterRecord);
  if (nameOf(record) !== name) throw new Problem(422, `This is the record “${nameOf(record)}”.`);
  return restoreRecord(record, deps);
}
