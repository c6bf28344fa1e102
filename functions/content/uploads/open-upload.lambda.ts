import { dynamoClient, s3Client } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { readEnv } from '../../runtime/env.ts';
import { httpHandler } from '../../runtime/http.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { caller, demandScope, jsonBody, pathPart } from '../../runtime/request.ts';
import { uploadRequest } from '../api/api-requests.ts';
import { dynamoUploads } from '../store/dynamo-uploads.ts';
import { s3UploadedFiles } from '../store/s3-files.ts';
import { signedForms } from '../store/s3-signed.ts';
import { openUpload } from './open-upload.ts';
import { renewForms } from './renew-forms.ts';

const env = readEnv('uploadsTable', 'uploadsBucket', 'originSecret');

const s3 = s3Client();
const deps = {
  uploads: dynamoUploads(dynamoClient(), env.uploadsTable),
  uploadedFiles: s3UploadedFiles(s3, env.uploadsBucket),
  forms: signedForms(s3, env.uploadsBucket),
  clock: systemClock,
  ids: ulids(systemClock),
};

/** Opens an upload, or gives new forms for what is missing of one. */
export const handler = httpHandler({ ...env, log: logOf('open-upload') }, async (event) => {
  const who = caller(event);
  demandScope(who, 'press/editor', 'press/writer');
  if (event.routeKey.endsWith('/forms'))
    return { status: 200, body: await renewForms(pathPart(event, 'id'), who.by, deps) };
  const files = jsonBody(event, uploadRequest).files.map(({ based_on: basedOn, ...file }) =>
    basedOn === undefined ? file : { ...file, basedOn },
  );
  const editor = who.scopes.includes('press/editor');
  return { status: 201, body: await openUpload(files, { ...who, editor }, deps) };
});
