import { describe, expect, it } from 'vitest';
import { deleteDocument } from '../../../../functions/content/documents/delete-document.ts';
import { withdrawDocument } from '../../../../functions/content/documents/withdraw-document.ts';
import { isReserved, pathOf } from '../../../../functions/content/kinds/kinds.ts';
import { readManuscript } from '../../../../functions/content/manuscripts/read-manuscript.ts';
import { takeDown } from '../../../../functions/content/removal/take-down.ts';
import { bytesOf, picturesNamed, read, readWell, remarks } from '../a-manuscript.ts';
import { aPng, markdown, Office } from '../an-office.ts';

const needed = ['starts: 2027-07-01 10:00', 'ends: 2027-07-02 17:00', 'timezone: Europe/London'];
const manuscript = (...lines: string[]) =>
  ['---', 'kind: event', 'title: Summer school', ...lines, '---', 'Two days by the sea.'].join('\n');
/** In a hall, and at its usual times. */
const readEvent = (...lines: string[]) => read(manuscript(...needed, 'venue: The Net Loft', ...lines));
const fieldsOf = (...lines: string[]) =>
  readWell(manuscript(...needed, 'venue: The Net Loft', ...lines), ['sea.jpg']).fields;
/** The first line under these is the 8th of the file. */
const remarksOn = (...lines: string[]) => remarks(readEvent(...lines));

it('reads all that an event may say', () => {
  const fields = readWell(
    manuscript(
      'standfirst: Learn to organise.',
      'language: en-gb',
      'picture: {file: sea.jpg, alt: The sea}',
      'starts: 2027-07-01T10:00',
      'ends: "2027-07-02 17.00"',
      'timezone: europe/london',
      'sessions:',
      '  - {title: Welcome, starts: 2027-07-01 10:00, ends: 2027-07-01 11:00, room: Loft, speakers: [Ama, Pavel]}',
      '  - {title: Nets, about: Mending.}',
      'venue: {name: The Net Loft, address: "4 Ropewalk Steps", access: Step-free from the quay.}',
      'online: https://meet.example/school',
      'capacity: 80',
      'currency: gbp',
      'tickets:',
      '  - {id: waged, name: Waged, for: those in work, price: 10.50, places: 50, quotas: beds, most: 4}',
      '  - {id: solidarity, name: Solidarity, price: "20", least: "12,5", quotas: [beds], about: Pays for others.}',
      '  - {id: crew, name: Crew, price: 0, hidden: yes, from: 2027-01-01 00:00, until: 2027-06-01 12:00}',
      'quotas: {name: beds, title: Beds in the hostel, places: 30}',
      'questions:',
      '  - {id: eats, text: Do you eat with us?, type: yes-no, per: person, required: yes}',
      '  - {id: diet, text: What do you eat?, choices: [All, Vegan], per: person, when: {question: eats, answer: true}}',
      '  - {id: bed, text: Upper or lower?, when: {tickets: [waged, solidarity]}}',
      'codes:',
      '  - {code: CREW-27, opens: crew, places: 5, until: 2027-06-01 12:00}',
      '  - {code: Friends, off: {percent: 50, tickets: waged}}',
      '  - {code: five, off: {amount: 5}}',
      'booking_opens: 2027-02-01 09:00',
      'booking_closes: 2027-06-30 18:00',
      'waiting_list: no',
      'passing_over: no',
      'shows_left: yes',
      'payment: {by: [door, transfer], days: 10, to: Harrow Quay Credit Union 1948}',
      'cancellation: Until a week before.',
      'contact: school@lantern.example',
      'reminders: [1, 7, 1]',
    ),
    ['sea.jpg'],
  );
  expect(fields.notices).toEqual([]);
  expect(fields.fields).toEqual({
    kind: 'event',
    title: 'Summer school',
    standfirst: 'Learn to organise.',
    language: 'en-GB',
    picture: expect.objectContaining({ name: 'sea.jpg', alt: 'The sea' }),
    starts: '2027-07-01T10:00',
    ends: '2027-07-02T17:00',
    timezone: 'Europe/London',
    sessions: [
      {
        title: 'Welcome',
        starts: '2027-07-01T10:00',
        ends: '2027-07-01T11:00',
        room: 'Loft',
        speakers: ['Ama', 'Pavel'],
      },
      { title: 'Nets', about: 'Mending.' },
    ],
    venue: { name: 'The Net Loft', address: '4 Ropewalk Steps', access: 'Step-free from the quay.' },
    online: 'https://meet.example/school',
    capacity: 80,
    currency: 'GBP',
    tickets: [
      {
        id: 'waged',
        name: 'Waged',
        for: 'those in work',
        price: 1050,
        places: 50,
        quotas: ['beds'],
        most: 4,
      },
      {
        id: 'solidarity',
        name: 'Solidarity',
        price: 2000,
        least: 1250,
        quotas: ['beds'],
        about: 'Pays for others.',
      },
      {
        id: 'crew',
        name: 'Crew',
        price: 0,
        hidden: true,
        from: '2027-01-01T00:00',
        until: '2027-06-01T12:00',
      },
    ],
    quotas: [{ name: 'beds', title: 'Beds in the hostel', places: 30 }],
    questions: [
      { id: 'eats', text: 'Do you eat with us?', type: 'yes-no', per: 'person', required: true },
      {
        id: 'diet',
        text: 'What do you eat?',
        type: 'choice',
        choices: ['All', 'Vegan'],
        per: 'person',
        when: { question: 'eats', answer: 'yes' },
      },
      {
        id: 'bed',
        text: 'Upper or lower?',
        type: 'text',
        per: 'order',
        when: { tickets: ['waged', 'solidarity'] },
      },
    ],
    codes: [
      { code: 'CREW-27', opens: ['crew'], places: 5, until: '2027-06-01T12:00' },
      { code: 'Friends', off: { percent: 50, tickets: ['waged'] } },
      { code: 'five', off: { amount: 500 } },
    ],
    bookingOpens: '2027-02-01T09:00',
    bookingCloses: '2027-06-30T18:00',
    waitingList: false,
    passingOver: false,
    showsLeft: true,
    payment: { by: ['door', 'transfer'], days: 10, to: 'Harrow Quay Credit Union 1948' },
    cancellation: 'Until a week before.',
    contact: 'school@lantern.example',
    reminders: [7, 1],
  });
});

