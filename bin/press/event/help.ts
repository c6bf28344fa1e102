import { type HelpOf, wasDone } from '../command-help.ts';

export const eventHelp: HelpOf = {
  'event list': {
    about: 'events to come and under way, with their places; closed ones too',
    options: ['past'],
    success: 'the list is whole, also when it is empty',
  },
  'event show': {
    words: 'SLUG [CODE]',
    about: 'one event with its places and what to look at, or one booking of it',
    success: 'there is such an event, and such a booking',
  },
  'event attendees': {
    words: 'SLUG',
    about: 'who has booked, holds, waits or has given back; as CSV, those who come or wait, a row a place',
    options: ['state', 'ticket', 'search', 'csv', 'to'],
    means: {
      state: {
        value: 'STATE',
        about: 'only those: booked, held, offered, waiting, cancelled, declined, lapsed, left',
      },
      search: { value: 'TEXT', about: 'only those whose code, address or name begins so' },
      csv: { about: 'a row for each place, with addresses, as CSV' },
      to: { value: 'FILE', about: 'the file that the CSV is written to' },
    },
    success: 'the list is whole, also when it is empty',
  },
  'event totals': {
    words: 'SLUG',
    about: 'places and money by ticket and by the day on which people booked; orders of one address',
    success: 'there is such an event',
  },
  'event book': {
    words: 'SLUG EMAIL TICKET[=COUNT]…',
    about: 'book for somebody who asks by phone, or for a guest; they get the letter',
    options: ['name', 'answer', 'access', 'code', 'guest', 'paid'],
    success: 'it is booked, held until it is paid, or waits',
  },
  'event confirm': {
    words: 'SLUG CODE',
    about: 'say that the money of a booking has arrived',
    success: wasDone,
  },
  'event cancel': {
    words: 'SLUG CODE',
    about: 'cancel a booking, or some of its places; they get a letter',
    options: ['place', 'yes'],
    means: { yes: { about: 'do not ask; without a terminal, nothing is cancelled without it' } },
    success: wasDone,
  },
  'event move': {
    words: 'SLUG CODE TICKET',
    about: 'move a booking, or some of its places, to another ticket, at its price; they get a letter',
    options: ['place'],
    success: wasDone,
  },
  'event resend': {
    words: 'SLUG CODE',
    about: 'send the letter with the link of a booking again',
    success: 'the letter is on its way',
  },
  'event write': {
    words: 'SLUG [CODE…]',
    about: 'write to those who come or wait: to all, to some, or to these bookings',
    options: ['text', 'state', 'ticket', 'yes'],
    means: {
      text: { value: '"…"', about: 'what the letter says; without it, it is read from standard input' },
      state: { value: 'STATE', about: 'only those: booked, held, offered or waiting' },
      yes: { about: 'do not ask; without a terminal, nothing is sent without it' },
    },
    success: 'the letters are on their way, one to each',
  },
  'event tell': {
    words: 'SLUG',
    about: 'tell those who come or wait of a new date or place, with the entry for their calendars',
    options: ['text', 'yes'],
    means: {
      text: { value: '"…"', about: 'what else the letter says' },
      yes: { about: 'do not ask; without a terminal, nothing is sent without it' },
    },
    success: 'the letters are on their way, one to each',
  },
  'event close': { words: 'SLUG', about: 'close booking; what is booked stays', success: wasDone },
  'event open': { words: 'SLUG', about: 'open booking again', success: wasDone },
  'event cancel-event': {
    words: 'SLUG',
    about: 'cancel an event for good, with every booking, and tell everybody once',
    options: ['reason', 'yes'],
    means: {
      reason: { value: '"…"', about: 'what they are told' },
      yes: { about: 'do not ask; without a terminal, nothing is cancelled without it' },
    },
    success: 'it is closed, and bookings are being cancelled',
  },
  'event access': {
    words: 'SLUG',
    about: 'what those who come need, for kitchen and venue; for people in the group access',
    success: 'there is such an event',
  },
};
