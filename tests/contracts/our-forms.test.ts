import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedForms } from '../../functions/content/store/s3-signed.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';

let later = 0;
let s3: CloudWithS3;
beforeAll(async () => {
  s3 = await aCloudWithS3({ now: () => Date.now() + later });
});
afterAll(() => s3.stop());

const text = 'Rent strike';
const wish = {
  key: 'manuscripts/01HQ0000000000000000000001/0',
  type: 'text/markdown',
  bytes: 11,
  seconds: 900,
};

/** Posts a form as a browser does, with some of its fields changed. */
async function post(file: string, changes: Record<string, string> = {}): Promise<number> {
  const { url, fields } = await signedForms(s3.client, 'press-shelf').sign(wish);
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changes })) data.append(name, value);
  data.append('file', new Blob([file]), 'rent.md');
  return (await fetch(url, { method: 'POST', body: data })).status;
}

it('take the file they were made for', async () => {
  expect(await post(text)).toBe(204);
});

it.each<[string, string, Record<string, string>]>([
  ['a longer file', `${text}!`, {}],
  ['a shorter one', 'Rent', {}],
  ['another type', text, { 'Content-Type': 'text/html' }],
  ['another key', text, { key: 'manuscripts/01HQ0000000000000000000002/0' }],
])('refuse %s', async (_, file, changes) => {
  expect(await post(file, changes)).toBeGreaterThanOrEqual(400);
});

it('end after a quarter of an hour', async () => {
  const { url, fields } = await signedForms(s3.client, 'press-shelf').sign(wish);
  later = 901_000;
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append('file', new Blob([text]), 'rent.md');
  expect((await fetch(url, { method: 'POST', body: data })).status).toBe(403);
});
