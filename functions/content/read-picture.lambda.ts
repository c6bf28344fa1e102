import { dynamoClient, s3Client, sqsClient } from '../runtime/clients.ts';
import { eachRecord } from '../runtime/each-record.ts';
import { readEnv } from '../runtime/env.ts';
import { logOf } from '../runtime/log.ts';
import { sqsWaitingRoom } from '../runtime/sqs-waiting-room.ts';
import { arrivalIn } from './arrival.ts';
import { dynamoUploads } from './dynamo-uploads.ts';
import { s3Archive, s3HandedIn, s3Media } from './s3-files.ts';
import { sharpPictures } from './sharp-pictures.ts';
import { sqsReading } from './sqs-reading.ts';
import { takePicture } from './take-picture.ts';

const env = readEnv(
  'uploadsTable',
  'uploadsBucket',
  'bodiesBucket',
  'mediaBucket',
  'manuscriptsQueue',
  'workQueue',
);
const log = logOf('read-picture');
const s3 = s3Client();
const sqs = sqsClient();

const deps = {
  uploads: dynamoUploads(dynamoClient(), env.uploadsTable),
  handedIn: s3HandedIn(s3, env.uploadsBucket),
  archive: s3Archive(s3, env.bodiesBucket),
  media: s3Media(s3, env.mediaBucket),
  reading: sqsReading(sqs, env.manuscriptsQueue),
  encoder: sharpPictures(),
};

export const handler = eachRecord({ log, waiting: sqsWaitingRoom(sqs, env.workQueue) }, async ({ body }) => {
  const arrival = arrivalIn(body);
  if (arrival.what === 'file') await takePicture(arrival.file, deps);
  else log.warn('Something came that no form of ours names');
});
