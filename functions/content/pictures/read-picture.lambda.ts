import { dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { logOf } from '../../runtime/log.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { createPdfReader } from '../pdf/pdf-reader.ts';
import { remakePicture } from '../removal/remake-picture.ts';
import { dynamoUploads } from '../store/dynamo-uploads.ts';
import { s3Archive, s3Media, s3UploadedFiles } from '../store/s3-files.ts';
import { s3Originals, s3StoredPictures } from '../store/s3-pictures.ts';
import { arrivalIn, sqsIngestQueue } from '../store/sqs-ingest-queue.ts';
import { remakeIn, sqsRemovals } from '../store/sqs-removals.ts';
import { isolatedPictures } from './picture-process.ts';
import { receivePicture } from './receive-picture.ts';

const env = readEnv(
  'uploadsTable',
  'uploadsBucket',
  'bodiesBucket',
  'mediaBucket',
  'manuscriptsQueue',
  'takeDownQueue',
  'workQueue',
);
const log = logOf('read-picture');
const s3 = s3Client();
const sqs = sqsClient();

const deps = {
  uploads: dynamoUploads(dynamoClient(), env.uploadsTable),
  uploadedFiles: s3UploadedFiles(s3, env.uploadsBucket),
  archive: s3Archive(s3, env.bodiesBucket),
  media: s3Media(s3, env.mediaBucket),
  ingestQueue: sqsIngestQueue(sqs, env.manuscriptsQueue),
  storedPictures: s3StoredPictures(s3, { bodies: env.bodiesBucket, media: env.mediaBucket }),
  originals: s3Originals(s3, env.bodiesBucket),
  removals: sqsRemovals(sqs, env.takeDownQueue),
  clock: systemClock,
  encoder: isolatedPictures(),
  pdfReader: createPdfReader(),
};

export const handler = eachRecord(
  { log, retryDelay: sqsRetryDelay(sqs, env.workQueue) },
  async ({ body }) => {
    const remake = remakeIn(body);
    if (remake) return remakePicture(remake, deps);
    const arrival = arrivalIn(body);
    if (arrival.what === 'file') await receivePicture(arrival.file, deps);
    else log.warn('Something came that no form of ours names');
  },
);
