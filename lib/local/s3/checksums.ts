import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { notImplemented, S3Error } from './s3-error.ts';

type Headers = Readonly<Record<string, string>>;

const prefix = 'x-amz-checksum-';
const calculations: Readonly<Record<string, (body: Buffer) => string>> = {
  crc32: (body) => {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(crc32(body));
    return value.toString('base64');
  },
  sha1: (body) => hash('sha1', body, 'base64'),
  sha256: (body) => hash('sha256', body, 'base64'),
};
/** Headers with the same prefix that are no checksums. */
const notChecksums = new Set(['mode', 'type', 'algorithm'].map((name) => prefix + name));

/**
 * Compares the body with every checksum the sender gave and returns the one that S3 keeps with the
 * object, as the header it comes back in. Throws S3Error `BadDigest` where one differs.
 */
export function checkedChecksum(headers: Headers, body: Buffer): Record<string, string> {
  const md5 = headers['content-md5'];
  if (md5 && md5 !== hash('md5', body, 'base64')) throw badDigest('Content-MD5');
  checkPayloadHash(headers['x-amz-content-sha256'], body);
  const stored: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(prefix) || notChecksums.has(name)) continue;
    const algorithm = name.slice(prefix.length);
    const calculate = calculations[algorithm];
    if (!calculate) throw notImplemented(`checksums of the kind ${algorithm}`);
    if (calculate(body) !== value) throw badDigest(algorithm.toUpperCase());
    stored[name] = value;
  }
  if (headers['x-amz-sdk-checksum-algorithm'] && Object.keys(stored).length === 0) throw missingChecksum();
  return stored;
}

/** The signature covers this hash, not the body, so the body must match it. */
function checkPayloadHash(declared: string | undefined, body: Buffer): void {
  if (!declared || !/^[0-9a-f]{64}$/.test(declared)) return;
  if (hash('sha256', body) !== declared) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Error(400, 'XAmzContentSHA256Mismatch', message);
  }
}

const badDigest = (what: string) =>
  new S3Error(400, 'BadDigest', `The ${what} you specified did not match the calculated checksum.`);

const missingChecksum = () =>
  new S3Error(
    400,
    'InvalidRequest',
    'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  );
