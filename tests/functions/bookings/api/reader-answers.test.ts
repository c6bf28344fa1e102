import { expect, it } from 'vitest';
import * as answers from '../../../../functions/bookings/api/reader-answers.ts';
import { bookingRequest } from '../../../../functions/bookings/api/reader-requests.ts';
import { giveEvent, listEvents } from '../../../../functions/bookings/gatherings/show-events.ts';
import { aGathering, aText } from '../a-gathering.ts';
import { aReadersDesk, putOnSale } from '../readers-desk.ts';

it('describes events as they are answered', async () => {
  const desk = aReadersDesk();
  await putOnSale(
    desk.bookings,
    aGathering({
      text: {
        ...aText,
        ...{ showsLeft: true, passingOver: false, online: 'By telephone, too', language: 'en' },
        ...{ bookingOpens: '2027-01-01T10:00', bookingCloses: '2027-06-30T10:00' },
        sessions: [
          { title: 'Rents', starts: '2027-07-01T10:30', speakers: ['Ama Lindqvist'], about: 'Since 1949.' },
        ],
        tickets: [
          {
            id: 'waged',
            name: 'Waged',
            price: 1050,
            about: 'Supper too',
            for: 'who earns',
            from: '2027-01-02T09:00',
          },
          {
            id: 'solidarity',
            name: 'Solidarity',
            price: 2000,
            least: 500,
            places: 4,
            until: '2027-06-01T09:00',
          },
        ],
        questions: [
          { id: 'lunch', text: 'Lunch?', type: 'yes-no', per: 'person', required: true },
          {
            ...{ id: 'diet', text: 'Which?', type: 'choice', choices: ['vegan', 'fish'], per: 'person' },
            when: { question: 'lunch', answer: 'yes' },
          },
        ],
      },
    }),
  );
  const { body: list } = await listEvents({}, desk);
  expect(answers.publicEventList.parse(list)).toEqual(list);
  const { body: event } = await giveEvent('summer-school', desk);
  expect(answers.publicEvent.parse(event)).toEqual(event);
  expect(event).toMatchObject({ left: 100, tickets: [{ left: 100 }, { left: 4, least: 500 }] });
});

it.each([
  {},
  { email: 'noor@reader.example', name: 'Noor' },
  { email: 'noor@reader.example', name: 'Noor', places: [{ ticket: 'waged', quantity: 1.5 }] },
  { email: 'noor@reader.example', name: 'Noor', places: [], payment: 'card' },
  { email: 'noor@reader.example', name: 'Noor', places: [], by: 'edda' },
])('refuses a request that is none: %#', (request) => {
  expect(bookingRequest.safeParse(request).success).toBe(false);
});
