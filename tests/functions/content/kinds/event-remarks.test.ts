import { describe, expect, it } from 'vitest';
import { readManuscript } from '../../../../functions/content/manuscripts/read-manuscript.ts';
import { bytesOf, picturesNamed, read, remarks } from '../a-manuscript.ts';
import { eventFile, hallFile, needed, readEvent } from '../an-event.ts';

const tickets = 'tickets: [{id: a, name: A, price: 0}, {id: bee, name: B, price: 0}]';

describe('what does not fit together is refused, with the way out', () => {
  it('an end before the start', () => {
    const refused = read(
      eventFile('starts: 2027-07-01 10:00', 'ends: 2027-07-01 09:00', 'timezone: Europe/London', 'venue: V'),
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
    ['warning 8: Everybody reads the address in it', 'online: Come to https://meet.example/school at ten'],
    ['warning 8: There is no field “location”; it was left out.', 'location: The Net Loft'],
  ])('%s', (words, ...lines) => {
    const event = readEvent(...lines);
    expect(event.outcome).toBe('read');
    expect(remarks(event)).toEqual([expect.stringContaining(words)]);
  });

  it('nothing says where it is', () => {
    expect(remarks(read(eventFile(...needed)))).toEqual([
      expect.stringContaining(
        'Nothing says where it is. Add a line such as `venue: The Net Loft`, or `online:`.',
      ),
    ]);
    expect(remarks(read(eventFile(...needed, 'online: The link comes by mail.')))).toEqual([]);
  });
});

it('of what is stored already nothing is refused that was well once', () => {
  const bytes = bytesOf(hallFile('codes: {code: X, opens: gone}'));
  const shelf = { pictures: picturesNamed() };
  expect(readManuscript({ name: 'a.md', bytes }, shelf).outcome).toBe('refused');
  expect(readManuscript({ name: 'a.md', bytes, isStored: true }, shelf)).toMatchObject({
    outcome: 'read',
    fields: { codes: [{ opens: ['gone'] }] },
  });
});
