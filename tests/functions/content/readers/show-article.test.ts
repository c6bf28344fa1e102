import { expect, it } from 'vitest';
import * as answers from '../../../../functions/content/api/api-answers.ts';
import { shownWithPast } from '../../../../functions/content/api/shown.ts';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { showArticle } from '../../../../functions/content/readers/show-article.ts';
import { aPng, markdown, Office } from '../an-office.ts';

const school = (more: Record<string, string> = {}) =>
  markdown({
    ...{ kind: 'event', title: 'School', starts: '2027-07-01 10:00', ends: '2027-07-02 17:00' },
    ...{ timezone: 'Europe/London', venue: 'V', ...more },
  });
const rosa = { by: 'rosa' };

/** What the API says is the event of the article `rally`. */
async function eventNamed(office: Office): Promise<string | undefined> {
  const deps = { documents: office.content, bodies: office.files.archive, siteUrl: 'https://press.example' };
  return answers.article.parse(JSON.parse(JSON.stringify(await showArticle('rally', deps)))).event;
}

it('names the event of an article while that is published, by its present slug', async () => {
  const office = new Office();
  await office.handIn({ 'rally.md': markdown({ title: 'Rally', event: 'school', related: '[school]' }) });
  expect(await eventNamed(office)).toBeUndefined();
  await office.handIn({ 'school.md': school() });
  expect(await eventNamed(office)).toBe('school');
  await office.handIn({ 'school.md': school({ slug: 'july', aliases: '[school]' }) });
  expect(await eventNamed(office)).toBe('july');
  await withdrawDocument('july', rosa, 'Rain.', office.deps);
  expect(await eventNamed(office)).toBeUndefined();
  await deleteDocument('july', rosa, office.deps);
  expect(await eventNamed(office)).toBeUndefined();
  await office.handIn({ 'b.md': markdown({ title: 'B', slug: 'school' }) });
  expect(await eventNamed(office)).toBeUndefined();
});

it('shows editors an event with prices in smallest units and its picture by its full address', async () => {
  const office = new Office();
  const tickets = { currency: 'GBP', tickets: '[{ id: a, name: A, price: 7.5 }]', payment: '{ by: door }' };
  await office.handIn({
    'school.md': school({ ...tickets, picture: '{ file: s.png, alt: A sail }' }),
    's.png': aPng('s'),
  });
  const head = await office.content.head('school');
  const shown = head && shownWithPast(head, [], 'https://press.example');
  expect(shown).toMatchObject({
    kind: 'event',
    url: 'https://press.example/events/school/',
    fields: {
      tickets: [{ id: 'a', price: 750 }],
      picture: { src: expect.stringMatching(/^https:\/\/press\.example\/media\//) },
    },
  });
  expect(answers.document.parse(JSON.parse(JSON.stringify(shown)))).toBeDefined();
});
