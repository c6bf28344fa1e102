import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventText } from '../../../../functions/bookings/gathering.ts';
import { readOrder } from '../../../../functions/bookings/order/order.ts';
import { placesToday, priceOf, ticketsFor } from '../../../../functions/bookings/order/tickets.ts';
import type { Asker, BookingWish } from '../../../../functions/bookings/order/wish.ts';
import { aGathering, aPlace, aText } from '../a-gathering.ts';

const at = '2027-03-01T12:00:00.000Z';
const reader: Asker = { network: '192.0.2.1/32' };

const text: EventText = {
  ...aText,
  tickets: [
    { id: 'waged', name: 'Waged', price: 1050, quotas: ['hall'] },
    { id: 'unwaged', name: 'Unwaged', price: 0, places: 40, most: 2 },
    { id: 'solidarity', name: 'Solidarity', price: 800, least: 500 },
    { id: 'late', name: 'Late', price: 1200, from: '2027-06-01T00:00' },
    { id: 'early', name: 'Early', price: 900, until: '2027-02-01T00:00' },
    { id: 'speaker', name: 'Speakers', price: 0, hidden: true },
  ],
  quotas: [{ name: 'hall', places: 60 }],
  questions: [
    { id: 'lunch', text: 'Lunch?', type: 'choice', choices: ['soup', 'none'], per: 'person', required: true },
    { id: 'branch', text: 'Which branch?', type: 'text', per: 'order' },
    { id: 'lift', text: 'Need a lift?', type: 'yes-no', per: 'order' },
    {
      id: 'from',
      text: 'From where?',
      type: 'text',
      per: 'order',
      required: true,
      when: { question: 'lift', answer: 'yes' },
    },
  ],
  codes: [
    { code: 'CREW', opens: ['speaker'], places: 5 },
    { code: 'Half', off: { percent: 50 }, until: '2027-06-01T00:00' },
    { code: 'Less', off: { tickets: ['waged'], amount: 2000 } },
  ],
};
const gathering = aGathering({ text });

const aNote = { id: 'note', text: 'What else?', type: 'text', per: 'person' } as const;
const soup = { lunch: 'soup' };
const aWish = (changes: Partial<BookingWish> = {}): BookingWish => ({
  gathering: gathering.id,
  email: 'mara@home.example',
  name: 'Mara Quill',
  places: [{ ticket: 'waged', quantity: 1, answers: [soup] }],
  ...changes,
});
const read = (changes: Partial<BookingWish> = {}, asker: Asker = reader) =>
  readOrder(aWish(changes), gathering, asker, at);
const complaintsOf = (changes: Partial<BookingWish>, asker: Asker = reader) => {
  const order = read(changes, asker);
  return (!order.ok && order.complaints?.map(({ where, text: why }) => `${where}: ${why}`)) || [];
};
const two = (ticket: string, quantity: number, price?: number) => ({
  ...{ ticket, quantity, answers: Array.from({ length: quantity }, () => soup) },
  ...(price !== undefined && { price }),
});

