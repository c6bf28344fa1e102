import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiveManuscript } from '../../../../functions/content/uploads/ingest-upload.ts';
import { etagOf } from '../../../../functions/content/uploads/manuscript-draft.ts';
import { keyOf, type UploadedFile } from '../../../../functions/content/uploads/upload.ts';
import { markdown, Office } from '../an-office.ts';

/** What is done at one key of the uploads bucket: another text is put there, or it is deleted. */
type Deed = 'a' | 'b' | 'gone';
const orders: Deed[][] = [
  ['a', 'b', 'gone'],
  ['b', 'a', 'gone'],
  ['a', 'gone', 'b'],
  ['b', 'gone', 'a'],
  ['gone', 'a', 'b'],
  ['gone', 'b', 'a'],
];

/** One file of an upload, done with as one likes, and told of as one likes. */
async function aFile(others: Record<string, string> = {}) {
  const office = new Office();
  const { id, files } = await office.open({ 'file.md': '', ...others });
  const [file, ...furtherFiles] = files;
  if (!file) throw new Error('There is no file');
  for (const other of furtherFiles) await office.tell(other);
  const text = (deed: Deed) => Buffer.from(markdown({ title: `Text ${deed}`, slug: 'text' }));
  return {
    office,
    does(deed: Deed) {
      if (deed === 'gone') office.files.objects.delete(keyOf(file));
      else office.files.post(file, text(deed));
    },
    /** Deletions are not told. */
    async tells(deed: Deed, told: (file: UploadedFile) => UploadedFile = (one) => one) {
      if (deed !== 'gone') await receiveManuscript(told({ ...file, etag: etagOf(text(deed)) }), office.deps);
    },
    receipt: () => office.receipt(id),
    title: async () => (await office.content.head('text'))?.fields.title,
  };
}

describe.each([
  ['alone', {}],
  ['with another', { 'other.md': markdown({ title: 'Other' }) }],
])('a form that is used again, %s', (_, others) => {
  it.each(orders)(
    'ends with what was done last: %s, %s, %s, told in any order and often',
    async (...deeds) => {
      const told = fc.shuffledSubarray([...deeds, ...deeds], { minLength: 6 });
      await fc.assert(
        fc.asyncProperty(told, async (some) => {
          const file = await aFile(others);
          for (const deed of deeds) file.does(deed);
          for (const deed of some) await file.tells(deed);
          const last = deeds.at(-1);
          expect(await file.title()).toBe(last === 'gone' ? undefined : `Text ${last}`);
          if (last === 'gone')
            expect((await file.receipt()).notices).toContainEqual(
              expect.objectContaining({ level: 'error', text: expect.stringContaining('taken away') }),
            );
        }),
        { numRuns: 20 },
      );
    },
  );

  const meanwhile = async (told?: (file: UploadedFile) => UploadedFile) => {
    const file = await aFile(others);
    for (const deed of ['a', 'b'] as const) {
      file.does(deed);
      await file.tells(deed, told);
    }
    await file.tells('a', told);
    return file;
  };

  it('takes what comes when it was read already, as the next revision', async () => {
    const file = await meanwhile();
    expect(await file.title()).toBe('Text b');
    const [document, ...more] = (await file.receipt()).documents.filter(({ slug }) => slug === 'text');
    expect(more).toEqual([]);
    expect(document).toMatchObject({ title: 'Text b', revision: 2 });
  });

  it('would not, if nobody said what came', async () => {
    const file = await meanwhile(({ etag, ...one }) => one);
    expect(await file.title()).toBe('Text a');
  });

  it('keeps what was read when the file is cleared away afterwards', async () => {
    const file = await meanwhile();
    file.does('gone');
    for (const deed of ['a', 'b'] as const) await file.tells(deed);
    expect(await file.title()).toBe('Text b');
  });

  it('ends with what was put last when all are told at once', async () => {
    const file = await aFile(others);
    file.does('a');
    const first = file.tells('a');
    file.does('b');
    await Promise.all([first, file.tells('b'), file.tells('b'), file.tells('a')]);
    expect(await file.title()).toBe('Text b');
  });
});
