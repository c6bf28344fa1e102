import { describe, expect, it } from 'vitest';
import { read, readWell, remarks } from '../a-manuscript.ts';
import { eventFile, hallFile, readEvent } from '../an-event.ts';

const fieldsOf = (...lines: string[]) => readWell(hallFile(...lines)).fields;
const remarksOn = (...lines: string[]) => remarks(readEvent(...lines));

it('reads all that an event may say', () => {
  const fields = readWell(
    eventFile(
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
  expect(remarks(read(eventFile()))).toEqual([
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
      eventFile(`starts: ${written}`, 'ends: 2027-07-02 17:00', 'timezone: Europe/London'),
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