describe('an order', () => {
  it('has no more text than a booking holds', () => {
    const long = 'é'.repeat(1_000);
    const places = (count: number, branch: string) => [
      { ...two('waged', count), answers: Array.from({ length: count }, () => ({ ...soup, note: branch })) },
    ];
    const noted = { ...text, questions: [...(text.questions ?? []), aNote] };
    const complaints = (count: number) => {
      const order = readOrder(
        aWish({ places: places(count, long) }),
        aGathering({ text: noted }),
        reader,
        at,
      );
      return order.ok ? [] : order.complaints?.map(({ where, text: why }) => `${where}: ${why}`);
    };
    expect(complaints(20)).toEqual([]);
    const wide = { ...noted, questions: [...noted.questions, { ...aNote, id: 'more' }] };
    const answers = Array.from({ length: 20 }, () => ({ ...soup, note: long, more: long }));
    const order = readOrder(
      aWish({ places: [{ ...two('waged', 20), answers }] }),
      aGathering({ text: wide }),
      reader,
      at,
    );
    expect(order).toMatchObject({
      complaints: [{ where: 'answers', text: expect.stringContaining('at most 50 KB. Please say less') }],
    });
  });

  it('has a place for each person, with its price and the quotas that count it', () => {
    const places = [{ ...two('waged', 2), names: ['Mara', ' Tomas \t Reed '] }, two('unwaged', 1)];
    const order = read({ places, code: 'less', answers: { branch: 'Port Ellery' } });
    expect(order).toEqual({
      ok: true,
      order: {
        name: 'Mara Quill',
        places: [
          { id: '1', ticket: 'waged', price: 0, quotas: ['all', 'quota:hall'], name: 'Mara', answers: soup },
          {
            id: '2',
            ticket: 'waged',
            price: 0,
            quotas: ['all', 'quota:hall'],
            name: 'Tomas Reed',
            answers: soup,
          },
          { id: '3', ticket: 'unwaged', price: 0, quotas: ['all', 'ticket:unwaged'], answers: soup },
        ],
        total: 0,
        payment: 'transfer',
        discount: 'Less',
        answers: { branch: 'Port Ellery' },
        access: '',
      },
    });
  });

  it.each<[string, Partial<BookingWish>, string[]]>([
    ['without tickets', { places: [] }, ['places: Please choose a ticket.']],
    ['without a name', { name: ' ' }, ['name: Please give a name.']],
    [
      'of a ticket that there is not',
      { places: [two('gold', 1)] },
      ['places.0.ticket: There is no such ticket.'],
    ],
    ['of a hidden one', { places: [two('speaker', 1)] }, ['places.0.ticket: There is no such ticket.']],
    ['of one not on sale yet', { places: [two('late', 1)] }, ['places.0.ticket: “Late” is not on sale yet.']],
    [
      'of one no longer on sale',
      { places: [two('early', 1)] },
      ['places.0.ticket: “Early” is no longer on sale.'],
    ],
    ['of none', { places: [two('waged', 0)] }, ['places.0.quantity: One order has from 1 to 20 places.']],
    [
      'of half a place',
      { places: [two('waged', 1.5)] },
      ['places.0.quantity: One order has from 1 to 20 places.'],
    ],
    [
      'of too many',
      { places: [two('waged', 12), two('solidarity', 9)] },
      ['places: One order has at most 20 places. Please make several.'],
    ],
    [
      'of too many of one',
      { places: [two('unwaged', 1), two('unwaged', 2)] },
      ['places: One order has at most 2 of “Unwaged”.'],
    ],
    [
      'that pays too little',
      { places: [two('solidarity', 1, 499)] },
      ['places.0.price: Please give £5 or more.'],
    ],
    [
      'that pays more than anybody does',
      { places: [two('solidarity', 1, 99_999_999_999)] },
      ['places.0.price: Please give £1,000,000 or less.'],
    ],
    [
      'with a code that there is not',
      { code: 'NOPE' },
      ['code: There is no such code, or its time is over.'],
    ],
    ['with a code for other tickets', { code: 'crew' }, ['code: This code is for other tickets.']],
    [
      'with more people than places',
      { places: [{ ...two('waged', 1), names: ['A', 'B'] }] },
      ['places.0.names: There are more people than places.'],
    ],
    [
      'without a needed answer',
      { places: [{ ticket: 'waged', quantity: 1 }] },
      ['places.0.answers.0.lunch: Please answer: Lunch?'],
    ],
    [
      'with another answer',
      { places: [{ ticket: 'waged', quantity: 1, answers: [{ lunch: 'cake' }] }] },
      ['places.0.answers.0.lunch: Please choose one of: soup, none.'],
    ],
    [
      'with an answer to nothing',
      { answers: { diet: 'vegan' } },
      ['answers.diet: There is no such question.'],
    ],
    ['that needs a lift', { answers: { lift: 'yes' } }, ['answers.from: Please answer: From where?']],
    ['that says maybe', { answers: { lift: 'maybe' } }, ['answers.lift: The answer is yes or no.']],
    [
      'with a long need',
      { access: 'x'.repeat(1_001) },
      ['access: Please say it in at most 1000 characters.'],
    ],
    ['paid at the door', { payment: 'door' }, []],
  ])('%s', (_, changes, complaints) => expect(complaintsOf(changes)).toEqual(complaints));

  it('is asked again when a price was shown that is old', () => {
    expect(read({ places: [two('waged', 1, 950)] })).toMatchObject({ ok: false, changed: { total: 1050 } });
    expect(read({ places: [two('waged', 1, 1050)] })).toMatchObject({ ok: true });
  });

  it('pays what one can, and half of it with a code', () => {
    expect(read({ places: [two('solidarity', 2, 700)] })).toMatchObject({ ok: true, order: { total: 1400 } });
    expect(read({ places: [two('solidarity', 1)] })).toMatchObject({ ok: true, order: { total: 800 } });
    expect(read({ places: [two('solidarity', 1, 250)], code: 'half' })).toMatchObject({
      order: { total: 250 },
    });
  });

  it('counts what a code opens in the quota of the code', () => {
    const order = read({ places: [two('speaker', 1), two('waged', 1)], code: 'crew' });
    expect(order).toMatchObject({
      ok: true,
      order: { places: [{ quotas: ['all', 'code:crew'] }, { quotas: ['all', 'quota:hall'] }] },
    });
  });

  it('leaves out answers to what was not asked', () => {
    expect(read({ answers: { from: 'Ellery' } })).toMatchObject({ ok: true });
    expect(read({ answers: { from: 'Ellery' } })).not.toMatchObject({ order: { answers: {} } });
  });

  it('of an editor has no times, no number and no hiding, and a guest pays nothing', () => {
    const places = [two('late', 1), two('speaker', 1), two('unwaged', 3)];
    expect(read({ places }, { by: 'ed' })).toMatchObject({ ok: true, order: { total: 1200 } });
    expect(read({ places }, { by: 'ed', guest: true })).toMatchObject({ ok: true, order: { total: 0 } });
    expect(complaintsOf({ places: [two('gold', 1)] }, { by: 'ed' })).toEqual([
      'places.0.ticket: There is no such ticket.',
    ]);
  });
});

