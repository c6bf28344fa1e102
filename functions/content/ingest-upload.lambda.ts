import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamoClient, s3Client, sqsClient } from '../runtime/clients.ts';
import { eachRecord } from '../runtime/each-record.ts';
import { readEnv } from '../runtime/env.ts';
import { logOf } from '../runtime/log.ts';
import { counterOf } from '../runtime/metrics.ts';
import { patience } from '../runtime/patience.ts';
import { sqsWaitingRoom } from '../runtime/sqs-waiting-room.ts';
import { arrivalIn } from './arrival.ts';
import { dynamoContent } from './dynamo-content.ts';
import { dynamoUploads } from './dynamo-uploads.ts';
import { resumeUpload, takeManuscript } from './ingest-upload.ts';
import { createManuscriptReader } from './manuscript-reader.ts';
import { s3Archive, s3HandedIn } from './s3-files.ts';

const env = readEnv('contentTable', 'uploadsTable', 'uploadsBucket', 'bodiesBucket', 'workQueue', 'siteUrl');
const log = logOf('ingest-upload');
const waiting = sqsWaitingRoom(sqsClient(), env.workQueue);
const tally = counterOf('content');
const dynamo = dynamoClient();
const s3 = s3Client();

const deps = {
  uploads: dynamoUploads(dynamo, env.uploadsTable),
  content: dynamoContent(dynamo, { content: env.contentTable, uploads: env.uploadsTable }),
  handedIn: s3HandedIn(s3, env.uploadsBucket),
  archive: s3Archive(s3, env.bodiesBucket),
  reader: createManuscriptReader(),
  patience,
  tally,
  siteUrl: env.siteUrl,
};

const take = eachRecord({ log, waiting }, async ({ body }) => {
  const arrival = arrivalIn(body);
  if (arrival.what === 'file') await takeManuscript(arrival.file, deps);
  else if (arrival.what === 'upload') await resumeUpload(arrival.upload, deps);
  else log.warn('Something came that no form of ours names', { key: arrival.key });
});

/** A manuscript has come, or the last picture of an upload has been read. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => take(event).finally(tally.send);
