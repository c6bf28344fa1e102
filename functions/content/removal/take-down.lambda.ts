import { cloudFrontClient, dynamoClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { cloudFrontCopies } from '../store/cloudfront-copies.ts';
import { dynamoContent } from '../store/dynamo-content.ts';
import { dynamoHistories } from '../store/dynamo-documents.ts';
import { dynamoErasableDocuments, dynamoErasableUploads } from '../store/dynamo-erasing.ts';
import { dynamoEarlierUses, dynamoFileUses } from '../store/dynamo-file-uses.ts';
import { dynamoUploads } from '../store/dynamo-uploads.ts';
import { s3ErasableFiles, s3OldPages, s3ShownPictures, s3UploadedFilesRemover } from '../store/s3-erasing.ts';
import { s3Archive } from '../store/s3-files.ts';
import { removalIn, sqsRemakes, sqsRemovals } from '../store/sqs-removals.ts';
import { noteEarlierUses } from './note-earlier-uses.ts';
import { takeDown } from './take-down.ts';

const env = readEnv(
  'contentTable',
  'uploadsTable',
  'uploadsBucket',
  'bodiesBucket',
  'mediaBucket',
  'pagesBucket',
  'distribution',
  'picturesQueue',
  'takeDownQueue',
  'workQueue',
);
const log = logOf('take-down');
const dynamo = dynamoClient();
const s3 = s3Client();
const sqs = sqsClient();
const fileUses = dynamoFileUses(dynamo, env.contentTable);

const deps = {
  fileUses,
  content: dynamoContent(dynamo, { content: env.contentTable }),
  documents: dynamoErasableDocuments(dynamo, env.contentTable),
  uploads: dynamoUploads(dynamo, env.uploadsTable),
  erasableUploads: {
    ...dynamoErasableUploads(dynamo, env.uploadsTable),
    ...s3UploadedFilesRemover(s3, env.uploadsBucket),
  },
  archive: s3ErasableFiles(s3, env.bodiesBucket),
  shownPictures: s3ShownPictures(s3, env.mediaBucket),
  oldPages: s3OldPages(s3, env.pagesBucket),
  edge: cloudFrontCopies(cloudFrontClient(), env.distribution, ulids(systemClock)),
  remakes: sqsRemakes(sqs, env.picturesQueue),
  removals: sqsRemovals(sqs, env.takeDownQueue),
  clock: systemClock,
};

const earlier = {
  earlierUses: dynamoEarlierUses(dynamo, env.contentTable),
  histories: dynamoHistories(dynamo, env.contentTable),
  fileUses,
  archive: s3Archive(s3, env.bodiesBucket),
};

/** Of the function's five minutes, in milliseconds. */
const timeForEarlier = 200_000;

/** Something left the readers' sight or was deleted, or is to be looked at again. */
export const handler = eachRecord(
  { log, retryDelay: sqsRetryDelay(sqs, env.workQueue) },
  async ({ body, attributes }) => {
    const removal = removalIn(body);
    const over = Date.now() + timeForEarlier;
    const isNoted = await noteEarlierUses(earlier, () => Date.now() > over);
    if (isNoted) await takeDown(removal, deps, Number(attributes.ApproximateReceiveCount) > 1);
    else await deps.removals.later(removal, 0);
  },
);
