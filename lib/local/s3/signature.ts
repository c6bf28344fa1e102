import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './s3-error.ts';

export const algorithm = 'AWS4-HMAC-SHA256';

/** A credential: the access key, and the scope in which the signature is valid. */
export interface CredentialScope {
  accessKey: string;
  /** `YYYYMMDD` */
  day: string;
  region: string;
  service: string;
}

/** Reads `AKIA…/20260228/eu-west-1/s3/aws4_request`; undefined if it is none. */
export function scopeOf(credential: string): CredentialScope | undefined {
  const [, accessKey, day, region, service] =
    /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential) ?? [];
  return accessKey && day && region && service ? { accessKey, day, region, service } : undefined;
}

export const scopeText = ({ day, region, service }: CredentialScope): string =>
  `${day}/${region}/${service}/aws4_request`;

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Signs a text with AWS Signature Version 4; hex. */
export function signatureOf(
  secretKey: string,
  { day, region, service }: CredentialScope,
  text: string,
): string {
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretKey}`);
  return hmac(key, text).toString('hex');
}

/** Throws S3Error `SignatureDoesNotMatch`. */
export function requireSignature(given: string, expected: string): void {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  if (a.length === b.length && timingSafeEqual(a, b)) return;
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  throw new S3Error(403, 'SignatureDoesNotMatch', message, { details: { SignatureProvided: given } });
}

/** `20260228T101500Z` in milliseconds; NaN if it is no such instant. */
export function instantOf(amzDate: string): number {
  const iso = amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return iso === amzDate ? Number.NaN : Date.parse(iso);
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
