import { Buffer } from 'node:buffer';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../../../functions/bookings/booking.ts';
import { aboutOf, bookingLetter } from '../../../functions/bookings/letters.ts';
import type { LetterAbout, LetterKind } from '../../../functions/bookings/mails/letter-about.ts';
import { outgoing } from '../../../functions/post/letters/letter-mail.ts';
import { aBooking, aGathering, aPlace, aPress } from './a-gathering.ts';

const at = '2027-03-02T12:00:00.000Z';
const ids = { next: () => '01KJQ1V5M0AAAAAAAAAAAAAAA0' };
const lapsesAt = '2027-03-09T12:00:00.000Z';

const letter = (kind: LetterKind, changes: Partial<Booking> = {}, more: Partial<LetterAbout> = {}) =>
  bookingLetter(
    kind,
    { press: aPress, gathering: aGathering(), booking: aBooking(changes), link: 'a-link', at, ...more },
    ids,
  );

/** A state in which each kind is written. */
const states: Record<LetterKind, Partial<Booking>> = {
  booked: {},
  held: { state: 'held', payment: 'transfer', lapsesAt },
  waiting: { state: 'waiting', number: 3 },
  offer: { state: 'offered', number: 3, lapsesAt },
  lapsed: { state: 'lapsed', payment: 'transfer' },
  changed: {},
  cancelled: { state: 'cancelled', places: [], givenBack: [aPlace({ price: 1050 })] },
  'called-off': { state: 'cancelled', places: [], givenBack: [aPlace({ price: 1050 })] },
  news: {},
  reminder: {},
  message: {},
  link: {},
};
const kinds = Object.keys(states) as LetterKind[];

const methodIn = (one: ReturnType<typeof letter>) => {
  const [file] = one.mail.attachments ?? [];
  if (!file) return undefined;
  const text = Buffer.from(file.base64, 'base64').toString();
  return { type: file.type, method: new ICAL.Component(ICAL.parse(text)).getFirstPropertyValue('method') };
};

