import { beforeEach, expect, it } from 'vitest';
import type { UploadStore } from '../../functions/content/ports.ts';
import type { FileUse } from '../../functions/content/removal/file-uses.ts';
import type { ErasableUploads, FileUses } from '../../functions/content/removal/ports.ts';
import { anUpload } from '../functions/content/a-document.ts';

const aUse = (changes: Partial<FileUse> = {}): FileUse => ({
  file: 'originals/1',
  slug: 'rent-strike',
  order: '01HQ0000000000000000000001',
  upload: '01HQ0000000000000000000001',
  at: '2024-03-01T09:00:00.000Z',
  media: '/media/1-',
  ...changes,
});

/** What the press relies on when it notes which documents use a file. */
export function fileUsesContract(open: () => Promise<FileUses>): void {
  let uses: FileUses;
  beforeEach(async () => {
    uses = await open();
  });

  it('finds a use by its file and by its document, and no other', async () => {
    const [mine, theirs] = [aUse(), aUse({ slug: 'rent-strike-2' })];
    const body = aUse({ file: 'bodies/1.json', media: undefined });
    await uses.note([mine, theirs, body]);
    expect((await uses.of('originals/1')).map(({ slug }) => slug).sort()).toEqual([
      'rent-strike',
      'rent-strike-2',
    ]);
    expect((await uses.by('rent-strike')).map(({ file }) => file).sort()).toEqual([
      'bodies/1.json',
      'originals/1',
    ]);
    expect(await uses.by('rent-strike-2')).toEqual([theirs]);
    expect(await uses.of('originals/10')).toEqual([]);
  });

  it('keeps one use a revision; noted again, it has the later time', async () => {
    await uses.note([aUse(), aUse({ order: '01HQ0000000000000000000002' })]);
    await uses.note([aUse({ at: '2024-03-01T09:05:00.000Z' })]);
    expect(
      (await uses.of('originals/1')).map(({ order, at }) => [order.at(-1), at.slice(11, 16)]).sort(),
    ).toEqual([
      ['1', '09:05'],
      ['2', '09:00'],
    ]);
  });

  it('removes uses, once or twice, and takes as many as come', async () => {
    const many = Array.from({ length: 61 }, (_, n) => aUse({ file: `originals/${n}` }));
    await uses.note([...many, aUse({ slug: 'b' })]);
    expect(await uses.by('rent-strike')).toHaveLength(61);
    for (let time = 0; time < 2; time++) await uses.remove(many);
    expect(await uses.by('rent-strike')).toEqual([]);
    expect(await uses.of('originals/1')).toMatchObject([{ slug: 'b' }]);
  });
}

/** What the press relies on when it erases what an upload holds of a deleted document. */
export function blankingContract(open: () => Promise<UploadStore & Pick<ErasableUploads, 'blank'>>): void {
  it('leaves neither name nor result, so that the file counts as read; others stay', async () => {
    const store = await open();
    const files = ['a.md', 'b.md'].map((name) => ({ name, type: 'text/markdown', bytes: 9 }));
    const upload = anUpload({ files });
    await store.open(upload);
    for (const number of [0, 1]) {
      const text = `Of ${files[number]?.name}`;
      const notices = [{ level: 'note' as const, file: files[number]?.name ?? '', text }];
      await store.settle({ upload, number, result: { notices, etag: 'e', original: 'originals/1' } });
    }
    for (let time = 0; time < 2; time++) await store.blank(upload.id, 0);
    await store.blank('01HQ000000000000000000000Z', 0);
    const found = await store.find(upload.id);
    expect(found?.upload.files.map(({ name }) => name)).toEqual(['deleted', 'b.md']);
    expect(found?.results.get(0)).toEqual({ notices: [], etag: 'e' });
    expect(found?.results.get(1)).toMatchObject({ notices: [{ text: 'Of b.md' }] });
    expect(await store.settle({ upload, number: 0, result: { notices: [] } })).toBe(false);
    expect(await store.find('01HQ000000000000000000000Z')).toBeUndefined();
  });
}