it('needs little: a title, its times and their zone', () => {
  expect(fieldsOf()).toEqual({
    kind: 'event',
    title: 'Summer school',
    starts: '2027-07-01T10:00',
    ends: '2027-07-02T17:00',
    timezone: 'Europe/London',
    venue: { name: 'The Net Loft' },
    tickets: [{ id: 'place', name: 'Place', price: 0 }],
  });
  expect(remarks(read(manuscript()))).toEqual([
    'error 2: “starts” is missing. It must be a day and a time, such as 2027-07-01 10:00.',
    'error 2: “ends” is missing. It must be a day and a time, such as 2027-07-01 10:00.',
    'error 2: “timezone” is missing. It must be a time zone by its name, such as Europe/Dublin.',
  ]);
});

it('leaves what is usual unsaid', () => {
  const usual = fieldsOf('waiting_list: yes', 'passing_over: true', 'shows_left: no', 'tickets: []');
  expect(usual).toEqual(fieldsOf());
});

describe('a time', () => {
  it.each([
    ['2027-07-01', 'Add the time, as in 2027-07-01 07:00.'],
    ['2027-02-30 10:00', 'must be a day and a time, such as 2027-07-01 10:00.'],
    ['2027-07 10:00', 'must be a day and a time'],
    ['2027-07-01 25:00', 'Write the time from 00:00 to 23:59.'],
    ['2027-07-01T10:00Z', 'Leave out “Z”: it is a time of the zone that `timezone:` names.'],
    ['2027-07-01 10:00 +01:00', 'Leave out “+01:00”'],
    ['2027-07-01 10:00 Europe/London', 'Leave out “Europe/London”'],
    ['1 July at ten', 'must be a day and a time'],
    ['[2027-07-01 10:00]', 'must be a day and a time'],
  ])('%s is refused, with the way out', (written, words) => {
    const refused = read(
      manuscript(`starts: ${written}`, 'ends: 2027-07-02 17:00', 'timezone: Europe/London'),
    );
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused)).toEqual([expect.stringMatching(/^error 4: “starts” /)]);
    expect(remarks(refused)[0]).toContain(words);
  });
});

