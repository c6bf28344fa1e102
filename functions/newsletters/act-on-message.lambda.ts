import { dynamoPressDocument } from '../content/contract/dynamo-press-document.ts';
import { backoff } from '../runtime/backoff.ts';
import { dynamoClient, eventBridgeClient, s3Client, secretsClient, sqsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { eachRecord } from '../runtime/each-record.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { counterOf } from '../runtime/metrics.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { newToken } from '../runtime/people/tokens.ts';
import { sqsRetryDelay } from '../runtime/sqs-retry-delay.ts';
import { actOnMessage } from './act-on-message.ts';
import { gatherContent } from './compose/gather-content.ts';
import { editorsWork, slices } from './editors/editors-work.ts';
import { correctedPage } from './issues/corrected-page.ts';
import { countingErrors } from './issues/counting-errors.ts';
import { type HeardOf, hearDocument } from './issues/hear-document.ts';
import { hearTogether, reportIn } from './issues/hear-report.ts';
import type { Issue, IssueText } from './issues/issue.ts';
import { pressOf, pressReader } from './press.ts';
import { replayLog } from './replay-log.ts';
import { dynamoLogPosition } from './store/dynamo-log-position.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { editorsStores } from './store/editors-stores.ts';
import { issueStores } from './store/issue-stores.ts';
import { pressCopyIn } from './store/press-copy.ts';
import { publishedDocuments } from './store/published-documents.ts';
import { s3IssueFiles } from './store/s3-issue-files.ts';
import { s3LeaveLog } from './store/s3-leave-log.ts';

const env = readEnv(
  'newslettersTable',
  'postTable',
  'contentTable',
  'bodiesBucket',
  'issuesBucket',
  'workQueue',
  'siteUrl',
  'signingKeys',
  'leaveLog',
  'importsBucket',
  'exportsBucket',
  'eventBus',
);
const log = logOf('act-on-message');
const counter = counterOf('newsletters');
const dynamo = dynamoClient();
const s3 = s3Client();
const sqs = sqsClient();
const tables = { newsletters: env.newslettersTable, post: env.postTable };
const pressCopy = pressCopyIn(dynamo, env.newslettersTable);
const ids = ulids(systemClock);
const pressDocument = dynamoPressDocument(dynamo, env.contentTable);
const deps = {
  subscribers: dynamoSubscribers(dynamo, tables),
  pressDocument,
  press: pressReader(pressCopy, env.siteUrl, systemClock),
  clock: systemClock,
  ...{ pressCopy, ids, newToken, backoff },
};
const retryDelay = sqsRetryDelay(sqs, env.workQueue);

const stores = editorsStores(
  { dynamo, s3, sqs, events: eventBridgeClient() },
  { ...env, tables, queue: env.workQueue },
);
const leaveLog = s3LeaveLog(s3, env.leaveLog, ids);
const position = dynamoLogPosition(dynamo, env.newslettersTable);
const editors = {
  ...{ ...deps, ...stores, ...slices, log: leaveLog, keys: secretKeys(secretsClient(), env.signingKeys) },
  followLog: async () => {
    const erase = (erasure: { hash: string; at: string }) => stores.messages.send({ erase: erasure });
    await replayLog({ ...deps, leaveLog, position, erase, report: log });
  },
};

const ofIssues = {
  ...issueStores(dynamo, env.newslettersTable),
  published: publishedDocuments({ dynamo, s3 }, env),
  files: s3IssueFiles(s3, env.issuesBucket),
  // As it stands: the copy may be older than a newsletter that goes by it.
  press: async () => pressOf(await pressDocument.read(), env.siteUrl),
  clock: systemClock,
  backoff,
};
const gather = async (text: IssueText) =>
  (await gatherContent(text, (await ofIssues.press()).lists, ofIssues)).content;
const ownPage = (issue: Issue) => correctedPage(issue, { ...ofIssues, gather });
const ofMessages = {
  ...editors,
  hearDocument: (of: HeardOf) => hearDocument(of, { ...ofIssues, correctedPage: ownPage }),
};

const hear = hearTogether({ ...ofIssues, log: countingErrors(log, counter) });

/** What the rest of the press tells this room: a document changed, a letter left late, an address bounces, what became of
 *  mails. And what editors have begun, in slices of some seconds: what a person waits for comes in between. */
const each = eachRecord({ log, retryDelay }, async ({ body }) => {
  const report = reportIn(JSON.parse(body));
  if (report) return report === 'other' ? undefined : hear(report);
  const work = editorsWork(body, editors);
  return work ? work() : actOnMessage(body, ofMessages);
});

export const handler: typeof each = (event, time) => each(event, time).finally(() => counter.send());
