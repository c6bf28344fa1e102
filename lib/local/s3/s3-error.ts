import { randomBytes } from 'node:crypto';
import type { AwsResponse } from '../service.ts';
import { element, xmlDocument } from './xml.ts';

/** A refusal in S3's own words. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly status: number;
  readonly code: string;
  /** Further elements of the error document, such as `Condition`. */
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    extra: { details?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = extra.details ?? {};
    this.headers = extra.headers ?? {};
  }
}

export const accessDenied = (message = 'Access Denied') => new S3Error(403, 'AccessDenied', message);

export const invalidArgument = (message: string, details?: Record<string, string>) =>
  new S3Error(400, 'InvalidArgument', message, { details });

/** For what S3 does and this one does not: an error that names it instead of a silent difference. */
export const notImplemented = (what: string) =>
  new S3Error(501, 'NotImplemented', `The local S3 does not imitate ${what}.`);

export const preconditionFailed = (condition: string) =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    details: { Condition: condition },
  });

export const noSuchKey = (key: string, headers?: Record<string, string>) =>
  new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { details: { Key: key }, headers });

/** The error as S3 sends it; an answer to HEAD carries its status alone. */
export function errorResponse(error: S3Error, requestId: string): AwsResponse {
  const parts = { Code: error.code, Message: error.message, ...error.details, RequestId: requestId };
  const body = xmlDocument(
    'Error',
    Object.entries(parts).map(([name, text]) => element(name, text)),
  );
  return { status: error.status, headers: { ...error.headers, 'content-type': 'application/xml' }, body };
}

/** Names a request, in answers and events, as S3 writes it. */
export const requestId = (): string => randomBytes(8).toString('hex').toUpperCase();
