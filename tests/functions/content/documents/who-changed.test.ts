import { expect, it } from 'vitest';
import { document as shownAnswer } from '../../../../functions/content/api/api-answers.ts';
import { shownWithPast } from '../../../../functions/content/api/shown.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { markdown, Office } from '../an-office.ts';

const rosa = { by: 's-1', byName: 'Rosa Varga' };
const wim = { by: 's-2', byName: 'Wim Okafor' };

/** What the API shows of a document, oldest revision first. */
async function shownIn(office: Office, slug: string) {
  const head = await office.content.head(slug);
  if (!head) throw new Error(`There is no ${slug}`);
  const past = await office.content.revisions(slug, 50);
  const shown = JSON.parse(JSON.stringify(shownWithPast(head, past, 'https://press.example')));
  return shownAnswer.parse(shown);
}

const who = ({ by, byName }: { by: string; byName?: string }) => [by, byName];

it('stands beside everything done to a document: the subject, and the name of that time', async () => {
  const office = new Office();
  await office.handIn({ 'rent.md': markdown({ title: 'Rent' }, 'One.') }, { ...wim, editor: false });
  await office.handIn({ 'rent.md': markdown({ title: 'Rent' }, 'Two.') }, { ...rosa });
  await withdrawDocument('rent', { ...rosa, byName: 'Rosa Lind' }, 'Wrong.', office.deps);
  const shown = await shownIn(office, 'rent');
  expect(who(shown)).toEqual(['s-1', 'Rosa Lind']);
  expect(shown.revisions.map(who).sort()).toEqual([
    ['s-1', 'Rosa Lind'],
    ['s-1', 'Rosa Varga'],
    ['s-2', 'Wim Okafor'],
  ]);
});

it('is never the name of somebody else: who has none leaves none', async () => {
  const office = new Office();
  await office.handIn({ 'rent.md': markdown({ title: 'Rent' }) }, rosa);
  await withdrawDocument('rent', { by: 's-3' }, 'Wrong.', office.deps);
  expect(who(await shownIn(office, 'rent'))).toEqual(['s-3', undefined]);
  await deleteDocument('rent', wim, office.deps);
  expect(await office.content.head('rent')).toMatchObject({ status: 'deleted', ...wim });
});

it('stands on the marker at an old address', async () => {
  const office = new Office();
  await office.handIn({ 'old.md': markdown({ title: 'Old' }) }, rosa);
  await office.handIn({ 'old.md': markdown({ title: 'Old', slug: 'new', aliases: '[old]' }) }, wim);
  expect(await office.content.head('old')).toMatchObject({ status: 'moved', ...wim });
  await office.handIn(
    { 'old.md': markdown({ title: 'Old', slug: 'newer', aliases: '[new, old]' }) },
    { by: 's-3' },
  );
  expect(who({ by: '', ...(await office.content.head('new')) })).toEqual(['s-3', undefined]);
});

it('is the subject alone in what was stored before names were', async () => {
  const office = new Office();
  await office.handIn({ 'rent.md': markdown({ title: 'Rent' }) }, { by: 'rosa' });
  const shown = await shownIn(office, 'rent');
  expect(shown).not.toHaveProperty('byName');
  expect(shown.revisions).toMatchObject([{ by: 'rosa' }]);
});
