import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../../../bin/press/backup/back-up.ts';
import { restoreFrom } from '../../../../bin/press/backup/restore.ts';
import { FalsePress } from './a-false-press.ts';

let folder: string;
let press: FalsePress;
const long = '2026-01-01T00:00:00.000Z';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  press = await new FalsePress().start();
});
afterEach(async () => {
  await press.end();
  await rm(folder, { recursive: true });
});

const issue = (state: string, changed = long) => ({
  record: { kind: 'issue', id: '01HN', changed, issue: { state } },
  ...{ state, changed },
});

const news = (marks: number, waiting: string[] = []) => ({
  record: {
    ...{ kind: 'news', id: 'weekly', start: long },
    waiting: waiting.map((id) => ({ id, slug: 'a', first: long })),
    marks: Array.from({ length: marks }, (_, at) => ({ piece: `p${at}`, issue: '01HN' })),
  },
});

const saved = async (name: string) =>
  JSON.parse(await readFile(join(folder, 'newsletters', `${name}.json`), 'utf8'));

it('has a file for each record, and asks no more for an issue that is over for long', async () => {
  press.records.set('issue.01HN', issue('sent')).set('news.weekly', news(2));
  expect(await backUp(folder, press)).toMatchObject({ newsletters: 2 });
  expect(await saved('issue.01HN')).toEqual(issue('sent').record);
  press.recordsAsked.length = 0;
  await backUp(folder, press);
  expect(press.recordsAsked).toEqual(['news.weekly']);
});

it('asks again for what changed, and for an issue of which reports may still come', async () => {
  const now = new Date().toISOString();
  for (const [before, after] of [
    [issue('sending'), issue('sent')],
    [issue('sent', now), issue('sent', now)],
    [issue('sent'), issue('sent', '2026-02-01T00:00:00.000Z')],
  ] as const) {
    press.records.set('issue.01HN', before);
    await backUp(folder, press);
    press.records.set('issue.01HN', after);
    press.recordsAsked.length = 0;
    await backUp(folder, press);
    expect(press.recordsAsked).toEqual(['issue.01HN']);
    await rm(folder, { recursive: true });
  }
  await backUp(folder, press);
});

it('keeps what a press that was restored in part has forgotten', async () => {
  press.records.set('issue.01HN', issue('sent')).set('news.weekly', news(3, ['w1']));
  await backUp(folder, press);
  press.records.set('issue.01HN', issue('draft')).set('news.weekly', news(1, ['p2', 'w2']));
  await backUp(folder, press);
  expect(await saved('issue.01HN')).toMatchObject({ issue: { state: 'sent' } });
  const { marks, waiting } = await saved('news.weekly');
  expect(marks.map(({ piece }: { piece: string }) => piece)).toEqual(['p0', 'p1', 'p2']);
  expect(waiting.map(({ id }: { id: string }) => id)).toEqual(['w2', 'w1']);
  press.records.clear();
  await backUp(folder, press);
  expect(await saved('issue.01HN')).toMatchObject({ issue: { state: 'sent' } });
});

it('is handed in before any document, lists first, many marks in parts', async () => {
  press.records.set('issue.01HN', issue('sent')).set('news.weekly', news(1_200, ['w1']));
  await backUp(folder, press);
  const { newsletters } = await restoreFrom(folder, press);
  expect(newsletters).toEqual({ restored: 2, there: 0, others: [] });
  expect(press.recordsHandedIn.map(({ name }) => name)).toEqual([
    ...Array(3).fill('news.weekly'),
    'issue.01HN',
  ]);
  const parts = press.recordsHandedIn.slice(0, 3).map(({ body }) => Object(body));
  expect(parts.map(({ marks }) => marks.length)).toEqual([500, 500, 200]);
  expect(parts.flatMap(({ waiting }) => waiting)).toHaveLength(1);
  expect(new Set(parts.flatMap(({ marks }) => marks.map(({ piece }: { piece: string }) => piece))).size).toBe(
    1_200,
  );
});

it('that is damaged restores nothing', async () => {
  press.records.set('issue.01HN', issue('sent'));
  await backUp(folder, press);
  await writeFile(join(folder, 'newsletters', 'issue.01HN.json'), '{"kind":"issue","id":"01OTHER"}');
  await expect(restoreFrom(folder, press)).rejects.toThrow('issue.01HN.json is damaged');
  expect(press.recordsHandedIn).toEqual([]);
});
