import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { backoff } from '../../runtime/backoff.ts';
import { beforeTimeout } from '../../runtime/call-deadline.ts';
import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { counterOf } from '../../runtime/metrics.ts';
import { metricNames } from '../editions/metric-names.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { dynamoDocuments, dynamoDue } from '../store/dynamo-documents.ts';
import { dynamoFileUses } from '../store/dynamo-file-uses.ts';
import { s3Archive } from '../store/s3-files.ts';
import { s3StoredPictures } from '../store/s3-pictures.ts';
import { sqsRemakes } from '../store/sqs-removals.ts';
import { actOnDue } from './act-on-due.ts';

const env = readEnv('contentTable', 'bodiesBucket', 'mediaBucket', 'picturesQueue');
const log = logOf('act-on-due');
const counter = counterOf('content');
const [dynamo, s3] = [dynamoClient(), s3Client()];
const deps = {
  content: dynamoContent(dynamo, { content: env.contentTable }),
  documents: dynamoDocuments(dynamo, env.contentTable),
  dueDocuments: dynamoDue(dynamo, env.contentTable),
  archive: s3Archive(s3, env.bodiesBucket),
  fileUses: dynamoFileUses(dynamo, env.contentTable),
  storedPictures: s3StoredPictures(s3, { bodies: env.bodiesBucket, media: env.mediaBucket }),
  remakes: sqsRemakes(sqsClient(), env.picturesQueue),
  clock: systemClock,
  ids: ulids(systemClock),
  backoff,
  pause,
  failed(edition: string) {
    counter.count(metricNames.failed);
    log.error('An edition did not go, or not with all of its documents: some were not ready', { edition });
  },
};

/** Milliseconds after which a call takes up no more: the next comes in a minute. */
const longest = 40_000;

/** Once a minute. */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  beforeTimeout(context, () => {
    const end = performance.now() + longest;
    return actOnDue({ ...deps, hasTime: () => performance.now() < end }).finally(() => counter.send());
  });
