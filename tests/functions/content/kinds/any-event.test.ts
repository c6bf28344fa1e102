import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventFields } from '../../../../functions/content/kinds/event.ts';
import { smallestUnits } from '../../../../functions/content/manuscripts/front-matter/amounts.ts';
import { plainMoney } from '../../../../functions/look/money.ts';
import { picturesNamed, read, remarks } from '../a-manuscript.ts';

/** Few names, so that they meet, and some that are none. */
const name = fc.constantFrom('a', 'b', 'c', 'waged', 'A B', '');
const time = fc.constantFrom(
  ...['2027-07-01 10:00', '2027-07-01 12:00', '2027-07-02T17:00', '2027-06-01 00:00'],
  ...['2027-07-01', '2027-07-01 10:00Z', 'soon', '2027-13-01 10:00', ''],
);
const goodTime = fc.constantFrom('2027-07-01 10:00', '2027-07-01 12:00', '2027-07-02T17:00');
const price = fc.oneof(
  fc.constantFrom<unknown>('0', '10.50', '3', '0,5', '1.001', '-1', '£3', 'free', 12.5, 0, null, {}),
  fc.double({ min: 0, max: 100, noNaN: true }),
);
const word = fc.constantFrom<unknown>('yes', 'no', 'maybe', true, 5, ['yes'], { a: 1 }, null);
const names = fc.oneof(name, fc.array(name, { maxLength: 3 }));
const count = fc.constantFrom<unknown>('0', '5', 30, -1, '1.5', 'many', 100_001);
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const ticket = fc.record(
  {
    id: name,
    name,
    price,
    least: price,
    places: count,
    quotas: names,
    hidden: word,
    from: time,
    until: time,
  },
  { requiredKeys: ['id', 'name', 'price'] },
);
const question = fc.record(
  {
    id: name,
    text: fc.constantFrom('What?', ''),
    type: fc.constantFrom('text', 'choice', 'yes-no', 'number'),
    choices: names,
    per: fc.constantFrom('order', 'person', 'ticket'),
    when: fc.record({ tickets: names, question: name, answer: word }, { requiredKeys: [] }),
  },
  { requiredKeys: ['id', 'text'] },
);
const code = fc.record(
  {
    code: fc.constantFrom('ONE', 'one', 'TWO', 'a b'),
    opens: names,
    off: fc.record({ tickets: names, amount: price, percent: count }, { requiredKeys: [] }),
    places: count,
    until: time,
  },
  { requiredKeys: ['code'] },
);
const listOf = <T>(item: fc.Arbitrary<T>) => some(fc.oneof(item, fc.array(item, { maxLength: 4 })));

/** Front matter of an event as nobody should write it, and some as people do. */
const anyWords = fc.record({
  starts: fc.oneof({ weight: 6, arbitrary: goodTime }, time),
  ends: fc.oneof({ weight: 6, arbitrary: goodTime }, time),
  timezone: fc.constantFrom('Europe/London', 'Europe/London', 'Asia/Tokyo', 'Moon'),
  venue: fc.constantFrom<unknown>('V', { name: 'V', access: 'W' }, { address: 'X' }, ['V'], undefined),
  capacity: some(count),
  currency: fc.constantFrom('GBP', 'JPY', '£', undefined),
  tickets: listOf(ticket),
  quotas: listOf(fc.record({ name, places: count })),
  questions: listOf(question),
  codes: listOf(code),
  booking_opens: some(time),
  booking_closes: some(time),
  waiting_list: some(word),
  passing_over: some(word),
  payment: some(fc.record({ by: names, days: count, to: word }, { requiredKeys: [] })),
  reminders: some(fc.oneof(count, fc.array(count, { maxLength: 6 }))),
});

/** The same with nothing in it that is wrong by itself: most of these are read. */
const good = {
  id: fc.constantFrom('a', 'b', 'c'),
  price: fc.constantFrom('0', '10.50', '3'),
  places: fc.constantFrom('0', '5'),
};
const soundWords = fc.record({
  starts: fc.constant('2027-07-01 10:00'),
  ends: goodTime,
  timezone: fc.constant('Europe/London'),
  currency: fc.constant('GBP'),
  tickets: fc.uniqueArray(
    fc.record(
      {
        id: good.id,
        name: fc.constant('T'),
        price: good.price,
        least: good.price,
        quotas: fc.subarray(['a', 'b']),
      },
      { requiredKeys: ['id', 'name', 'price'] },
    ),
    { maxLength: 3, selector: ({ id }) => id },
  ),
  quotas: fc.constant([
    { name: 'a', places: 3 },
    { name: 'b', places: 0 },
  ]),
  codes: fc.array(
    fc.record(
      { code: fc.constantFrom('ONE', 'two'), opens: good.id, places: good.places },
      { requiredKeys: ['code'] },
    ),
    { maxLength: 2 },
  ),
});

