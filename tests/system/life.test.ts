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

it('an edition goes whole at its moment, or says what is missing', { timeout: 120_000 }, async () => {
  const slugs = Array.from({ length: 20 }, (_, number) => `piece-${number + 1}`);
  const file = (fields: Record<string, string>, text = '') =>
    `---\n${Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join('')}---\n\n${text}\n`;
  const pieces = slugs.map((slug) => [`${slug}.md`, file({ title: `The ${slug}`, slug }, 'Words.')] as const);
  const edition = (documents: string[], more: Record<string, string>) =>
    file({ kind: 'edition', documents: `[${documents}]`, ...more }, 'What it is about.');
  const receipt = await editor.handIn({
    ...Object.fromEntries(pieces),
    'front.md': file({ kind: 'front', lead: 'piece-7' }),
    'no-7.md': edition([...slugs, 'front'], { title: 'No. 7', slug: 'no-7', publish_at: inHours(24) }),
    'no-8.md': edition(['piece-1', 'nobody'], { title: 'No. 8', slug: 'no-8', publish_at: inHours(24) }),
  });
  const states = new Set(receipt.documents.map(({ kind, status }) => `${kind} ${status}`));
  expect(states).toEqual(new Set(['article draft', 'front draft', 'edition scheduled']));
  expect(receipt.notices.map(({ text }) => text).join()).toContain('It names “nobody”, which is not there');
  await storm.settle();
  expect((await page('/articles/piece-7/')).status).toBe(404);

  await clockOf(storm.press.cloud).advance(25 * 3_600_000);
  await storm.settle();
  for (const path of [...slugs.map((slug) => `/articles/${slug}/`), '/editions/no-7/'])
    expect(await status(path, 200), path).toBe(200);
  expect(await (await page('/editions/no-7/')).text()).toContain('The piece-20');
  expect(await (await page('/')).text()).toContain('The piece-7');
  expect((await page('/editions/no-8/')).status).toBe(404);
  const shown = async (slug: string) => (await editor.ask('GET', `/documents/${slug}`)).json();
  expect((await shown('no-7')).edition).toMatchObject({ state: 'gone' });
  expect((await shown('no-8')).edition).toMatchObject({
    state: 'failed',
    notReady: [{ slug: 'nobody' }],
    documents: [
      { slug: 'piece-1', state: 'live' },
      { slug: 'nobody', state: 'not ready' },
    ],
  });
});
