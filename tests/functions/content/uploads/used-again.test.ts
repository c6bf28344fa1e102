import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiveManuscript } from '../../../../functions/content/uploads/ingest-upload.ts';
import { keyOf } from '../../../../functions/content/uploads/upload.ts';
import { markdown, Office } from '../an-office.ts';

/** What is done at one key of the uploads bucket: another text is put there, or it is deleted. */
const deeds = ['a', 'b', 'gone'] as const;
type Deed = (typeof deeds)[number];

/** One file of an upload, done with as one likes, and told of as often as one likes. */
async function aFile(others: Record<string, string> = {}) {
  const office = new Office();
  const { id, files } = await office.open({ 'file.md': '', ...others });
  const [file, ...furtherFiles] = files;
  if (!file) throw new Error('There is no file');
  for (const other of furtherFiles) await office.tell(other);
  // Each text has an address of its own: one that is taken beside another shows.
  const text = (deed: Deed) => Buffer.from(markdown({ title: `Text ${deed}`, slug: `text-${deed}` }));
  return {
    does(deed: Deed) {
      if (deed === 'gone') office.files.objects.delete(keyOf(file));
      else office.files.post(file, text(deed));
    },
    tell: () => receiveManuscript(file, office.deps),
    receipt: () => office.receipt(id),
    taken: () => office.content.everyHead().flatMap(({ slug }) => (slug.startsWith('text-') ? [slug] : [])),
  };
}

describe.each([
  ['alone', {}],
  ['with another', { 'other.md': markdown({ title: 'Other' }) }],
])('a form that is used again, %s,', (_, others) => {
  const before = fc.array(fc.constantFrom(...deeds), { minLength: 1, maxLength: 4 });
  const later = fc.array(fc.record({ deed: fc.constantFrom(...deeds), tells: fc.nat(2) }), { maxLength: 6 });

  it('brings what stood when it was read, and nothing that comes later changes that', async () => {
    await fc.assert(
      fc.asyncProperty(before, later, async (first, then) => {
        const file = await aFile(others);
        for (const deed of first) file.does(deed);
        await file.tell();
        const last = first.at(-1) ?? 'gone';
        const expected = last === 'gone' ? [] : [`text-${last}`];
        const receipt = await file.receipt();
        expect(file.taken()).toEqual(expected);
        expect(receipt.state).toBe(expected.length || Object.keys(others).length ? 'done' : 'refused');
        if (last === 'gone')
          expect(receipt.notices).toContainEqual(
            expect.objectContaining({ level: 'error', text: expect.stringContaining('taken away') }),
          );
        for (const { deed, tells } of then) {
          file.does(deed);
          for (let time = 0; time < tells; time++) await file.tell();
        }
        expect(file.taken()).toEqual(expected);
        expect(await file.receipt()).toEqual(receipt);
      }),
      { numRuns: 100 },
    );
  });

  it('brings one of the two, and says which, when both are told at once', async () => {
    const file = await aFile(others);
    file.does('a');
    const first = file.tell();
    file.does('b');
    await Promise.all([first, file.tell(), file.tell()]);
    const { documents } = await file.receipt();
    expect(documents.map(({ slug }) => slug).filter((slug) => slug.startsWith('text-'))).toEqual(
      file.taken(),
    );
    expect(file.taken()).toHaveLength(1);
  });
});
