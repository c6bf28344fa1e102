import { describe, expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { isReserved, pathOf } from '../../../../functions/content/kinds/kinds.ts';
import { takeDown } from '../../../../functions/content/removal/take-down.ts';
import { remarks } from '../a-manuscript.ts';
import { hallFile, readEvent } from '../an-event.ts';
import { aPng, markdown, Office } from '../an-office.ts';

it('stands in the list of events by its start, and its page is the room’s of bookings', async () => {
  const office = new Office();
  const { documents } = await office.handIn({ 'school.md': hallFile() });
  expect(documents).toMatchObject([{ slug: 'summer-school', kind: 'event', status: 'published' }]);
  const head = await office.content.head('summer-school');
  expect(head && pathOf(head.fields, 'summer-school')).toBe('/events/summer-school/');
  expect(head).toMatchObject({
    lists: [{ list: 'events', sort: '2027-07-01T10:00#summer-school' }],
  });
});

describe('the life of an event', () => {
  const school = hallFile;
  const listed = async (office: Office) =>
    (await office.content.list('events', { limit: 9 })).items.map(({ sort }) => sort);

  it('another date moves it in the list, another slug takes it along, withdrawing takes it out', async () => {
    const office = new Office();
    await office.handIn({ 'school.md': school() });
    const later = school().replace('2027-07-01 10:00', '2027-07-02 09:00');
    expect(await office.handIn({ 'school.md': later })).toMatchObject({ documents: [{ revision: 2 }] });
    expect(await listed(office)).toEqual(['2027-07-02T09:00#summer-school']);
    await office.handIn({ 'school.md': school('slug: july', 'aliases: [summer-school]') });
    expect(await listed(office)).toEqual(['2027-07-01T10:00#july']);
    expect(await office.content.head('summer-school')).toMatchObject({
      status: 'moved',
      to: 'july',
      lists: [],
    });
    await withdrawDocument('july', { by: 'rosa' }, 'Rain.', office.deps);
    expect(await listed(office)).toEqual([]);
    await deleteDocument('july', { by: 'rosa' }, office.deps);
    expect(await office.content.head('july')).toMatchObject({
      status: 'deleted',
      fields: { kind: 'event', title: '', tickets: [] },
    });
  });

  it('its picture leaves readers’ sight with it', async () => {
    const office = new Office();
    await office.handIn({ 'school.md': school('picture: {file: s.png, alt: S}'), 's.png': aPng('s') });
    const media = () => [...office.files.objects.keys()].filter((key) => key.startsWith('media/'));
    expect(media().length).toBeGreaterThan(0);
    const [slug, since] = ['summer-school', new Date(office.now).toISOString()];
    office.removals.length = 0;
    const { order } = await withdrawDocument(slug, { by: 'rosa' }, 'Rain.', office.deps);
    await takeDown({ what: 'document', slug, order, deleted: false, since }, office.takeDownDeps());
    for (let one = office.removals.shift(); one; one = office.removals.shift()) {
      office.now = Math.max(office.now, one.due);
      await takeDown(one.removal, office.takeDownDeps());
    }
    expect(media()).toEqual([]);
  });

  it('it does not take the address of an article', async () => {
    const office = new Office();
    await office.handIn({ 'a.md': markdown({ title: 'Summer school' }) });
    const { documents, notices } = await office.handIn({ 'b.md': school('slug: summer-school') });
    expect(documents).toEqual([]);
    expect(notices[0]?.text).toMatch(/^The slug “summer-school” belongs to another kind of document/);
  });

  it('of files that are no events the receipt says why, and the others are taken', async () => {
    const office = new Office();
    const receipt = await office.handIn({
      'bad.md': school('tickets: [{id: a, name: A, price: 5}]').replace('Summer school', 'Bad'),
      'odd.md': school('tickets: five').replace('Summer school', 'Odd'),
      'kind.md': school().replace('kind: event', 'kind: events'),
      'deep.md': school(`tickets: ${'['.repeat(30)}${']'.repeat(30)}`).replace('Summer school', 'Deep'),
      'good.md': school(),
    });
    expect(receipt.documents.map(({ slug }) => slug)).toEqual(['summer-school']);
    const errors = receipt.notices.filter(({ level }) => level === 'error');
    expect(errors.map(({ file, line, text }) => `${file} ${line}: ${text}`).sort()).toEqual([
      expect.stringMatching(/^bad\.md 8: .*nothing says of which currency/),
      expect.stringMatching(/^deep\.md 8: /),
      expect.stringMatching(
        /^kind\.md 2: “kind” must be one of: article, page, book, bulletin, front, press, newsletter, event/,
      ),
      expect.stringMatching(/^odd\.md 8: “tickets” must be a list of entries/),
    ]);
  });
});

it.each(['all', 'past', 'bookings', 'link'])('cannot be called %s', (slug) => {
  expect(isReserved(slug, 'event')).toBe(true);
  expect(remarks(readEvent(`slug: ${slug}`))[0]).toMatch(/^error 8: The address/);
  expect(readEvent(`slug: ${slug}-of-us`).outcome).toBe('read');
});

describe('an event that is named', () => {
  const event = (more: object = {}) =>
    markdown({
      ...{ kind: 'event', title: 'Summer school', starts: '2027-07-01 10:00', ends: '2027-07-01 12:00' },
      ...{ timezone: 'Europe/London', venue: 'V' },
      ...more,
    });

  it('by an article or on the front page is told of where readers do not see it', async () => {
    const office = new Office();
    await office.handIn({ 'school.md': event(), 'draft.md': event({ title: 'Winter', status: 'draft' }) });
    const { notices } = await office.handIn({
      'a.md': markdown({ title: 'An article', event: 'summer-schol' }),
      'b.md': markdown({ title: 'Another', event: 'an-article' }),
      'front.md': markdown({ kind: 'front', title: 'Front page', events: '[summer-school, winter]' }),
    });
    expect(notices.map(({ file, text }) => `${file}: ${text}`).sort()).toEqual([
      expect.stringMatching(/^a.md: It names “summer-schol”.*Did you mean “summer-school”\?/),
      expect.stringMatching(/^b.md: It names “an-article”, which is an article.*a published event\.$/),
      expect.stringMatching(/^front.md: It names “winter”, which is not published yet/),
    ]);
  });

  it('has the article in the list of those that cite it', async () => {
    const office = new Office();
    await office.handIn({
      'a.md': markdown({ title: 'An article', event: 'summer-school', related: '[x]' }),
    });
    const head = await office.content.head('an-article');
    expect(head?.lists.map(({ list }) => list)).toEqual(
      expect.arrayContaining(['cites#summer-school', 'cites#x']),
    );
  });
});
