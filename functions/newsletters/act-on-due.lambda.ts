import type { Context } from 'aws-lambda';
import { backoff } from '../runtime/backoff.ts';
import { beforeTimeout } from '../runtime/call-deadline.ts';
import { dynamoClient, s3Client, secretsClient, sqsClient } from '../runtime/clients.ts';
import { systemClock } from '../runtime/clock.ts';
import { readEnv } from '../runtime/env.ts';
import { ulids } from '../runtime/ids.ts';
import { logOf } from '../runtime/log.ts';
import { counterOf } from '../runtime/metrics.ts';
import { secretKeys } from '../runtime/people/secret-keys.ts';
import { newToken } from '../runtime/people/tokens.ts';
import { actOnDue } from './act-on-due.ts';
import { actOnDigests } from './digests/act-on-digests.ts';
import { actOnIssues } from './issues/act-on-issues.ts';
import { countingErrors } from './issues/counting-errors.ts';
import { pressReader } from './press.ts';
import { replayLog } from './replay-log.ts';
import { dynamoHashKeys } from './store/dynamo-imports.ts';
import { dynamoLogPosition } from './store/dynamo-log-position.ts';
import { dynamoSubscribers } from './store/dynamo-subscribers.ts';
import { issueStores } from './store/issue-stores.ts';
import { pressCopyIn } from './store/press-copy.ts';
import { publishedDocuments } from './store/published-documents.ts';
import { s3IssueFiles } from './store/s3-issue-files.ts';
import { s3LeaveLog, s3Suppressions } from './store/s3-leave-log.ts';
import { sqsIssueQueue } from './store/sqs-issue-queue.ts';
import { sqsMessages } from './store/sqs-messages.ts';
import { suppressionsPositionKey } from './table-keys.ts';

const env = readEnv(
  'newslettersTable',
  'postTable',
  'leaveLog',
  'newslettersQueue',
  'issuesQueue',
  'issuesBucket',
  'contentTable',
  'signingKeys',
  'siteUrl',
);
const dynamo = dynamoClient();
const sqs = sqsClient();
const log = logOf('act-on-due');
const counter = counterOf('newsletters');
const messages = sqsMessages(sqs, env.newslettersQueue);
const keys = secretKeys(secretsClient(), env.signingKeys);
const hashKeys = dynamoHashKeys(dynamo, env.newslettersTable);
const ids = ulids(systemClock);
const s3 = s3Client();
const deps = {
  subscribers: dynamoSubscribers(dynamo, { newsletters: env.newslettersTable, post: env.postTable }),
  press: pressReader(pressCopyIn(dynamo, env.newslettersTable), env.siteUrl, systemClock),
  leaveLog: s3LeaveLog(s3, env.leaveLog, ids),
  position: dynamoLogPosition(dynamo, env.newslettersTable),
  report: log,
  erase: (erase: { hash: string; at: string }) => messages.send({ erase }),
  importedHashes: async (email: string) => (await keys.hashes(email, await hashKeys.read())).slice(1),
  clock: systemClock,
  ...{ ids, newToken, backoff },
};

const ofIssues = {
  ...issueStores(dynamo, env.newslettersTable),
  ...{ press: deps.press, clock: systemClock, ids },
  // It reads no texts.
  published: publishedDocuments({ dynamo, s3 }, { contentTable: env.contentTable, bodiesBucket: '' }),
  files: s3IssueFiles(s3, env.issuesBucket),
  queue: sqsIssueQueue(sqs, env.issuesQueue),
};

/** Milliseconds: the next call comes in a minute. */
const longest = 40_000;

/** Digests first: what they make is due. */
async function moveIssues(): Promise<void> {
  const end = performance.now() + longest;
  const hasTime = () => performance.now() < end;
  try {
    await actOnDigests(ofIssues);
  } finally {
    await actOnIssues({ ...ofIssues, hasTime, log: countingErrors(log, counter) });
    counter.send();
  }
}

/** What `post` heard of addresses, in place of the log of who left. */
const suppressions = {
  leaveLog: s3Suppressions(s3, env.leaveLog),
  position: dynamoLogPosition(dynamo, env.newslettersTable, suppressionsPositionKey),
};

/** Some entries of a log are set aside; the function's own log names them, and an alarm stands while there are any. */
class NotFollowed extends Error {
  override readonly name = 'NotFollowed';

  constructor(count: number) {
    super(`${count} entries of the log cannot be followed`);
  }
}

/** Once a minute. A restored table is first brought up to the log of who left since; an action that fails holds up no other. */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  beforeTimeout(context, async () => {
    const [failed, failures]: [string[], unknown[]] = [[], []];
    try {
      failed.push(...(await replayLog(deps)));
      failed.push(...(await replayLog({ ...deps, ...suppressions })));
    } finally {
      const parts = await Promise.allSettled([actOnDue(deps), moveIssues()]);
      for (const part of parts) if (part.status === 'rejected') failures.push(part.reason);
    }
    if (failures.length) throw failures[0];
    if (failed.length) throw new NotFollowed(failed.length);
  });
