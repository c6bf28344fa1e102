import type { EventText } from '../../../functions/bookings/gathering.ts';
import { aGathering } from './a-gathering.ts';

const picture = {
  ...{
    name: 'slipway.jpg',
    src: '/media/slipway.jpg',
    width: 1200,
    height: 800,
    alt: 'A slipway at low water',
  },
  variants: [{ path: '/media/slipway.jpg', width: 1200, height: 800, type: 'image/jpeg' as const }],
  credit: 'Photograph: Ilse Marrow',
};

/** A school with everything that an event can have. */
export const schoolText: EventText = {
  title: 'Who owns the water side? A summer school',
  standfirst:
    'Two days of talks, walks and argument about docks, rents and the people who live between them.',
  picture,
  starts: '2027-07-01T10:00',
  ends: '2027-07-02T17:00',
  timezone: 'Europe/London',
  venue: {
    name: 'The Net Loft',
    address: '3 Ropewalk Steps\nHarrow Quay',
    access: 'Step-free from the yard; hearing loop in the big room; a quiet room on both days.',
  },
  online: 'https://meet.example/school',
  sessions: [
    { title: 'Doors open, tea', starts: '2027-07-01T10:00', ends: '2027-07-01T10:30' },
    {
      title: 'A hundred years of rent books',
      starts: '2027-07-01T10:30',
      ends: '2027-07-01T12:00',
      room: 'Big room',
      speakers: ['Noor Haldane', 'Pavel Okonjo'],
      about: 'What three boxes from an attic say about who paid for the harbour wall.',
    },
    { title: 'Walk: the wall from end to end', starts: '2027-07-01T14:00', ends: '2027-07-01T16:00' },
    {
      title: 'What we do on Monday',
      starts: '2027-07-02T15:00',
      ends: '2027-07-02T17:00',
      room: 'Big room',
      speakers: ['Everybody'],
    },
  ],
  capacity: 120,
  currency: 'GBP',
  tickets: [
    { id: 'waged', name: 'Both days, waged', price: 2450, for: 'those in paid work', quotas: ['lunch'] },
    { id: 'unwaged', name: 'Both days, unwaged', price: 800, places: 40, quotas: ['lunch'] },
    { id: 'solidarity', name: 'Both days, pay what you can', price: 3000, least: 500, quotas: ['lunch'] },
    { id: 'saturday', name: 'Second day only', price: 800, most: 4 },
    { id: 'crew', name: 'Kitchen crew', price: 0, hidden: true },
  ],
  quotas: [{ name: 'lunch', title: 'Lunch', places: 90 }],
  questions: [
    {
      id: 'lunch',
      text: 'What would you like for lunch?',
      type: 'choice',
      choices: ['Soup', 'Pie'],
      per: 'person',
      required: true,
      when: { tickets: ['waged', 'unwaged', 'solidarity'] },
    },
    { id: 'heard', text: 'Where did you hear of it?', type: 'text', per: 'order' },
    { id: 'stay', text: 'Do you need a bed for the night?', type: 'yes-no', per: 'order' },
    {
      id: 'nights',
      text: 'For whom, and what should hosts know?',
      type: 'text',
      per: 'order',
      when: { question: 'stay', answer: 'yes' },
    },
  ],
  codes: [
    { code: 'STEW', opens: ['crew'], places: 6 },
    { code: 'MEMBER', off: { percent: 10 } },
  ],
  payment: { by: ['transfer', 'door'], to: 'The Quayside Lantern Co-operative\n12-34-56 12345678' },
  cancellation: 'Give your places back until a week before, and you get your money back.',
  contact: 'school@harrowquay.example',
};

export const aSchool = () =>
  aGathering({
    id: 'school',
    slug: 'who-owns-the-water-side',
    slugs: ['who-owns-the-water-side'],
    text: schoolText,
    body: {
      html: '<p>The harbour was dug by people who were never asked who would own it. We ask now: with maps, ledgers, songs and a good deal of soup.</p><p>Come for a day or for both. <strong>Children are welcome</strong>, and there is somebody to look after them.</p>',
      text: 'The harbour was dug by people who were never asked who would own it.',
    },
  });