describe('a ticket', () => {
  it('is shown when it is on sale, and when a code opens it', () => {
    const shown = (code?: string) => {
      const found = text.codes?.find((one) => one.code === code);
      return ticketsFor(gathering, at, found).map(({ id, price }) => `${id} ${price}`);
    };
    expect(shown()).toEqual(['waged 1050', 'unwaged 0', 'solidarity 800']);
    expect(shown('CREW')).toEqual(['waged 1050', 'unwaged 0', 'solidarity 800', 'speaker 0']);
    expect(shown('Less')).toEqual(['waged 0', 'unwaged 0', 'solidarity 800']);
  });

  it('never costs less than nothing, nor more with a code than without', () => {
    const off = fc.record(
      { amount: fc.nat(), percent: fc.integer({ min: 1, max: 100 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.nat(), off, (price, lowers) => {
        const { price: reduced } = priceOf({ id: 'a', name: 'A', price }, { code: 'C', off: lowers });
        expect(Number.isInteger(reduced)).toBe(true);
        expect(reduced).toBeGreaterThanOrEqual(0);
        expect(reduced).toBeLessThanOrEqual(price);
      }),
    );
  });

  it('has today’s price when it is offered; who pays what they can keeps to what they said', () => {
    const places = [
      aPlace({ ticket: 'waged', price: 900 }),
      aPlace({ id: '2', ticket: 'solidarity', price: 700 }),
      aPlace({ id: '3', ticket: 'solidarity', price: 300 }),
    ];
    const pricesOf = (changes: { discount?: string; by?: string }) =>
      placesToday({ places, ...changes }, gathering)?.map(({ price }) => price);
    expect(pricesOf({})).toEqual([1050, 700, 500]);
    expect(pricesOf({ discount: 'half' })).toEqual([525, 700, 300]);
    expect(pricesOf({ by: 'ed' })).toEqual([900, 700, 300]);
    expect(placesToday({ places: [aPlace({ ticket: 'gold' })] }, gathering)).toBeUndefined();
  });
});
