import type { Letter } from '../../post/contract/letter.ts';
import { capacitiesOf, type Gathering, type Instant, unlimited } from '../gathering.ts';
import type { Count, Line, Move, Quota, QuotaChange } from '../ports.ts';
import { makesOffers } from './serve-line.ts';

export interface GatheringChange {
  /** As it was read; undefined: it is heard of for the first time. */
  before?: Gathering | undefined;
  /** As it shall be; its terms and the names of its quotas are set here. */
  after: Gathering;
  /** All of `before.quotas` and those of the new text that there are, read after the row. */
  quotas: readonly Quota[];
  line: Line;
  /** Places of each quota; else as the text has them. */
  capacities?: ReadonlyMap<string, number>;
  letters?: Letter[];
  at: Instant;
}

/**
 * A gathering changes what one books by: new terms in its row and in all of its quotas, in one transaction, so that no
 * order by the old ones gets through. What capacities gain passes to the line, what they lose goes from `free`, then
 * from `passing`, and the rest is `over`. A quota that the text names no more stays, without a limit: bookings and wishes
 * name it. Where those who wait may get offers that could not before, what is free passes to them first.
 * On `conflict`, `short` or `line` others moved places meanwhile: read anew.
 */
export function gatheringMove(change: GatheringChange): Move {
  const { before, after, quotas, line, letters, at, capacities = capacitiesOf(after.text) } = change;
  const names = [...new Set([...(before?.quotas ?? []), ...capacities.keys()])].sort();
  const row = { ...after, terms: (before?.terms ?? 0) + 1, quotas: names };
  const toLine = after.text.waitingList !== false || line.waiting > 0;
  const mayFit = before !== undefined && servesAnew(before, row, at);
  const reserves = mayFit && line.waiting > 0;
  const changes = names.map((name) => {
    const capacity = capacities.get(name) ?? unlimited;
    const quota = quotas.find((one) => one.name === name);
    return quota
      ? changed(quota, { capacity, toLine, reserves, row })
      : { name, isNew: true as const, add: { capacity, free: capacity }, set: ofRow(row) };
  });
  return {
    ...{ gathering: after.id, at, quotas: changes, row: { ...(before && { before }), after: row } },
    ...(before && {
      line: {
        isRaised: true as const,
        ...(isServed(changes, reserves) && { unsettled: true }),
        ...((!toLine || (mayFit && !reserves)) && { demands: { nobodyWaits: true as const } }),
      },
    }),
    ...(letters?.length && { letters }),
  };
}

const ofRow = ({ state, terms }: Gathering) => ({ isOpen: state === 'open', terms });

const isServed = (changes: readonly QuotaChange[], reserves: boolean): boolean =>
  reserves || changes.some(({ add }) => (add?.passing ?? 0) > 0);

/** Wishes may fit now that did not get what they fit: it was closed or about to start, it kept a strict order, or their
 *  ticket was closed; or it keeps that order, and the ticket of those before them is closed now. */
const servesAnew = (before: Gathering, after: Gathering, at: Instant): boolean =>
  makesOffers(after, at) &&
  (!makesOffers(before, at) ||
    (before.text.passingOver === false && after.text.passingOver !== false) ||
    before.closedTickets.some((ticket) => hasTicket(after, ticket)) ||
    (after.text.passingOver === false && before.text.tickets.some((ticket) => !hasTicket(after, ticket))));

const hasTicket = ({ text }: Gathering, { id }: { id: string }): boolean =>
  text.tickets.some((ticket) => ticket.id === id);

interface Target {
  capacity: number;
  toLine: boolean;
  reserves: boolean;
  row: Gathering;
}

function changed(quota: Quota, { capacity, toLine, reserves, row }: Target): QuotaChange {
  const by = capacity - quota.capacity;
  const { add, exactly } = by > 0 ? raised(quota, by, toLine) : by < 0 ? lowered(quota, -by) : unchanged;
  const free = quota.free + (add.free ?? 0);
  const moves = reserves && free > 0;
  return {
    name: quota.name,
    set: ofRow(row),
    add: moves ? { ...add, free: (add.free ?? 0) - free, passing: (add.passing ?? 0) + free } : add,
    demands: {
      exactly: {
        ...exactly,
        ...(by && { capacity: quota.capacity }),
        ...(moves && { free: quota.free }),
      },
    },
  };
}

interface Change {
  add: Partial<Record<Count, number>>;
  exactly: NonNullable<NonNullable<QuotaChange['demands']>['exactly']>;
}

const unchanged: Change = { add: {}, exactly: {} };

function raised({ over }: Quota, by: number, toLine: boolean): Change {
  const vanish = Math.min(over, by);
  const add = { capacity: by, over: -vanish, [toLine ? 'passing' : 'free']: by - vanish };
  return { add, exactly: { over } };
}

/** Where enough is free or passes, plain arithmetic does: a hot event can be changed. */
function lowered({ free, passing }: Quota, by: number): Change {
  const fromFree = Math.min(free, by);
  const fromPassing = Math.min(passing, by - fromFree);
  const over = by - fromFree - fromPassing;
  const add = { capacity: -by, free: -fromFree, passing: -fromPassing, over };
  return { add, exactly: over ? { free, passing } : {} };
}
