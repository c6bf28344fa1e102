import type { AwsRequest, AwsResponse, Caller } from '../service.ts';
import type { Bucket } from './buckets.ts';
import type { Call, S3Context } from './call.ts';
import { checkedChecksum } from './checksums.ts';
import { type PostedForm, parseForm } from './form.ts';
import type { StoredObject } from './object.ts';
import { checksumHeaders, headersToStore, identityHeaders } from './object-headers.ts';
import { toWrite } from './operation.ts';
import { parsePolicy, requirePolicy } from './post-policy.ts';
import { writeGuard } from './preconditions.ts';
import { accessDenied, invalidArgument, S3Error } from './s3-error.ts';
import { algorithm, requireSignature, scopeOf, signatureOf } from './signature.ts';
import { element, xmlDocument } from './xml.ts';

/** Stores the body and answers when the bus has the event. */
export async function putObject(
  context: S3Context,
  { id, request, bucket, key }: Call,
): Promise<AwsResponse> {
  const { headers, body } = request;
  const wanted = {
    bucket: bucket.name,
    key,
    body,
    headers: headersToStore(headers),
    checksum: checkedChecksum(headers, body),
  };
  const toEvent = context.events.created(bucket, 'PutObject', id);
  const change = await context.store.put(
    wanted,
    bucket.versioning === 'Enabled',
    writeGuard(headers, key),
    toEvent,
  );
  if (change.outboxEvent) await context.eventSender.send(change.outboxEvent);
  return { status: 200, headers: { ...identityHeaders(change.object), ...checksumHeaders(change.object) } };
}

/** Stores the file of a signed form, if its policy and its signer allow it. */
export async function postObject(
  context: S3Context,
  request: AwsRequest,
  bucket: Bucket,
  id: string,
): Promise<AwsResponse> {
  const form = parseForm(request.headers['content-type'], request.body);
  const fields = fieldsOf(form, bucket);
  const signer = signerOf(fields, context);
  const { file } = form;
  requirePolicy(parsePolicy(fields.get('policy') ?? ''), fields, file.length, context.now());
  const key = fields.get('key') ?? '';
  context.access.require({ kind: 'role', role: signer.role }, [toWrite(bucket.name, key)]);
  const headers = Object.fromEntries(fields);
  const checksum = checkedChecksum(headers, file);
  const wanted = { bucket: bucket.name, key, body: file, headers: headersToStore(headers), checksum };
  const toEvent = context.events.created(bucket, 'POST Object', id);
  const change = await context.store.put(wanted, bucket.versioning === 'Enabled', () => {}, toEvent);
  await context.eventSender.send(change.outboxEvent);
  return successOf(fields, change.object, context.origin);
}

/** The fields as the policy sees them: the file's name put into the key, and the bucket posted to. */
function fieldsOf({ fields, fileName }: PostedForm, bucket: Bucket): ReadonlyMap<string, string> {
  const key = fields.get('key')?.replaceAll('${filename}', () => fileName);
  if (!key) {
    const message =
      "Bucket POST must contain a field named 'key'. If it is specified, please check the order of the fields.";
    throw invalidArgument(message, { ArgumentName: 'key', ArgumentValue: '' });
  }
  if (Buffer.byteLength(key) > 1024) throw new S3Error(400, 'KeyTooLongError', 'Your key is too long');
  return new Map([...fields, ['key', key], ['bucket', bucket.name]]);
}

function signerOf(fields: ReadonlyMap<string, string>, context: S3Context): Caller {
  const policy = fields.get('policy');
  // A form without a policy is anonymous, and no bucket here is public.
  if (!policy) throw accessDenied();
  const [given, credential] = ['x-amz-signature', 'x-amz-credential'].map((name) =>
    requireField(fields, name),
  );
  if (requireField(fields, 'x-amz-algorithm') !== algorithm)
    throw invalidArgument('Only AWS4-HMAC-SHA256 is supported');
  const scope = scopeOf(credential ?? '');
  if (!scope || !requireField(fields, 'x-amz-date').startsWith(scope.day)) {
    throw invalidArgument('The credential is mal-formed or not of the day of X-Amz-Date.', {
      ArgumentName: 'X-Amz-Credential',
    });
  }
  const caller = context.access.caller(scope.accessKey);
  requireSignature(given ?? '', signatureOf(caller.secretKey, scope, policy));
  return caller;
}

function requireField(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name);
  if (value) return value;
  throw invalidArgument(`Bucket POST must contain a field named '${name}'.`, {
    ArgumentName: name,
    ArgumentValue: '',
  });
}

function successOf(fields: ReadonlyMap<string, string>, object: StoredObject, origin: string): AwsResponse {
  const etag = `"${object.etag}"`;
  const location = `${origin}/${object.bucket}/${encodeURIComponent(object.key)}`;
  const headers = { ...identityHeaders(object), location };
  const redirect = redirectOf(fields, object);
  if (redirect) return { status: 303, headers: { ...headers, location: redirect } };
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const parts = { Location: location, Bucket: object.bucket, Key: object.key, ETag: etag };
  const body = xmlDocument(
    'PostResponse',
    Object.entries(parts).map(([name, text]) => element(name, text)),
  );
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body };
}

/** S3 ignores an address it cannot parse. */
function redirectOf(
  fields: ReadonlyMap<string, string>,
  { bucket, key, etag }: StoredObject,
): string | undefined {
  const given = fields.get('success_action_redirect') ?? fields.get('redirect') ?? '';
  if (!URL.canParse(given)) return undefined;
  const url = new URL(given);
  for (const [name, value] of Object.entries({ bucket, key, etag: `"${etag}"` }))
    url.searchParams.append(name, value);
  return url.href;
}
