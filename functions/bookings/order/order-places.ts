import type { BookingCode, Ticket } from '../../content/kinds/event.ts';
import { moneyText } from '../../look/money.ts';
import { readName } from '../../runtime/people/name.ts';
import type { Complaint } from '../../runtime/problem.ts';
import type { Place } from '../booking.ts';
import type { Gathering, Instant } from '../gathering.ts';
import { mostOfOrder, mostOfTicket, ticketSale } from '../sale.ts';
import { readAnswers } from './answers.ts';
import { codeAt, isFor, isShown, type Price, priceOf, quotasFor } from './tickets.ts';
import type { Asker, BookingWish, WishedPlaces } from './wish.ts';

/** Quotas that one order may count in. */
export const mostQuotas = 10;

interface ReadPlaces {
  places: Place[];
  /** The code, as the document writes it. */
  discount?: string;
  /** A price that was named is not today's. */
  isChanged: boolean;
  complaints: Complaint[];
}

/** Reads the places of an order. */
export function readPlaces(wish: BookingWish, gathering: Gathering, asker: Asker, at: Instant): ReadPlaces {
  const code = wish.code?.trim() ? codeAt(wish.code, gathering, at) : undefined;
  const lines = wish.places.map((line, index) => {
    const where = `places.${index}`;
    return readLine({ line, where, order: wish, code, gathering, asker, at });
  });
  const places = lines
    .flatMap((line) => line.places)
    .map((place, index) => ({ ...place, id: `${index + 1}` }));
  const complaints = [
    ...lines.flatMap((line) => line.complaints),
    ...whyNoCode(wish, code, gathering),
    ...(wish.places.length ? whyNotSoMany(places, gathering, asker) : [nothingChosen]),
  ];
  const isChanged = lines.some((line) => line.isChanged);
  return { places, isChanged, complaints, ...(code && { discount: code.code }) };
}

const nothingChosen: Complaint = { where: 'places', text: 'Please choose a ticket.' };

interface Line {
  line: WishedPlaces;
  where: string;
  order: BookingWish;
  code: BookingCode | undefined;
  gathering: Gathering;
  asker: Asker;
  at: Instant;
}

type ReadLine = Pick<ReadPlaces, 'places' | 'complaints' | 'isChanged'>;

function readLine(asked: Line): ReadLine {
  const { line, where, code, gathering } = asked;
  const { quantity, names = [], answers = [] } = line;
  const ticket = gathering.text.tickets.find(({ id }) => id === line.ticket);
  const why = whyNoTicket(ticket, asked);
  if (!ticket || why)
    return { ...nothing, complaints: [{ where: `${where}.ticket`, text: why ?? noTicket }] };
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > mostOfOrder)
    return refused(`${where}.quantity`, `One order has from 1 to ${mostOfOrder} places.`);
  if (Math.max(names.length, answers.length) > quantity)
    return refused(`${where}.names`, 'There are more people than places.');
  const { price, ...priced } = readPrice(ticket, asked);
  const people = Array.from({ length: quantity }, (_, person) => readPerson(person, ticket, asked));
  return {
    places: people.map(({ name, answers: given }) => ({
      ...{ id: '', ticket: ticket.id, price, quotas: quotasFor(ticket, code) },
      ...(name && { name }),
      ...(Object.keys(given).length && { answers: given }),
    })),
    isChanged: priced.isChanged,
    complaints: [...priced.complaints, ...people.flatMap(({ complaints }) => complaints)],
  };
}

const nothing: ReadLine = { places: [], complaints: [], isChanged: false };
const refused = (where: string, text: string): ReadLine => ({ ...nothing, complaints: [{ where, text }] });

const noTicket = 'There is no such ticket.';

function whyNoTicket(ticket: Ticket | undefined, { code, gathering, asker, at }: Line): string | undefined {
  if (asker.by !== undefined) return undefined;
  if (!ticket || !isShown(ticket, code)) return noTicket;
  const sale = ticketSale(ticket, gathering.text.timezone, new Date(at));
  if (sale === 'not-yet') return `“${ticket.name}” is not on sale yet.`;
  return sale === 'over' ? `“${ticket.name}” is no longer on sale.` : undefined;
}

function readPrice(
  ticket: Ticket,
  { line, where, code, gathering, asker }: Line,
): { price: number; isChanged: boolean; complaints: Complaint[] } {
  const today: Price = priceOf(ticket, code);
  const { price: named = today.price } = line;
  const { least } = today;
  if (asker.by !== undefined && asker.guest) return { price: 0, isChanged: false, complaints: [] };
  if (least === undefined) return { price: today.price, isChanged: named !== today.price, complaints: [] };
  const isEnough = Number.isSafeInteger(named) && named >= least && named <= mostPrice;
  const { currency } = gathering.text;
  const text =
    Number.isFinite(named) && named > mostPrice
      ? `Please give ${moneyText(mostPrice, currency)} or less.`
      : `Please give ${moneyText(least, currency)} or more.`;
  return {
    price: isEnough ? named : today.price,
    isChanged: false,
    complaints: isEnough ? [] : [{ where: `${where}.price`, text }],
  };
}

/** What nobody pays for a place, in smallest units: a slip of the hand. */
const mostPrice = 100_000_000;

/** One person of a line. */
function readPerson(person: number, ticket: Ticket, { line, where, order, gathering }: Line) {
  const name = readName(line.names?.[person]);
  const asked = { per: 'person' as const, tickets: [ticket.id], ofOrder: order.answers };
  const typed = line.answers?.[person];
  const { questions = [] } = gathering.text;
  const { answers, complaints } = readAnswers(questions, asked, typed, `${where}.answers.${person}`);
  const unnamed = name.ok ? [] : [{ where: `${where}.names.${person}`, text: name.why }];
  return {
    name: name.ok ? name.name : undefined,
    answers,
    complaints: [...complaints, ...unnamed],
  };
}

function whyNoCode(
  { code: typed, places }: BookingWish,
  code: BookingCode | undefined,
  { text }: Gathering,
): Complaint[] {
  if (!typed?.trim()) return [];
  if (!code) return [{ where: 'code', text: 'There is no such code, or its time is over.' }];
  const isUsed = text.tickets.some(
    (ticket) => places.some((one) => one.ticket === ticket.id) && isFor(code, ticket),
  );
  return isUsed ? [] : [{ where: 'code', text: 'This code is for other tickets.' }];
}

function whyNotSoMany(places: readonly Place[], { text }: Gathering, asker: Asker): Complaint[] {
  const quotas = new Set(places.flatMap((place) => place.quotas));
  if (places.length > mostOfOrder || quotas.size > mostQuotas)
    return [{ where: 'places', text: `One order has at most ${mostOfOrder} places. Please make several.` }];
  if (asker.by !== undefined) return [];
  return text.tickets
    .filter((ticket) => places.filter((place) => place.ticket === ticket.id).length > mostOfTicket(ticket))
    .map((ticket) => ({
      where: 'places',
      text: `One order has at most ${mostOfTicket(ticket)} of “${ticket.name}”.`,
    }));
}
