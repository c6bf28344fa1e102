import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../../../bin/press/backup/back-up.ts';
import { hashOf } from '../../../../bin/press/backup/folder.ts';
import { restoreFrom } from '../../../../bin/press/backup/restore.ts';
import { hasErrors } from '../../../../bin/press/receipts.ts';
import { aPast, FalsePress } from './a-false-press.ts';

let folder: string;
let press: FalsePress;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  press = await new FalsePress().start();
});
afterEach(async () => {
  await press.end();
  await rm(folder, { recursive: true });
});

/** Gives it a document with so many pictures. */
function hasAnAlbum(pictures: number): void {
  press.has('album', [['A', 'See.']]);
  const shown = Array.from({ length: pictures }, (_, n) => `Picture ${n}`);
  const hashes = shown.map((text) => [text, hashOf(Buffer.from(text))] as const);
  for (const [text, hash] of hashes) press.texts.set(hash, text);
  const { past, ...album } = aPast('album', [['A', 'See.']]);
  const whole = past.map((state) => ({ ...state, pictures: Object.fromEntries(hashes) }));
  press.documents.set('album', { ...album, past: whole });
}

it('names a document that no upload can bring, and goes on with the others', async () => {
  hasAnAlbum(49);
  press.has('march', [['B', 'One.']]);
  await backUp(folder, press);
  press.documents.delete('album');
  const report = await restoreFrom(folder, press);
  expect(report).toMatchObject({ restored: 0, there: 1 });
  expect(report.receipts.map(({ notices }) => notices[0]?.text)).toEqual([
    expect.stringContaining('“album” was left out'),
  ]);
  expect(report.receipts.every(hasErrors)).toBe(true);
});

it('keeps what is newer, and stops before another document', async () => {
  press.has('march', [['B', 'One.']]);
  await backUp(folder, press);
  press.documents.set('march', { ...aPast('march', [['B', 'One.']]), order: 'C' });
  expect(await restoreFrom(folder, press)).toMatchObject({ newer: ['march'], receipts: [] });
  press.has('march', [['X', 'Another.']]);
  await expect(restoreFrom(folder, press)).rejects.toThrow('documents of its own');
});
