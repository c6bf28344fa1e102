import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCloudWithS3, accessKey, type CloudWithS3, secretKey } from './a-cloud-with-s3.ts';

const Bucket = 'press-shelf';
const Key = 'letters/ä b+c(1).txt';
let place: CloudWithS3;
let client: S3Client;
let later = 0;

beforeAll(async () => {
  const own = {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: `arn:aws:s3:::${Bucket}/letters/*`,
  };
  place = await aCloudWithS3({ allowed: [own], now: () => Date.now() + later });
  client = new S3Client({
    endpoint: place.origin,
    region: 'eu-west-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    // Otherwise the checksum of an empty body is signed into the address.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
});
afterAll(() => place.stop());

const addressOf = (method: 'GET' | 'PUT', key = Key, expiresIn = 60) =>
  method === 'GET'
    ? getSignedUrl(client, new GetObjectCommand({ Bucket, Key: key, ResponseContentType: 'text/plain' }), {
        expiresIn,
      })
    : getSignedUrl(client, new PutObjectCommand({ Bucket, Key: key, Metadata: { by: 'ada' } }), {
        expiresIn,
      });

const ask = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    text,
    type: response.headers.get('content-type'),
    by: response.headers.get('x-amz-meta-by'),
  };
};
const denied = (text: string) => ({ status: 403, text: expect.stringContaining(text) });

describe('a presigned address', () => {
  it('takes and gives an object', async () => {
    expect(await ask(await addressOf('PUT'), { method: 'PUT', body: 'Dear press,' })).toMatchObject({
      status: 200,
    });
    const given = { status: 200, text: 'Dear press,', type: 'text/plain', by: 'ada' };
    expect(await ask(await addressOf('GET'))).toMatchObject(given);
  });

  it('ends with its time', async () => {
    const url = await addressOf('GET', Key, 5);
    later = 6000;
    expect(await ask(url)).toMatchObject(denied('Request has expired'));
    later = 0;
  });

  it('is not good before its time', async () => {
    const url = await addressOf('GET');
    later = -3_600_000;
    expect(await ask(url)).toMatchObject(denied('Request is not yet valid'));
    later = 0;
  });

  it('is good for its key alone, its method alone, its time alone', async () => {
    const url = await addressOf('GET');
    expect(await ask(url.replace('letters', 'ledgers'))).toMatchObject(denied('SignatureDoesNotMatch'));
    expect(await ask(url, { method: 'PUT', body: 'x' })).toMatchObject(denied('SignatureDoesNotMatch'));
    expect(await ask(url.replace('Expires=60', 'Expires=600'))).toMatchObject(
      denied('SignatureDoesNotMatch'),
    );
    expect(await ask(`${url}&response-content-language=en`)).toMatchObject(denied('SignatureDoesNotMatch'));
  });

  it('lets nobody add headers of S3', async () => {
    const init = { method: 'PUT', body: 'x', headers: { 'x-amz-meta-by': 'eve' } };
    expect(await ask(await addressOf('PUT'), init)).toMatchObject(denied('not signed'));
  });

  it('gives no more than its signer may do', async () => {
    expect(await ask(await addressOf('GET', 'ledgers/1'))).toMatchObject(denied('AccessDenied'));
  });

  it('lasts a week at most', async () => {
    const url = (await addressOf('GET')).replace('Expires=60', 'Expires=700000');
    expect(await ask(url)).toMatchObject({ status: 400 });
  });

  it('is needed: nobody reads or writes without a signature', async () => {
    const url = `${place.origin}/${Bucket}/letters/1`;
    expect(await ask(url)).toMatchObject(denied('AccessDenied'));
    expect(await ask(url, { method: 'PUT', body: 'x' })).toMatchObject(denied('AccessDenied'));
  });
});
