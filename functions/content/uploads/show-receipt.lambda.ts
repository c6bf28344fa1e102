import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, pathPart } from '../../runtime/request.ts';
import { viewerOf } from '../contract/own-documents.ts';
import { dynamoUploads } from '../store/dynamo-uploads.ts';
import { s3UploadedFiles } from '../store/s3-files.ts';
import { showReceipt } from './show-receipt.ts';

const env = readEnv('uploadsTable', 'uploadsBucket', 'originSecret');
const deps = {
  uploads: dynamoUploads(dynamoClient(), env.uploadsTable),
  uploadedFiles: s3UploadedFiles(s3Client(), env.uploadsBucket),
  clock: systemClock,
};

export const handler = httpHandler({ ...env, log: logOf('show-receipt') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor', 'press/writer');
  return { status: 200, body: await showReceipt(pathPart(event, 'id'), viewerOf(who), deps) };
});
