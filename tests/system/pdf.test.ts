import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queuesOf } from '../../lib/local/sqs/queues.ts';
import { aLockedPdf, aPdfOf } from '../functions/content/pdf/a-pdf.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';

let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress({ edgeCache: true });
  // To read a PDF takes seconds: what is looked at a minute later is not to be looked at before it is there.
  queuesOf(press.cloud).longestWait = 2000;
});
afterAll(() => press.end());

const sample = join(import.meta.dirname, '../../examples/press/bulletin');
const text = readFileSync(join(sample, 'no-12.md'));
const pdf = readFileSync(join(sample, 'no-12.pdf'));
const page = '/bulletins/harbour-bulletin/harbour-bulletin-no-12/';

const bytesAt = async (path: string) => {
  const response = await fetch(new URL(path, press.site));
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
};

it('is a page with a cover and a link, an enclosure and an answer of the API, until it is deleted', async () => {
  const [receipt] = await press.handIn({ 'no-12.md': text, 'no-12.pdf': pdf });
  expect(receipt).toMatchObject({ state: 'done', notices: [] });
  const shown = await eventually(
    () => press.get(page),
    ({ status }) => status === 200,
  );
  expect(shown.text).toContain(`PDF, 2\u00a0pages, ${Math.round(pdf.length / 1000)}\u00a0KB`);
  expect(shown.text).toContain('alt="The first page');
  const [path = ''] = shown.text.match(/\/media\/[0-9a-f]+-2\.pdf/) ?? [];

  const { response, bytes } = await bytesAt(path);
  expect(bytes.equals(pdf)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'inline',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': expect.not.stringMatching(/sandbox|default-src|object-src/),
  });
  const [cover = ''] = shown.text.match(/\/media\/[0-9a-f]+-960\.jpg/) ?? [];
  expect((await bytesAt(cover)).response.headers.get('content-type')).toBe('image/jpeg');

  const shownBulletin = await press.api('GET', '/bulletins/harbour-bulletin-no-12');
  expect(shownBulletin).toMatchObject({
    file: {
      name: 'no-12.pdf',
      url: `${press.site}${path}`,
      pages: 2,
      bytes: pdf.length,
      cover: { width: 1600 },
    },
    text: expect.stringContaining('nobody is put out without a hearing'),
  });
  for (const feed of ['/feed.xml', '/bulletins/harbour-bulletin/feed.xml'])
    expect((await press.get(feed)).text, feed).toContain(`length="${pdf.length}"`);
  for (const newest of ['latest', '12']) {
    const { status, headers } = await press.get(`/bulletins/harbour-bulletin/${newest}/`);
    expect([status, headers.get('location'), headers.get('cache-control')], newest).toEqual([
      302,
      page,
      'public, max-age=0, s-maxage=10',
    ]);
  }

  await press.api('POST', '/documents/harbour-bulletin-no-12/withdraw', { reason: 'Wrong.' });
  await gone(path, cover);
  await press.handIn({ 'no-12.md': text });
  expect((await bytesAt(path)).bytes.equals(pdf)).toBe(true);
  expect((await bytesAt(path)).response.headers.get('content-disposition')).toBe('inline');

  await press.api('DELETE', '/documents/harbour-bulletin-no-12');
  await gone(path, cover);
}, 480_000);

async function gone(...paths: string[]): Promise<void> {
  for (const path of paths) {
    const { status, headers } = await eventually(
      () => press.get(path),
      (answer) => answer.status === 404,
      60,
    );
    expect([path, status, headers.get('x-cache'), headers.get('age')]).toEqual([
      path,
      404,
      'Error from cloudfront',
      null,
    ]);
  }
}

it('that is locked is refused with its text, and the function reads the next', async () => {
  const named = '---\ntitle: Number 13\nfile: no-13.pdf\n---\nThe summer number.\n';
  const [locked] = await press.handIn({ 'no-13.md': named, 'no-13.pdf': aLockedPdf() });
  expect(locked).toMatchObject({ state: 'refused', documents: [] });
  expect(locked?.notices.find(({ file }) => file === 'no-13.pdf')?.text).toContain('without a password');
  const [read] = await press.handIn({ 'no-13.md': named, 'no-13.pdf': aPdfOf() });
  expect(read).toMatchObject({ state: 'done', documents: [{ slug: 'number-13' }] });
}, 120_000);