describe('a price', () => {
  const priced = (price: string, currency = 'GBP') =>
    readEvent(`currency: ${currency}`, `tickets: {id: a, name: A, price: ${price}}`, 'payment: {by: door}');

  it.each([
    ['10.50', 'GBP', 1050],
    ['"10,5"', 'GBP', 1050],
    ['10', 'eur', 1000],
    ['0.01', 'USD', 1],
    ['10.500', 'GBP', 1050],
    ['1200', 'JPY', 1200],
    ['1.125', 'KWD', 1125],
    ['9999999', 'GBP', 999_999_900],
    ['0', 'GBP', 0],
  ])('%s in %s is %i', (price, currency, units) => {
    const event = priced(price, currency);
    expect(remarks(event)).toEqual([]);
    expect(event).toMatchObject({ fields: { tickets: [{ price: units }] } });
  });

  it.each([
    ['£10', 'GBP', '“tickets.price” must be an amount such as 10.50, without the sign of a currency'],
    ['-1', 'GBP', 'must be an amount such as 10.50'],
    ['free', 'GBP', '0 if it is free'],
    ['10.505', 'GBP', 'has more decimals than GBP has'],
    ['12.5', 'JPY', 'has more decimals than JPY has'],
    ['99999999', 'GBP', 'must be an amount'],
    ['10', '£', '“currency” must be the code of a currency, such as GBP. Write GBP.'],
    ['10', 'pounds', 'must be the code of a currency, such as GBP.'],
    ['10', 'XYZ', 'must be the code of a currency'],
  ])('%s in %s is refused, with the way out', (price, currency, words) => {
    const refused = priced(price, currency);
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused).join('\n')).toContain(words);
  });

  it('is not without a currency, but if it is 0', () => {
    expect(remarksOn('tickets:', '  - {id: a, name: A, price: 0}', '  - {id: b, name: B, price: 3}')).toEqual(
      [
        'error 10: “tickets, entry 2: price” is not 0, and nothing says of which currency it is. Add a line such as `currency: GBP`.',
      ],
    );
  });
});

const tickets = 'tickets: [{id: a, name: A, price: 0}, {id: bee, name: B, price: 0}]';

