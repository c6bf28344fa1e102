import { parseAddress } from '../../runtime/people/address.ts';
import { readName } from '../../runtime/people/name.ts';
import type { Complaint } from '../../runtime/problem.ts';
import { type Place, totalOf } from '../booking.ts';
import type { Gathering, Instant } from '../gathering.ts';
import { paymentsOf } from '../moves/booking-moves.ts';
import { type Answers, readAccess, readAnswers, whyTooMuch } from './answers.ts';
import { readPlaces } from './order-places.ts';
import type { Asker, BookingWish } from './wish.ts';

/** What is booked, held or waited for. */
export interface Order {
  name: string;
  places: Place[];
  /** Smallest units. */
  total: number;
  payment: 'transfer' | 'door';
  discount?: string;
  answers?: Answers;
  access: string;
}

export type ReadOrder =
  | { ok: true; order: Order }
  | { ok: false; complaints: Complaint[] }
  /** All is well, but something has another price by now: it has to be asked again. */
  | { ok: false; complaints?: never; changed: Order };

/** An address, or what is wrong with it. */
export function readEmail(
  typed: string,
): { ok: true; email: string; key: string } | { ok: false; complaints: Complaint[] } {
  const read = parseAddress(typed);
  if (!read.ok) return { ok: false, complaints: [{ where: 'email', text: read.why }] };
  return { ok: true, email: read.address, key: read.key };
}

/** Reads what somebody asks for against what there is now. */
export function readOrder(wish: BookingWish, gathering: Gathering, asker: Asker, at: Instant): ReadOrder {
  const { text } = gathering;
  const name = readName(wish.name);
  const { places, discount, isChanged, ...read } = readPlaces(wish, gathering, asker, at);
  const tickets = places.map(({ ticket }) => ticket);
  const asked = { per: 'order' as const, tickets };
  const { answers, ...answered } = readAnswers(text.questions ?? [], asked, wish.answers);
  const { access, ...needs } = readAccess(wish.access);
  const payment = wish.payment ?? paymentsOf(gathering)[0];
  const complaints = [
    ...whyNoName(name),
    ...read.complaints,
    ...answered.complaints,
    ...needs.complaints,
    ...whyNotPaid(payment, gathering),
    ...whyTooMuch({ name, places, answers, access }),
  ];
  if (complaints.length) return { ok: false, complaints };
  const order: Order = {
    ...{ name: (name.ok && name.name) || '', places, total: totalOf({ places }), payment, access },
    ...(discount && { discount }),
    ...(Object.keys(answers).length && { answers }),
  };
  return isChanged ? { ok: false, changed: order } : { ok: true, order };
}

const whyNoName = (name: ReturnType<typeof readName>): Complaint[] => {
  if (!name.ok) return [{ where: 'name', text: name.why }];
  return name.name ? [] : [{ where: 'name', text: 'Please give a name.' }];
};

const whyNotPaid = (payment: Order['payment'], gathering: Gathering): Complaint[] =>
  paymentsOf(gathering).includes(payment)
    ? []
    : [{ where: 'payment', text: `One can pay here by: ${paymentsOf(gathering).join(', ')}.` }];
