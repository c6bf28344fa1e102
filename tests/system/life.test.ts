import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clockOf } from '../../lib/local/clock.ts';
import { Editor } from './storm/editor.ts';
import { Storm } from './storm/storm.ts';

let storm: Storm;
let editor: Editor;

beforeAll(async () => {
  storm = await Storm.begin();
  editor = new Editor(storm.press);
});
afterAll(() => storm.end());

const page = (path: string) => fetch(storm.press.site + path, { redirect: 'manual' });

/** The edge keeps an answer for ten seconds. */
async function status(path: string, wanted: number): Promise<number> {
  let seen = 0;
  for (let tries = 0; tries < 60 && seen !== wanted; tries++) {
    seen = (await page(path)).status;
    if (seen !== wanted) await pause(500);
  }
  return seen;
}

const inHours = (hours: number) =>
  new Date(clockOf(storm.press.cloud).now() + hours * 3_600_000).toISOString();

it('what is scheduled is previewed, live at its time and withdrawn at another', {
  timeout: 120_000,
}, async () => {
  const times = `publish_at: ${inHours(24)}\nwithdraw_at: ${inHours(48)}`;
  const text = `---\ntitle: Tomorrow\nslug: tomorrow\nsection: Rent\n${times}\n---\n\nSoon, and not before.\n`;
  const receipt = await editor.handIn({ 'tomorrow.md': text });
  expect(receipt.documents).toMatchObject([{ slug: 'tomorrow', status: 'scheduled' }]);
  await storm.settle();
  expect((await page('/articles/tomorrow/')).status).toBe(404);

  const link = await (await editor.ask('GET', '/documents/tomorrow/preview')).json();
  const preview = await fetch(link.url);
  expect([preview.status, preview.headers.get('x-robots-tag')]).toEqual([200, 'noindex']);
  expect(preview.headers.get('cache-control')).toBe('no-store');
  const html = await preview.text();
  expect(html).toContain('Soon, and not before.');
  expect(html).toContain('class="teaser"');
  const forged = link.url.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A'));
  expect((await fetch(forged)).status).toBe(404);

  const clock = clockOf(storm.press.cloud);
  await clock.advance(25 * 3_600_000);
  await storm.settle();
  expect(await status('/articles/tomorrow/', 200)).toBe(200);
  expect((await fetch(link.url)).status).toBe(410);
  await editor.ask('GET', '/documents/tomorrow/preview', undefined, [409]);

  await clock.advance(24 * 3_600_000);
  await storm.settle();
  expect(await status('/articles/tomorrow/', 410)).toBe(410);
});
