import { setTimeout as pause } from 'node:timers/promises';
import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler, type Reply } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, type HttpEvent, jsonBody, pathPart } from '../../runtime/request.ts';
import { importRequest } from '../api/requests.ts';
import { demandIssue } from '../newsroom/find-issue.ts';
import { pressReader } from '../press.ts';
import { dynamoDigests } from '../store/dynamo-digests.ts';
import { dynamoExports, dynamoImports } from '../store/dynamo-imports.ts';
import { dynamoIssues } from '../store/dynamo-issues.ts';
import { pressCopyIn } from '../store/press-copy.ts';
import { s3ExportFiles, s3ImportFiles } from '../store/s3-editors-files.ts';
import { sqsMessages } from '../store/sqs-messages.ts';
import { giveExport, giveLedger } from './give-export.ts';
import { openImport, showImport } from './open-import.ts';

const env = readEnv(
  'newslettersTable',
  'newslettersQueue',
  'importsBucket',
  'exportsBucket',
  'originSecret',
  'siteUrl',
);
const dynamo = dynamoClient();
const s3 = s3Client();
const deps = {
  // It puts no letter.
  imports: dynamoImports(dynamo, { newsletters: env.newslettersTable, post: '' }),
  exports: dynamoExports(dynamo, env.newslettersTable),
  issues: dynamoIssues(dynamo, env.newslettersTable),
  digests: dynamoDigests(dynamo, env.newslettersTable),
  files: s3ImportFiles(s3, env.importsBucket),
  results: s3ExportFiles(s3, env.exportsBucket),
  press: pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock),
  messages: sqsMessages(sqsClient(), env.newslettersQueue),
  clock: systemClock,
  ids: ulids(systemClock),
  pause,
};

export const handler = httpHandler({ ...env, log: logOf('transfer-subscribers') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/subscribers');
  if (event.rawPath.endsWith('.csv')) return exported(event, who.by);
  if (event.pathParameters?.id !== undefined)
    return { status: 200, body: await showImport(pathPart(event, 'id'), deps) };
  return { status: 201, body: await openImport(jsonBody(event, importRequest), who.by, deps) };
});

/** 202 until the export is done: of all subscribers, or of the ledger of an issue. */
async function exported(event: HttpEvent, by: string): Promise<Reply> {
  const isAsked = event.requestContext.http.method === 'GET';
  const given =
    event.pathParameters?.slug === undefined
      ? await giveExport(by, isAsked, deps)
      : await giveLedger((await demandIssue(pathPart(event, 'slug'), deps)).id, by, isAsked, deps);
  if (given.outcome === 'done') return { status: 200, body: given.links };
  return { status: 202, body: { requested: true }, headers: { 'retry-after': '1' } };
}
