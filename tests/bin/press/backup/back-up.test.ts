import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../../../bin/press/backup/back-up.ts';
import { backupLines } from '../../../../bin/press/backup/commands.ts';
import { readBackup } from '../../../../bin/press/backup/read-backup.ts';
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

/** Every file of the folder with its content. */
async function contentOf(): Promise<string[][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'utf8')]));
}

describe('a folder', () => {
  beforeEach(async () => {
    press.has('april', [['A', 'Rain.']]);
    press.has('march', [
      ['B', 'One.'],
      ['C', 'Two.'],
    ]);
    await backUp(folder, press);
  });

  it.each<[string, [string, string][], string]>([
    ['has fewer revisions of a document, and others', [['X', 'One.']], 'X'],
    [
      'has an older state of it',
      [
        ['B', 'One.'],
        ['C', 'Two.'],
      ],
      'BB',
    ],
    [
      'has another document there',
      [
        ['X', 'Another.'],
        ['Y', 'Of its own.'],
      ],
      'Y',
    ],
    [
      'was set back and went on',
      [
        ['B', 'One.'],
        ['X', 'Another.'],
        ['Y', 'Third.'],
      ],
      'Y',
    ],
  ])('stays as it is when a press %s', async (_, revisions, order) => {
    const before = await contentOf();
    press.has('march', revisions);
    press.has('new', [['Z', 'New.']]);
    press.documents.set('march', { ...aPast('march', revisions), order });
    await expect(backUp(folder, press)).rejects.toThrow(
      /“march” that this press does not go on from.*new folder/,
    );
    expect(await contentOf()).toEqual(before);
  });

  it('is continued by the press that it comes from, also where a writer’s later order gave way', async () => {
    press.has('march', [
      ['B', 'One.'],
      ['C', 'Two.'],
      ['BB', 'Three.'],
    ]);
    expect(await backUp(folder, press)).toMatchObject({ documents: 2, changed: 1, files: 1 });
  });

  it('keeps what a press that was restored in part lacks, and takes what is new', async () => {
    press.documents.delete('april');
    press.has('march', [['B', 'One.']]);
    press.has('new', [['Z', 'New.']]);
    const before = await contentOf();
    const report = await backUp(folder, press);
    expect(report).toMatchObject({ changed: 1, ahead: ['april', 'march'] });
    expect(backupLines('here', report).join(' ')).toContain('march: the folder has more of it');
    expect(await contentOf()).toEqual(expect.arrayContaining(before));
    expect(await contentOf()).toHaveLength(before.length + 2);
  });

  it('stays as it is when a press has none of its documents', async () => {
    const before = await contentOf();
    press.documents.clear();
    press.has('new', [['Z', 'New.']]);
    await expect(backUp(folder, press)).rejects.toThrow('another press’s backup');
    expect(await contentOf()).toEqual(before);
  });

  it('is told of as whole once nothing changes any more', async () => {
    let times = 0;
    press.asked = () =>
      void (
        times++ < 1 &&
        press.has('april', [
          ['A', 'Rain.'],
          ['D', 'Sun.'],
        ])
      );
    const report = await backUp(folder, press);
    expect(report.stirring).toBe(false);
    expect(backupLines('here', report)).toHaveLength(1);
  });

  it('is told of as unsettled when documents never stop changing', async () => {
    const revisions: [string, string][] = [['A', 'Rain.']];
    press.asked = () => {
      revisions.push([`D${revisions.length}`, `Day ${revisions.length}.`]);
      press.has('april', revisions);
    };
    const report = await backUp(folder, press);
    expect(report.stirring).toBe(true);
    expect(backupLines('here', report)[1]).toContain('Documents were changed meanwhile');
  });
});

describe('a manuscript', () => {
  const named = (...names: string[]) => {
    const revisions = names.map((name, at): [string, string] => [`A${at}`, `Text of ${name}.`]);
    press.has('march', revisions);
    const past = aPast('march', revisions);
    press.documents.set('march', {
      ...past,
      past: past.past.map((state, at) => ({ ...state, name: names[at] })),
    });
  };

  it('keeps the ending that its format needs, and its type', async () => {
    named('a.docx', 'OLD.HTM', 'b.txt', 'c.md', 'd.odt');
    await backUp(folder, press);
    const files = async () => (await readdir(join(folder, 'documents/march'))).sort();
    expect(await files()).toEqual(['1.docx', '2.html', '3.md', '4.md', '5.odt', 'history.json']);
    const [saved] = await readBackup(folder);
    expect([...(saved?.files.values() ?? [])].map(({ type }) => type)).toEqual([
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'text/html',
      'text/markdown',
      'text/markdown',
      'application/vnd.oasis.opendocument.text',
    ]);
    await writeFile(join(folder, 'documents/march/9.docx'), 'Of a revision that was deleted');
    await backUp(folder, press);
    expect(await files()).not.toContain('9.docx');
  });
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
