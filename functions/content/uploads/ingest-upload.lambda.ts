import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { backoff } from '../../runtime/backoff.ts';
import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { counterOf } from '../../runtime/metrics.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { createManuscriptReader } from '../manuscripts/manuscript-reader.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { dynamoFileUses } from '../store/dynamo-file-uses.ts';
import { dynamoUploads } from '../store/dynamo-uploads.ts';
import { s3Archive, s3UploadedFiles } from '../store/s3-files.ts';
import { s3StoredPictures } from '../store/s3-pictures.ts';
import { arrivalIn } from '../store/sqs-ingest-queue.ts';
import { sqsRemakes, sqsRemovals } from '../store/sqs-removals.ts';
import { receiveManuscript, resumeUpload } from './ingest-upload.ts';

const env = readEnv(
  'contentTable',
  'uploadsTable',
  'uploadsBucket',
  'bodiesBucket',
  'mediaBucket',
  'picturesQueue',
  'takeDownQueue',
  'workQueue',
  'siteUrl',
);
const log = logOf('ingest-upload');
const sqs = sqsClient();
const retryDelay = sqsRetryDelay(sqs, env.workQueue);
const metrics = counterOf('content');
const dynamo = dynamoClient();
const s3 = s3Client();

const deps = {
  uploads: dynamoUploads(dynamo, env.uploadsTable),
  content: dynamoContent(dynamo, { content: env.contentTable, uploads: env.uploadsTable }),
  uploadedFiles: s3UploadedFiles(s3, env.uploadsBucket),
  archive: s3Archive(s3, env.bodiesBucket),
  fileUses: dynamoFileUses(dynamo, env.contentTable),
  storedPictures: s3StoredPictures(s3, { bodies: env.bodiesBucket, media: env.mediaBucket }),
  remakes: sqsRemakes(sqs, env.picturesQueue),
  removals: sqsRemovals(sqs, env.takeDownQueue),
  clock: systemClock,
  reader: createManuscriptReader(),
  backoff,
  metrics,
  siteUrl: env.siteUrl,
};

const ingest = eachRecord({ log, retryDelay }, async ({ body }) => {
  const arrival = arrivalIn(body);
  if (arrival.what === 'file') await receiveManuscript(arrival.file, deps);
  else if (arrival.what === 'upload') await resumeUpload(arrival.upload, deps);
  else log.warn('Something came that no form of ours names', { key: arrival.key });
});

/** A manuscript has arrived, or the last picture of an upload has been read. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => ingest(event).finally(metrics.send);