describe('each kind of letter', () => {
  it.each(kinds)('%s names the event, leaves as it is, and says whose link it is', (kind) => {
    const one = letter(kind, states[kind], { note: 'The hall is another.' });
    expect(one).toMatchObject({ room: 'bookings', kind, to: 'mara@home.example' });
    expect(aboutOf(one.about)).toEqual({ gathering: 'summer-school-1', code: 'K7QM-3FXD' });
    expect(one.mail.subject).toContain('Summer School of the Harbour');
    const running = one.mail.text.replaceAll('\n', ' ');
    expect(running).toContain('Thursday 1 July 2027, 10:00, to Friday 2 July 2027, 17:00');
    expect(one.mail.text).toContain('Ask school@lantern.example');
    expect(one.mail.text).not.toMatch(/undefined|NaN|\[object/);
    expect(one.mail.html).not.toMatch(/undefined|NaN|\[object/);
    const row = { ...one, state: 'waiting' as const, attempt: 0 };
    expect(outgoing(row, 1, 'post@lantern.example', { ceiling: 9 })).toBeDefined();
  });

  it.each(kinds)('%s carries nothing that the booker typed', (kind) => {
    const typed = { name: 'canary', answers: { why: 'canary' }, places: [aPlace({ name: 'canary' })] };
    const { html, text, subject } = letter(kind, { ...states[kind], ...typed }).mail;
    expect(`${html}${text}${subject}`).not.toContain('canary');
  });

  it('has what an editor wrote, escaped and in paragraphs', () => {
    const note = 'Bring <a> pen.\r\n\r\nWe start at ten.';
    const { html, text } = letter('message', {}, { note }).mail;
    expect(html).toContain('Bring &lt;a> pen.');
    expect(text).toContain('Bring <a> pen.\n\nWe start at ten.');
    expect(letter('message').onlyOnce).toBe(true);
    expect(letter('booked').onlyOnce).toBeUndefined();
  });
});

describe('the calendar', () => {
  const request = { type: 'text/calendar; charset=utf-8; method=REQUEST', method: 'REQUEST' };
  const cancel = { type: 'text/calendar; charset=utf-8; method=CANCEL', method: 'CANCEL' };

  it('has an entry by the letters that give, change or take places', () => {
    const found = Object.fromEntries(kinds.map((kind) => [kind, methodIn(letter(kind, states[kind]))]));
    expect(found).toEqual({
      ...{ booked: request, held: request, changed: request, news: request },
      ...{ lapsed: cancel, cancelled: cancel, 'called-off': cancel },
      ...{ waiting: undefined, offer: undefined, reminder: undefined, message: undefined, link: undefined },
    });
  });

  it('has none of who never had a place', () => {
    expect(methodIn(letter('lapsed', { state: 'lapsed', number: 3 }))).toBeUndefined();
    expect(methodIn(letter('called-off', { state: 'left', number: 3 }))).toBeUndefined();
    expect(methodIn(letter('changed', { state: 'waiting', number: 3 }))).toBeUndefined();
  });
});

describe('what is to be paid', () => {
  it('names amount, account, code and time of a transfer', () => {
    const { text } = letter('held', states.held).mail;
    for (const part of ['£10.50', 'K7QM-3FXD', 'Account 12345678', 'Tuesday 9 March 2027, 12:00 (GMT)'])
      expect(text).toContain(part);
  });

  it('waits at the door', () => {
    const { text } = letter('held', { state: 'held', payment: 'door' }).mail;
    expect(text).toContain('at the door');
    expect(text).not.toContain('Account');
  });

  it('is left out where nothing costs', () => {
    const { text } = letter('booked', { places: [aPlace()] }).mail;
    expect(text).toContain('1 × Unwaged');
    expect(text).not.toContain('£');
  });
});

describe('what a change means for paying', () => {
  const waged = (price: number) => [aPlace({ ticket: 'waged', price })];
  const changed = (was: Partial<Booking>, now: Partial<Booking>) =>
    letter('changed', now, { was: aBooking(was) }).mail.text.replaceAll('\n', ' ');

  it('is said of places that are held: how much, by when and to whom', () => {
    const text = changed({ ...states.held, places: [...waged(1050), ...waged(1050)] }, states.held);
    expect(text).toContain('changed from £21 to £10.50.');
    expect(text).toContain('Please transfer £10.50 by Tuesday 9 March 2027, 12:00 (GMT)');
    expect(text).toContain('Account 12345678');
  });

  it('is nothing where it became free', () => {
    const text = changed({ ...states.held }, { places: [aPlace()], payment: 'transfer' });
    expect(text).toContain('from £10.50 to nothing. Nothing is to be paid any more.');
    expect(text).not.toContain('transfer');
  });

  it('is to be settled with the press where it is booked', () => {
    const dearer = changed({ places: waged(1050) }, { places: waged(3200) });
    expect(dearer).toContain(
      'from £10.50 to £32. Please settle the difference with The Quayside Lantern: answer this mail.',
    );
    const cheaper = changed({ places: waged(3200) }, { places: waged(1050) });
    expect(cheaper).toContain('from £32 to £10.50. If you have paid already, settle');
    expect(changed({ places: waged(1050) }, { places: waged(1050) })).not.toContain('difference');
  });
});

it('names the code and the tickets of what lapsed', () => {
  const { text } = letter('lapsed', states.lapsed).mail;
  for (const part of ['Booking K7QM-3FXD', '1 × Waged', '1 × Unwaged']) expect(text).toContain(part);
  expect(text).not.toContain('£');
});

it('speaks of one place as of one', () => {
  const alone = { places: [aPlace()] };
  for (const kind of ['offer', 'lapsed', 'waiting'] as const) {
    const { text } = letter(kind, { ...states[kind], ...alone }).mail;
    expect(text).not.toMatch(/\b(them|they|places)\b/i);
  }
});

it('says from its subject on that an editor writes', () => {
  expect(letter('message').mail.subject).toBe(
    'About Summer School of the Harbour: a message from The Quayside Lantern',
  );
});

it('says where in the line somebody is, and until when an offer stands', () => {
  const text = (before?: number) =>
    letter('waiting', states.waiting, before === undefined ? {} : { before }).mail.text;
  expect(text(0)).toContain('Nobody is before you');
  expect(text(1)).toContain('One other wish');
  expect(text(7)).toContain('7 other wishes');
  expect(text()).toContain('Whoever came before you');
  expect(letter('offer', states.offer).mail.text).toContain('until Tuesday 9 March 2027, 12:00 (GMT)');
});
