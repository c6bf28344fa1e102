import type { Gathering } from '../../../functions/bookings/gathering.ts';
import { unlimited } from '../../../functions/bookings/gathering.ts';
import { quotasOfTicket } from '../../../functions/bookings/sale.ts';
import { aPress } from './a-gathering.ts';
import { MemoryBookings } from './memory-bookings.ts';

/** The clock of a desk, which tests set. */
export class SetClock {
  at: string;
  constructor(at = '2027-03-01T12:00:00.000Z') {
    this.at = at;
  }
  now = () => new Date(this.at);
}

/** Capacities of a gathering's quotas, by name. */
function capacities({ text }: Gathering): Map<string, number> {
  const names = new Set(text.tickets.flatMap(quotasOfTicket));
  const own = new Map([
    ['all', text.capacity ?? unlimited],
    ...text.tickets.map(({ id, places }): [string, number] => [`ticket:${id}`, places ?? 0]),
    ...(text.quotas ?? []).map(({ name, places }): [string, number] => [`quota:${name}`, places]),
    ...(text.codes ?? []).flatMap(({ code, places }): [string, number][] =>
      places === undefined ? [] : [[`code:${code.toLowerCase()}`, places]],
    ),
  ]);
  const codes = [...own.keys()].filter((name) => name.startsWith('code:'));
  return new Map(['all', ...names, ...codes].map((name) => [name, own.get(name) ?? 0]));
}

/** Puts an event on sale, as its document's hearing does. */
export async function putOnSale(bookings: MemoryBookings, gathering: Gathering): Promise<void> {
  const outcome = await bookings.make({
    gathering: gathering.id,
    at: '2027-01-01T00:00:00.000Z',
    row: { after: { ...gathering, quotas: [...capacities(gathering).keys()] } },
    quotas: [...capacities(gathering)].map(([name, capacity]) => ({
      name,
      isNew: true,
      add: { capacity, free: capacity },
      set: { isOpen: gathering.state === 'open', terms: gathering.terms },
    })),
  });
  if (outcome.outcome !== 'done') throw new Error(`The event is not on sale: ${outcome.outcome}`);
}

/** Places that somebody took, as of a quota that nobody books by name. */
export async function take(bookings: MemoryBookings, gathering: string, quotas: Record<string, number>) {
  const outcome = await bookings.make({
    gathering,
    at: '2027-01-02T00:00:00.000Z',
    quotas: Object.entries(quotas).map(([name, count]) => ({ name, add: { free: -count, booked: count } })),
  });
  if (outcome.outcome !== 'done') throw new Error(`The places are not taken: ${outcome.outcome}`);
}

export function aReadersDesk() {
  const bookings = new MemoryBookings();
  const clock = new SetClock();
  return { bookings, clock, press: async () => aPress };
}
