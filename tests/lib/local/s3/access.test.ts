import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';
import { aCloudWithS3, type CloudOptions } from './a-cloud-with-s3.ts';

const Bucket = 'press-shelf';
const bucketArn = `arn:aws:s3:::${Bucket}`;
const distribution = 'arn:aws:cloudfront::000000000000:distribution/E1';

async function open(options: CloudOptions) {
  const place = await aCloudWithS3(options);
  onTestFinished(() => place.stop());
  return place;
}

const may = (Action: string | string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
const statusOf = (answer: Promise<unknown>): Promise<number> =>
  answer.then(
    () => 200,
    (error) => error.$metadata.httpStatusCode,
  );

it('tells who may list a bucket that a key is missing, and others nothing', async () => {
  const missing = new GetObjectCommand({ Bucket, Key: 'missing' });
  const reader = await open({ allowed: [may('s3:GetObject', `${bucketArn}/*`)] });
  await expect(reader.client.send(missing)).rejects.toMatchObject({ name: 'AccessDenied' });
  const lister = await open({
    allowed: [may('s3:GetObject', `${bucketArn}/*`), may('s3:ListBucket', bucketArn)],
  });
  await expect(lister.client.send(missing)).rejects.toMatchObject({ name: 'NoSuchKey' });
});

it('asks for every right a request needs', async () => {
  const { client } = await open({
    allowed: [may(['s3:PutObject', 's3:GetObject', 's3:DeleteObject'], `${bucketArn}/own/*`)],
  });
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const remove = (...keys: string[]) =>
    client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }));
  expect(await statusOf(put('own/1'))).toBe(200);
  expect(await statusOf(put('other/1'))).toBe(403);
  expect(await statusOf(remove('own/1', 'other/1'))).toBe(403);
  expect(await statusOf(remove('own/1', 'own/2'))).toBe(200);
  expect(await statusOf(client.send(new ListObjectsV2Command({ Bucket })))).toBe(403);
});

it('asks for the right to versions where one is named', async () => {
  const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
  const allowed = [may(['s3:PutObject', 's3:GetObject'], `${bucketArn}/*`)];
  const { client } = await open({ allowed, buckets: { Shelf: versioned } });
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
  expect(await statusOf(client.send(new GetObjectCommand({ Bucket, Key: 'a' })))).toBe(200);
  expect(await statusOf(client.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId })))).toBe(403);
});

const policyOf = (...Statement: object[]) => ({
  Bucket,
  PolicyDocument: { Version: '2012-10-17', Statement },
});
const tlsOnly = {
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:*',
  Resource: [bucketArn, `${bucketArn}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const forCloudFront = {
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: `${bucketArn}/*`,
  Condition: { StringEquals: { 'AWS:SourceArn': distribution } },
};

it('keeps to what the policy of the bucket denies', async () => {
  const secret = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `${bucketArn}/secret/*`,
  };
  const { client } = await open({ policies: [policyOf(tlsOnly, secret)] });
  for (const Key of ['open/1', 'secret/1'])
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  expect(await statusOf(client.send(new GetObjectCommand({ Bucket, Key: 'open/1' })))).toBe(200);
  expect(await statusOf(client.send(new GetObjectCommand({ Bucket, Key: 'secret/1' })))).toBe(403);
});

it('lets a distribution read that the policy of the bucket names, and no other', async () => {
  const { s3, client } = await open({ policies: [policyOf(tlsOnly, forCloudFront)] });
  await client.send(new PutObjectCommand({ Bucket, Key: 'seiten/über uns/index.html', Body: 'page' }));
  const key = 'seiten/%C3%BCber%20uns/index.html';
  const fetchAs = (sourceArn: string, headers = {}, wanted = key) => {
    const by = { service: 'cloudfront.amazonaws.com', sourceArn };
    return s3.fetchObject({ bucket: Bucket, key: wanted, headers, by });
  };
  const answer = await fetchAs(distribution);
  expect(answer).toMatchObject({ status: 200, body: Buffer.from('page') });
  expect(await fetchAs(distribution, { 'if-none-match': answer.headers?.etag ?? '' })).toMatchObject({
    status: 304,
  });
  expect(await fetchAs(distribution, {}, 'missing')).toMatchObject({ status: 403 });
  expect(await fetchAs(distribution.replace('E1', 'E2'))).toMatchObject({ status: 403 });
});

it('tells a distribution that may list the bucket what is missing', async () => {
  const lists = { ...forCloudFront, Action: 's3:ListBucket', Resource: bucketArn };
  const { s3 } = await open({ policies: [policyOf(forCloudFront, lists)] });
  const by = { service: 'cloudfront.amazonaws.com', sourceArn: distribution };
  expect(await s3.fetchObject({ bucket: Bucket, key: 'missing', headers: {}, by })).toMatchObject({
    status: 404,
  });
});

it.each([
  ['a policy that lets people in', { policies: [policyOf({ ...forCloudFront, Principal: '*' })] }],
  [
    'a condition it does not know',
    {
      policies: [
        policyOf({ ...tlsOnly, Condition: { DateGreaterThan: {}, IpAddress: { 'aws:SourceIp': '::1' } } }),
      ],
    },
  ],
  ['events to a queue', { buckets: { Shelf: { NotificationConfiguration: { QueueConfigurations: [] } } } }],
])('does not start with %s', async (_, options) => {
  await expect(aCloudWithS3(options)).rejects.toThrow();
});
