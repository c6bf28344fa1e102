import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../../../bin/press/backup/back-up.ts';
import { restoreFrom } from '../../../../bin/press/backup/restore.ts';
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

it('keeps what is newer, and stops before another document', async () => {
  press.has('march', [['B', 'One.']]);
  await backUp(folder, press);
  press.documents.set('march', { ...aPast('march', [['B', 'One.']]), order: 'C' });
  expect(await restoreFrom(folder, press)).toMatchObject({ newer: ['march'], receipts: [] });
  press.has('march', [['X', 'Another.']]);
  await expect(restoreFrom(folder, press)).rejects.toThrow('documents of its own');
});
