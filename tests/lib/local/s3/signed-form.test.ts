import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clockOf } from '../../../../lib/local/clock.ts';
import { signedFormContract } from '../../../contracts/signed-form.ts';
import { aCloudWithS3 } from './a-cloud-with-s3.ts';

describe('the local S3', () => {
  signedFormContract(async () => {
    let later = 0;
    const { client, stop } = await aCloudWithS3({ now: () => Date.now() + later });
    const bucket = 'press-shelf';
    return {
      client,
      bucket,
      read: async (Key) => {
        const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key })).catch(noneThere);
        return (
          found && { text: (await found.Body?.transformToString()) ?? '', type: found.ContentType ?? '' }
        );
      },
      pass: async (seconds) => {
        later += seconds * 1000;
      },
      close: () => stop(),
    };
  });

  it('refuses the form of a signer who may not write there', async () => {
    const allowed = [
      { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::press-shelf/drafts/*' },
    ];
    const { client, stop } = await aCloudWithS3({ allowed });
    onTestFinished(() => stop());
    const post = async (Key: string) => {
      const { url, fields } = await createPresignedPost(client, { Bucket: 'press-shelf', Key });
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.append(name, value);
      data.append('file', new Blob(['text']), 'a.md');
      return (await fetch(url, { method: 'POST', body: data })).status;
    };
    expect(await post('drafts/1')).toBe(204);
    expect(await post('letters/1')).toBe(403);
  });

  it('takes no form after its time by the clock of the press', async () => {
    const { client, cloud, stop } = await aCloudWithS3();
    onTestFinished(() => stop());
    const { url, fields } = await createPresignedPost(client, {
      Bucket: 'press-shelf',
      Key: 'a',
      Expires: 900,
    });
    const send = async () => {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.append(name, value);
      data.append('file', new Blob(['text']), 'a.md');
      return (await fetch(url, { method: 'POST', body: data })).status;
    };
    await clockOf(cloud).advance(14 * 60_000);
    expect(await send()).toBe(204);
    await clockOf(cloud).advance(60_000);
    expect(await send()).toBe(403);
  });

  it('takes a form of 25 MB, byte for byte', async () => {
    const { client, stop } = await aCloudWithS3();
    onTestFinished(() => stop());
    const picture = Buffer.alloc(25_000_000, 'a picture\r\n--');
    const { url, fields } = await createPresignedPost(client, { Bucket: 'press-shelf', Key: 'p' });
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    data.append('file', new Blob([picture]), 'harbour.jpg');
    expect((await fetch(url, { method: 'POST', body: data })).status).toBe(204);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'press-shelf', Key: 'p' }));
    expect(picture.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
  });
});

function noneThere(error: unknown): undefined {
  if (!(error instanceof NoSuchKey)) throw error;
}
