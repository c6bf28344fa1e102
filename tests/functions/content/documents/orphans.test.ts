import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { Office } from '../an-office.ts';

/*
 * Several writers at one head, none of whose documents has a date of its own: an older duplicate moves the date at
 * which readers first got it, and with it the sort key of every list item. The model below knows front matter alone.
 */

const many = (word: string) =>
  fc.nat({ max: 20 }).map((count) => Array.from({ length: count }, (_, at) => `${word}${at}`));

const texts = fc.array(fc.record({ tags: many('tag'), authors: many('author'), words: fc.nat(1) }), {
  minLength: 1,
  maxLength: 2,
});
/** Which text each upload has: mostly duplicates. `early` ones are told of before the rest comes at once. */
const uploads = fc.array(
  fc.record({ text: fc.nat(1), early: fc.boolean(), editor: fc.constantFrom(true, true, false) }),
  {
    minLength: 2,
    maxLength: 5,
  },
);
const commands = fc.array(fc.constantFrom('withdraw', 'delete'), { maxLength: 2 });

const manuscript = ({ tags, authors, words }: { tags: string[]; authors: string[]; words: number }) => ({
  'rent.md': `---\n${JSON.stringify({ title: 'Rent strike', slug: 'rent', tags, authors })}\n---\n\nWords ${words}.\n`,
});

/** The lists that an article stands in, by what its front matter says. */
function listsByFrontMatter(fields: { tags?: string[]; authors?: string[] }): string[] {
  const terms = [...(fields.tags ?? []), ...(fields.authors ?? [])];
  return ['all', 'year#2024', ...terms.map((term) => `${term.replace(/\d+$/, '')}#${term}`)].sort();
}

it('no list shows what is not there, and every one what is, however reads and writes fall', async () => {
  const property = fc.asyncProperty(
    texts,
    uploads,
    commands,
    fc.scheduler(),
    async (all, handIns, done, scheduler) => {
      const office = new Office();
      const opened = [];
      for (const { text, early, editor } of handIns) {
        const [first] = all;
        const chosen = all[text] ?? first;
        if (chosen) opened.push({ early, files: (await office.open(manuscript(chosen), { editor })).files });
      }
      for (const { files } of opened.filter(({ early }) => early))
        for (const file of files) await office.tell(file);
      const { content } = office;
      content.lookUp = scheduler.scheduleFunction(content.lookUp.bind(content));
      content.write = scheduler.scheduleFunction(content.write.bind(content));
      const work = Promise.allSettled([
        ...opened
          .filter(({ early }) => !early)
          .flatMap(({ files }) => files.map((file) => office.tell(file))),
        ...done.map((what) =>
          what === 'delete'
            ? deleteDocument('rent', { by: 'rosa' }, office.deps)
            : withdrawDocument('rent', { by: 'rosa' }, 'It was not so.', office.deps),
        ),
      ]);
      await scheduler.waitIdle();
      await work;
      const head = await content.head('rent');
      const items = Object.entries(content.everyList()).flatMap(([list, some]) => some.map(() => list));
      const fields = head?.fields.kind === 'article' ? head.fields : {};
      expect(items.sort()).toEqual(head?.status === 'published' ? listsByFrontMatter(fields) : []);
    },
  );
  await fc.assert(property, { numRuns: 120, endOnFailure: true });
});