/** JSON is YAML. */
const manuscriptOf = (words: Record<string, unknown>) =>
  ['---', 'kind: event', 'title: School']
    .concat(
      Object.entries(words).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`],
      ),
    )
    .concat('---', 'Text.')
    .join('\n');

function eventOf(words: Record<string, unknown>): EventFields | string[] {
  const manuscript = read(manuscriptOf(words));
  if (manuscript.outcome === 'refused') return remarks(manuscript);
  if (manuscript.fields.kind !== 'event') throw new Error('It is an event');
  return manuscript.fields;
}

describe('an event that is read', () => {
  it('fits together, whatever was written; what is refused has a reason and a line', () => {
    const found = { read: 0, refused: 0 };
    const checked = fc.property(fc.oneof(anyWords, soundWords), (words) => {
      const event = eventOf(words);
      if (Array.isArray(event)) {
        found.refused += 1;
        expect(event[0]).toMatch(/^error \d+: \S/);
        expect(event.join('\n')).not.toMatch(/undefined|\[object|NaN/);
      } else {
        found.read += 1;
        fits(event);
      }
    });
    fc.assert(checked, { numRuns: 600 });
    expect(Math.min(found.read, found.refused)).toBeGreaterThan(30);
  });
});

function fits(event: EventFields): void {
  const { tickets, quotas = [], questions = [], codes = [] } = event;
  const [ids, shared] = [tickets.map(({ id }) => id), quotas.map(({ name }) => name)];
  expect(event.starts < event.ends).toBe(true);
  expect(tickets.length).toBeGreaterThan(0);
  for (const all of [ids, shared, questions.map(({ id }) => id), codes.map((one) => one.code.toLowerCase())])
    expect(new Set(all).size).toBe(all.length);
  for (const { price, least = 0, quotas: own = [] } of tickets) {
    for (const amount of [price, least]) expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
    expect(least).toBeLessThanOrEqual(price);
    if (price) expect(event.currency).toBeDefined();
    expect(shared).toEqual(expect.arrayContaining(own));
  }
  for (const { opens = [], off } of codes) {
    expect(ids).toEqual(expect.arrayContaining([...opens, ...(off?.tickets ?? [])]));
    if (off) expect([off.amount, off.percent].filter((one) => one !== undefined)).toHaveLength(1);
  }
  for (const [at, { type, choices = [], when, per }] of questions.entries()) {
    expect(type === 'choice').toBe(choices.length > 1);
    expect(ids).toEqual(expect.arrayContaining(when?.tickets ?? []));
    if (when?.question === undefined) continue;
    const asked = questions.slice(0, at).find(({ id }) => id === when.question);
    expect(asked).toBeDefined();
    expect(asked?.per === 'person' && per === 'order').toBe(false);
    if (asked?.type === 'yes-no') expect(['yes', 'no']).toContain(when.answer);
    if (asked?.type === 'choice') expect(asked.choices).toContain(when.answer);
  }
}

it('reads what money is written as, in every currency', () => {
  const currencies = fc.constantFrom('GBP', 'EUR', 'JPY', 'KWD', 'CLP', 'USD');
  const checked = fc.property(fc.integer({ min: 0, max: 9_999_999 }), currencies, (amount, currency) => {
    expect(smallestUnits(plainMoney(amount, currency), currency)).toBe(amount);
  });
  fc.assert(checked, { numRuns: 500 });
});

it('keeps its pictures: above the description and within it', () => {
  const text = `---\nkind: event\ntitle: S\nstarts: 2027-07-01 10:00\nends: 2027-07-01 11:00\ntimezone: Europe/London
venue: V\npicture: sea.jpg\npictures: {file: net.jpg, alt: A net}\n---\n![](net.jpg)`;
  const manuscript = read(text, [...picturesNamed('sea.jpg', 'net.jpg').keys()]);
  expect(manuscript).toMatchObject({
    fields: { picture: { name: 'sea.jpg' } },
    body: { pictures: [{ name: 'net.jpg', alt: 'A net' }] },
    uses: expect.arrayContaining(['sea.jpg', 'net.jpg']),
  });
});
