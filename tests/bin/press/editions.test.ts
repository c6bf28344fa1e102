import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dryRun } from '../../../bin/press/commands.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'editions-'));
});
afterAll(() => rm(folder, { recursive: true }));

const waits = 'until then these wait for it: rent, front';

it.each([
  ['publish_at: 2026-12-01 07:00\ndocuments: [rent, front]', `goes at 2026-12-01 07:00, .*; ${waits}`],
  ['publish_at: 2026-12-01\ndocuments:\n  - rent\n  - front', `goes at 2026-12-01, .*; ${waits}`],
  ['documents: [rent, front]', `nobody has said when it goes; ${waits}`],
  ['documents: rent', 'nobody has said when it goes; until then these wait for it: rent'],
])('a dry run says of an edition when it goes, and what waits for it: %j', async (fields, words) => {
  const file = join(folder, 'no-7.md');
  await writeFile(file, `---\nkind: edition\ntitle: No. 7\n${fields}\n---\nAll of it.\n`);
  const { lines } = await dryRun([file]);
  expect(lines[1]).toMatch(new RegExp(`^ {4}${words}$`));
});

it.each([
  'kind: edition\ntitle: No. 7\ndocuments: [rent',
  'kind: edition\ntitle: No. 7',
  'title: No. 7\ndocuments: [rent]',
])('a dry run says nothing of what is no edition or cannot be read: %j', async (fields) => {
  const file = join(folder, 'no-7.md');
  await writeFile(file, `---\n${fields}\n---\nAll of it.\n`);
  const { lines, ok } = await dryRun([file]);
  expect([lines.length, ok]).toEqual([2, true]);
});