describe('what does not fit together is refused, with the way out', () => {
  it('an end before the start', () => {
    const refused = read(
      manuscript('starts: 2027-07-01 10:00', 'ends: 2027-07-01 09:00', 'timezone: Europe/London', 'venue: V'),
    );
    expect(remarks(refused)).toEqual([
      'error 5: It ends at 2027-07-01 09:00, not after it starts (2027-07-01 10:00).',
    ]);
  });

  it.each<[string, ...string[]]>([
    ['error 8: Booking closes after the event has ended.', 'booking_closes: 2027-07-03 00:00'],
    ['error 8: Booking opens at 2027-07-01 10:00 and closes before that', 'booking_opens: 2027-07-01 10:00'],
    [
      'error 8: Booking opens at 2027-06-01 10:00 and closes before that, at 2027-05-01 00:00',
      'booking_opens: 2027-06-01 10:00',
      'booking_closes: 2027-05-01 00:00',
    ],
    [
      'error 8: “Nets” ends before it starts.',
      'sessions: {title: Nets, starts: 2027-07-01 11:00, ends: 2027-07-01 11:00}',
    ],
    [
      'error 10: “a” is there twice. Bookings name a ticket by it: give each its own.',
      'tickets:',
      '  - {id: a, name: A, price: 0}',
      '  - {id: a, name: B, price: 0}',
    ],
    [
      'error 9: “beds” is there twice. Tickets name a quota by it',
      'tickets: {id: a, name: A, price: 0, quotas: beds}',
      'quotas: [{name: beds, places: 1}, {name: beds, places: 2}]',
    ],
    [
      'error 8: “q” is there twice. Answers name a question by it',
      'questions: [{id: q, text: Q}, {id: q, text: R}]',
    ],
    [
      'error 8: “NEWT” is there twice. Large and small letters are the same: give each its own.',
      'codes: [{code: newt, off: {percent: 5}}, {code: NEWT, off: {percent: 5}}]',
    ],
    [
      'error 8: There is no quota “bed” here. Did you mean “beds”?',
      'tickets: [{id: a, name: A, price: 0, quotas: bed}, {id: b, name: B, price: 0, quotas: beds}]',
      'quotas: {name: beds, places: 1}',
    ],
    [
      'error 9: “A” costs less than its least price.',
      'currency: GBP',
      'tickets: {id: a, name: A, price: 5, least: 5.01}',
      'payment: {by: door}',
    ],
    [
      'error 8: “A” is on sale from a time on that is after its `until`.',
      'tickets: {id: a, name: A, price: 0, from: 2027-02-02 10:00, until: 2027-02-01 10:00}',
    ],
    [
      'error 8: “A” is no longer on sale when booking opens.',
      'tickets: {id: a, name: A, price: 0, until: 2027-02-01 10:00}',
      'booking_opens: 2027-02-02 10:00',
    ],
    ['error 8: “q” is a choice between less than two.', 'questions: {id: q, text: Q, choices: One}'],
    ['error 8: “q” has choices and is none.', 'questions: {id: q, text: Q, type: text, choices: [A, B]}'],
    [
      'error 9: There is no ticket “be” here. Did you mean “bee”?',
      tickets,
      'questions: {id: q, text: Q, when: {tickets: [a, be]}}',
    ],
    [
      'error 8: There is no question “eat” before this one. Did you mean “eats”?',
      'questions: [{id: eats, text: E, type: yes-no}, {id: q, text: Q, when: {question: eat, answer: yes}}]',
    ],
    [
      'error 8: There is no question “q” before this one.',
      'questions: {id: q, text: Q, type: yes-no, when: {question: q, answer: yes}}',
    ],
    [
      'error 8: “perhaps” is no answer to “eats”; there are: yes, no.',
      'questions: [{id: eats, text: E, type: yes-no}, {id: q, text: Q, when: {question: eats, answer: perhaps}}]',
    ],
    [
      'error 8: “vegam” is no answer to “diet”; there are: all, vegan. Did you mean “vegan”?',
      'questions: [{id: diet, text: D, choices: [all, vegan]}, {id: q, text: Q, when: {question: diet, answer: vegam}}]',
    ],
    [
      'error 8: “diet” is asked for each person, so this one must be too',
      'questions: [{id: diet, text: D, per: person}, {id: q, text: Q, when: {question: diet, answer: no}}]',
    ],
    [
      'error 8: It is asked where “eats” has which answer?',
      'questions: [{id: eats, text: E}, {id: q, text: Q, when: {question: eats}}]',
    ],
    [
      'error 8: It says of no question whose answer that is.',
      'questions: {id: q, text: Q, when: {answer: yes}}',
    ],
    [
      'error 9: At most 30 codes can have `places`.',
      'codes:',
      `  [${Array.from({ length: 31 }, (_, at) => `{code: c${at}, places: 1, off: {percent: 5}}`).join(', ')}]`,
    ],
    ['error 8: There is no ticket “c” here.', 'codes: {code: OPEN, opens: c}'],
    ['error 8: There is no ticket “c” here.', 'codes: {code: OFF, off: {percent: 5, tickets: c}}'],
    [
      'error 8: “OFF” takes off either an amount or a percentage',
      'codes: {code: OFF, off: {tickets: place}}',
    ],
    [
      'error 9: “OFF” takes off either an amount or a percentage: `off: { percent: 50 }`, or `off: { amount: 2.50 }`.',
      'currency: GBP',
      'codes: {code: OFF, off: {percent: 5, amount: 1}}',
    ],
    ['error 8: “tickets” may have at most 30 entries.', `tickets: [${many(31)}]`],
    ['error 8: “tickets.id” may have only the letters', 'tickets: {id: The waged, name: A, price: 0}'],
    ['error 8: “tickets.price” is missing. It must be an amount such as 10.50', 'tickets: {id: a, name: A}'],
    [
      'error 8: “tickets.most” must be a whole number from 1 to 20.',
      'tickets: {id: a, name: A, price: 0, most: 21}',
    ],
    ['error 8: “capacity” must be a whole number from 0', 'capacity: many'],
    ['error 8: “codes.code” may have only letters', 'codes: {code: "half price", off: {percent: 5}}'],
    [
      'error 8: “payment.by” must be transfer, door or both, as in [transfer, door].',
      'payment: {by: cheque}',
    ],
    ['error 8: “reminders, entry 2” must be a whole number from 0 to 60.', 'reminders: [7, soon]'],
  ])('%s', (words, ...lines) => {
    const refused = readEvent(...lines);
    expect(refused.outcome).toBe('refused');
    expect(remarks(refused)).toEqual([expect.stringContaining(words)]);
  });
});

