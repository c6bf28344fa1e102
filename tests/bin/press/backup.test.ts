import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../../bin/press/backup.ts';
import { FalsePress } from './a-false-press.ts';

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

describe('an answer that is no history', () => {
  const hash = 'a'.repeat(64);
  const state = { revision: 1, status: 'published', order: 'A', pictures: {} };

  it.each<[string, object, string]>([
    ['has a revision that is no number', { past: [{ ...state, revision: '../../1' }] }, '(past.0.revision: '],
    ['has a revision that is no whole one', { revision: 1.5 }, '(revision: '],
    ['names a file by no hash', { past: [{ ...state, manuscript: '../1' }] }, '(past.0.manuscript: '],
    ['names a picture by no hash', { past: [{ ...state, pictures: { a: 'b' } }] }, '(past.0.pictures.a: '],
    ['leads to no address', { links: { [hash]: 'file:///etc/passwd' } }, `(links.${hash}: `],
    ['tells of another document', { slug: 'other' }, '(slug: '],
    ['has no past', { past: undefined }, '(past: '],
    ['gives no link to a file', { links: {} }, 'gave no link to a file of “march”'],
  ])('is refused when it %s', async (_, changes, words) => {
    press.has('march', [['A', 'One.']]);
    press.spoil = (page) => ({ ...page, ...changes });
    const before = await readdir(folder);
    await expect(backUp(folder, press)).rejects.toThrow(words);
    expect(before).toEqual([]);
    expect(await readdir(folder)).toEqual(['press.json']);
  });

  it('is refused among those of all documents', async () => {
    press.has('..', [['A', 'One.']]);
    await expect(backUp(folder, press)).rejects.toThrow('(items.0.slug: is no address a document can have)');
  });
});
