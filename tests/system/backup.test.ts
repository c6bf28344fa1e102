import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type BackupReport, backUp } from '../../bin/press/backup/back-up.ts';
import { restoreFrom } from '../../bin/press/backup/restore.ts';
import type { Press } from '../../bin/press/client.ts';
import { handIn } from '../../bin/press/hand-in.ts';
import type { Receipt } from '../../bin/press/receipts.ts';
import { aPress, type PressUnderTest } from './a-press.ts';
import { differences, Observer, type Site } from './storm/observer.ts';
import { quiet } from './storm/quiet.ts';

const examples = join(import.meta.dirname, '../../examples/press');
const errorsIn = (receipts: Receipt[]) =>
  receipts.flatMap(({ notices }) => notices).filter(({ level }) => level === 'error');

/** A press that can come again at the same address, for pages name it: below the ports that systems give away. */
async function aPressAt(port: number | undefined): Promise<{ press: PressUnderTest; port: number }> {
  for (let attempt = 0; ; attempt++) {
    const wanted = port ?? 20_000 + Math.floor(Math.random() * 12_000);
    const press = await aPress({ port: wanted }).catch((error: unknown) => error);
    if (!(press instanceof Error)) return { press: press as PressUnderTest, port: wanted };
    if (attempt > 5) throw press;
  }
}

let scratch: string;
let press: PressUnderTest;
const folder = (name: string) => join(scratch, name);

async function siteOf(): Promise<Site> {
  await quiet(press.cloud);
  const observer = new Observer({ ...press, api: press.editor.api });
  const site = await observer.site();
  observer.close();
  return site;
}

const documentsOf = async () => {
  const { items } = await press.api<{ items: { slug: string }[] }>('GET', '/documents?limit=100');
  const whole = items.map(({ slug }) => press.api('GET', `/documents/${slug}`));
  return { items, whole: await Promise.all(whole) };
};

/** Every file of a folder with its content. */
async function contentOf(path: string): Promise<Record<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => [file.slice(path.length), await readFile(file, 'base64')] as const);
  return Object.fromEntries((await Promise.all(read)).sort());
}

/** The same press, but it opens so many uploads and no more. */
async function failsAfter(uploads: number, editor: Press): Promise<{ editor: Press; end(): void }> {
  let opened = 0;
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    const isUpload = method === 'POST' && !url.includes('/newsletter-records');
    if (isUpload && ++opened > uploads) return void response.writeHead(503).end();
    const body = method === 'POST' ? await textOf(request) : undefined;
    const headers = { authorization: `Bearer ${editor.token}`, 'content-type': 'application/json' };
    const answer = await fetch(editor.api + url, { method, headers, body });
    response.writeHead(answer.status).end(await answer.text());
  });
  await once(server.listen(0, 'localhost'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { editor: { ...editor, api: `http://localhost:${port}` }, end: () => void server.close() };
}

/** But for newsletters, which a restore puts to sleep. */
const documentsIn = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('/newsletters/')));

const article = (fields: string, text: string) => `---\n${fields}\n---\n\n${text}\n`;

/** A revision with sixty pictures, more than one upload holds: the later ones come with a second one. */
async function album(): Promise<void> {
  const names = Array.from({ length: 60 }, (_, n) => `img/${n}.png`);
  const shade = (n: number) => ({ r: n * 4, g: 90, b: 120 });
  const create = (n: number) => ({ width: 2, height: 2, channels: 3 as const, background: shade(n) });
  const encoded = names.map((name, n) =>
    sharp({ create: create(n) })
      .png()
      .toBuffer()
      .then((png) => [name, png]),
  );
  const pictures = await Promise.all(encoded);
  const text = article('title: Sixty pictures', names.map((name) => `![A colour](${name})`).join('\n\n'));
  for (const part of [pictures.slice(0, 49), pictures.slice(49)])
    await press.handIn({ 'album.md': text, ...Object.fromEntries(part) });
}

/** Everything that can happen to a document. */
async function work(): Promise<void> {
  await handIn([examples], press.editor);
  const bench = await readFile(join(examples, 'pictures/bench.jpg'));
  await press.handIn({
    'tide.md': article('title: Tide tables are wrong\nsection: News\ntags: [Sea]', '![A bench](img/b.jpg)'),
    'img/b.jpg': bench,
    'rumour.md': article('title: Rumour\nsection: news\ntags: [SEA]', 'Untrue.'),
    'mistake.md': article('title: Mistake', 'Oops.'),
    'pier.md': article('title: Old pier\ntags: [sea]', 'Stands.'),
    'later.md': article('title: Not yet\nstatus: draft', 'Wait.'),
  });
  // Its picture comes from the revision before.
  await press.handIn({
    'tide.md': article(
      'title: Tide tables were wrong\nslug: tide-tables-are-wrong\nsection: News',
      '![A bench](img/b.jpg)\n\nBy two hours.',
    ),
  });
  await press.handIn({
    'pier.md': article('title: Old pier\nslug: new-pier\naliases: [old-pier]\ntags: [sea]', 'Stands again.'),
  });
  await press.api('POST', '/documents/rumour/withdraw', { reason: 'It was not so.' });
  await press.api('DELETE', '/documents/mistake');
  await album();
  await press.handIn({ 'gone.md': article('title: Comes back', 'One.') });
  await press.api('DELETE', '/documents/comes-back');
  await press.handIn({ 'gone.md': article('title: Comes back', 'Two.') });
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'backup-'));
});
afterAll(async () => {
  await press.end();
  await rm(scratch, { recursive: true, force: true });
});