function many(count: number): string {
  return Array.from({ length: count }, (_, at) => `{id: t${at}, name: T, price: 0}`).join(', ');
}

describe('what is probably not meant is told', () => {
  it.each<[string, ...string[]]>([
    [
      'warning 8: “Nets” is at another time than the event.',
      'sessions: {title: Nets, starts: 2027-07-03 11:00}',
    ],
    [
      'warning 8: Nobody can book “A”: it is hidden, and no code opens it. Add one, such as `codes: [{ code: FRIENDS, opens: a }]`.',
      'tickets: [{id: a, name: A, price: 0, hidden: yes}, {id: b, name: B, price: 0}]',
    ],
    [
      'warning 8: No ticket has a share in “beds”. Name it there: `quotas: beds`.',
      'quotas: {name: beds, places: 3}',
    ],
    ['warning 8: “X” does nothing', 'codes: {code: X, places: 3}'],
    [
      'warning 9: People are to pay by transfer, and nothing says to which account.',
      'tickets: {id: a, name: A, price: 3}',
      'payment: {days: 3}',
      'currency: GBP',
    ],
    ['warning 8: There is no field “location”; it was left out.', 'location: The Net Loft'],
  ])('%s', (words, ...lines) => {
    const event = readEvent(...lines);
    expect(event.outcome).toBe('read');
    expect(remarks(event)).toEqual([expect.stringContaining(words)]);
  });

  it('nothing says where it is', () => {
    expect(remarks(read(manuscript(...needed)))).toEqual([
      expect.stringContaining(
        'Nothing says where it is. Add a line such as `venue: The Net Loft`, or `online:`.',
      ),
    ]);
    expect(remarks(read(manuscript(...needed, 'online: The link comes by mail.')))).toEqual([]);
  });
});

it('of what is stored already nothing is refused that was well once', () => {
  const bytes = bytesOf(manuscript(...needed, 'venue: V', 'codes: {code: X, opens: gone}'));
  const shelf = { pictures: picturesNamed() };
  expect(readManuscript({ name: 'a.md', bytes }, shelf).outcome).toBe('refused');
  expect(readManuscript({ name: 'a.md', bytes, isStored: true }, shelf)).toMatchObject({
    outcome: 'read',
    fields: { codes: [{ opens: ['gone'] }] },
  });
});

it('stands in the list of events by its start, and its page is the room’s of bookings', async () => {
  const office = new Office();
  const { documents } = await office.handIn({ 'school.md': manuscript(...needed, 'venue: V') });
  expect(documents).toMatchObject([{ slug: 'summer-school', kind: 'event', status: 'published' }]);
  expect(pathOf('event', 'summer-school')).toBe('/events/summer-school/');
  expect(await office.content.head('summer-school')).toMatchObject({
    lists: [{ list: 'events', sort: '2027-07-01T10:00#summer-school' }],
  });
});

describe('the life of an event', () => {
  const school = (...lines: string[]) => manuscript(...needed, 'venue: V', ...lines);
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
        /^kind\.md 2: “kind” must be one of: article, page, front, press, newsletter, event/,
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
