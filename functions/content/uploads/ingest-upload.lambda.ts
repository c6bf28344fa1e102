import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
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
import { dynamoDocuments } from '../store/dynamo-documents.ts';
import { dynamoFileUses } from '../store/dynamo-file-uses.ts';
import { dynamoLists } from '../store/dynamo-lists.ts';
import { dynamoUploads } from '../store/dynamo-uploads.ts';
import { s3Archive, s3UploadedFiles } from '../store/s3-files.ts';
import { s3StoredPictures } from '../store/s3-pictures.ts';
import { arrivalIn, sqsIngestQueue } from '../store/sqs-ingest-queue.ts';
import { sqsRemakes, sqsRemovals } from '../store/sqs-removals.ts';
import { receiveManuscript, resumeUpload } from './ingest-upload.ts';

const env = readEnv(
  'contentTable',
  'uploadsTable',
  'uploadsBucket',
  'bodiesBucket',
  'mediaBucket',
  'manuscriptsQueue',
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
  documents: dynamoDocuments(dynamo, env.contentTable),
  lists: dynamoLists(dynamo, env.contentTable),
  uploadedFiles: s3UploadedFiles(s3, env.uploadsBucket),
  archive: s3Archive(s3, env.bodiesBucket),
  fileUses: dynamoFileUses(dynamo, env.contentTable),
  storedPictures: s3StoredPictures(s3, { bodies: env.bodiesBucket, media: env.mediaBucket }),
  remakes: sqsRemakes(sqs, env.picturesQueue),
  removals: sqsRemovals(sqs, env.takeDownQueue),
  clock: systemClock,
  reader: createManuscriptReader(),
  ingestQueue: sqsIngestQueue(sqs, env.manuscriptsQueue),
  backoff,
  metrics,
  siteUrl: env.siteUrl,
};

/** A manuscript has arrived, or an upload is to be gone on with. */
export function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const hasTime = (milliseconds: number) => context.getRemainingTimeInMillis() > milliseconds;
  const call = { ...deps, hasTime };
  const ingest = eachRecord({ log, retryDelay }, async ({ body }) => {
    const arrival = arrivalIn(body);
    if (arrival.what === 'file') await receiveManuscript(arrival.file, call);
    else if (arrival.what === 'upload') await resumeUpload(arrival.upload, call);
    else log.warn('Something came that no form of ours names', { key: arrival.key });
  });
  return ingest(event, context).finally(metrics.send);
}