describe('a backup', () => {
  let before: { site: Site; documents: unknown };
  let made: BackupReport;
  let port: number;

  it('holds everything handed in, as plain files', async () => {
    ({ press, port } = await aPressAt(undefined));
    await work();
    before = { site: await siteOf(), documents: await documentsOf() };
    made = await backUp(folder('a'), press.editor);
    expect(made.changed).toBe(made.documents);
    const files = await contentOf(folder('a'));
    const text = (path: string) => Buffer.from(files[path] ?? '', 'base64').toString();
    expect(text('/documents/tide-tables-are-wrong/1.md')).toContain('are wrong');
    expect(text('/documents/tide-tables-are-wrong/2.md')).toContain('By two hours.');
    expect(JSON.parse(text('/documents/rumour/history.json')).past.at(-1)).toMatchObject({
      status: 'withdrawn',
      reason: 'It was not so.',
    });
    const bench = (await readFile(join(examples, 'pictures/bench.jpg'))).toString('base64');
    const found = Object.entries(files).filter(([, content]) => content === bench);
    expect(found.map(([path]) => path)).toEqual([expect.stringMatching(/^\/pictures\/[0-9a-f]{64}\.jpg$/)]);
    expect(files['/documents/mistake/1.md']).toBeUndefined();
  }, 120_000);

  it('fetches only what is not there as it should be', async () => {
    expect(await backUp(folder('a'), press.editor)).toMatchObject({ changed: 0, files: 0 });
    await appendFile(join(folder('a'), 'documents/rumour/1.md'), 'And more.');
    expect(await backUp(folder('a'), press.editor)).toMatchObject({ changed: 1, files: 1 });
    await press.end();
  });

  it('restored into an empty press, gives the same site byte for byte', async () => {
    ({ press } = await aPressAt(port));
    const report = await restoreFrom(folder('a'), press.editor);
    expect(errorsIn(report.receipts)).toEqual([]);
    expect(report.restored).toBe(made.documents);
    expect(before.site.size).toBeGreaterThan(100);
    expect(differences(await siteOf(), before.site)).toEqual([]);
    expect(await documentsOf()).toEqual(before.documents);
  }, 120_000);

  it('of the restored press is the same again', async () => {
    await backUp(folder('b'), press.editor);
    const [saved, again] = [await contentOf(folder('a')), await contentOf(folder('b'))];
    expect(Object.keys(again).sort()).toEqual(Object.keys(saved).sort());
    expect(documentsIn(again)).toEqual(documentsIn(saved));
  });

  it('restored a second time changes nothing', async () => {
    expect(await restoreFrom(folder('a'), press.editor)).toMatchObject({
      restored: 0,
      there: made.documents,
    });
    expect(differences(await siteOf(), before.site)).toEqual([]);
  });

  it('whose restore broke off is restored by the same command again', async () => {
    await press.end();
    ({ press } = await aPressAt(port));
    const failing = await failsAfter(2, press.editor);
    onTestFinished(failing.end);
    await expect(restoreFrom(folder('a'), failing.editor)).rejects.toThrow('503');
    const saved = await contentOf(folder('a'));
    expect((await backUp(folder('a'), press.editor)).ahead.length).toBeGreaterThan(0);
    expect(documentsIn(await contentOf(folder('a')))).toEqual(documentsIn(saved));
    const report = await restoreFrom(folder('a'), press.editor);
    expect(errorsIn(report.receipts)).toEqual([]);
    expect(report.there).toBeGreaterThan(0);
    expect(report.there + report.restored).toBe(made.documents);
    expect(differences(await siteOf(), before.site)).toEqual([]);
    expect(await documentsOf()).toEqual(before.documents);
  }, 120_000);

  it('never covers what is newer', async () => {
    await press.handIn({ 'tide.md': article('title: Tide tables are wrong', 'By three hours.') });
    expect(await restoreFrom(folder('a'), press.editor)).toMatchObject({ newer: ['tide-tables-are-wrong'] });
    expect(await press.api('GET', '/documents/tide-tables-are-wrong')).toMatchObject({ revision: 3 });
  });

  it('goes on in the same folder where a withdrawal was scheduled since', async () => {
    await press.api('POST', '/documents/new-pier/schedule', { withdraw_at: '2099-12-31 18:00' });
    expect(await backUp(folder('a'), press.editor)).toMatchObject({ changed: 2, ahead: [] });
  });

  it('names what is damaged, and restores nothing', async () => {
    await appendFile(join(folder('b'), 'documents/rumour/1.md'), 'And more.');
    await expect(restoreFrom(folder('b'), press.editor)).rejects.toThrow(
      'documents/rumour/1.md is missing or damaged',
    );
    await expect(restoreFrom(examples, press.editor)).rejects.toThrow('is not a backup');
    await expect(backUp(examples, press.editor)).rejects.toThrow('has other things in it');
  });

  it('is refused where another document stands, and by another press’s folder', async () => {
    await press.end();
    press = await aPress();
    await press.handIn({ 'mine.md': article('title: Mine', 'Mine.') });
    await expect(backUp(folder('a'), press.editor)).rejects.toThrow('another press’s backup');
    await press.handIn({ 'rumour.md': article('title: Rumour', 'Quite another one.') });
    const before = await documentsOf();
    await expect(restoreFrom(folder('a'), press.editor)).rejects.toThrow(
      'documents of its own where the backup has others: “rumour”',
    );
    expect(await documentsOf()).toEqual(before);
  });
});
