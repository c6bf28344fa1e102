import { attempts } from '../../../../functions/bookings/booking/attempts.ts';
import { lately } from '../../../../functions/bookings/booking/lately.ts';
import type { EventText, Gathering } from '../../../../functions/bookings/gathering.ts';
import { capacitiesOf } from '../../../../functions/bookings/gathering.ts';
import { gatheringMove } from '../../../../functions/bookings/moves/change-gathering.ts';
import { newBookingCode } from '../../../../functions/bookings/order/codes.ts';
import { ulids } from '../../../../functions/runtime/ids.ts';
import { memoryKeys } from '../../runtime/people/memory-keys.ts';
import { MemoryLimits } from '../../runtime/people/memory-limits.ts';
import { aGathering, aPress, aText } from '../a-gathering.ts';
import { MemoryBookings } from '../memory-bookings.ts';

/** Subject of an editor's token. */
export const edda = 'b2a54474-60d1-70d8-2f5e-5b0c2d3e4f51';

/** An event on sale, with an editor before it. */
export async function anEditorsDesk(text: Partial<EventText> = {}) {
  let now = Date.parse('2027-03-05T12:00:00.000Z');
  const clock = { now: () => new Date(now) };
  const bookings = new MemoryBookings();
  const after = aGathering({ text: { ...aText, ...text } });
  const { id } = after;
  const none = { quotas: [], line: await bookings.line(id), at: clock.now().toISOString() };
  await bookings.make(gatheringMove({ ...none, after, capacities: capacitiesOf(after.text) }));
  const deps = {
    ...{ bookings, clock, attempts, ids: ulids(clock), keys: memoryKeys(), press: async () => aPress },
    ...{ limits: new MemoryLimits(clock), newCode: newBookingCode, backoff: async () => undefined },
    ...{ lately: lately(clock), log: { error: () => undefined } },
    gathering: (known: string) => bookings.gathering(known),
  };
  const row = async () => (await bookings.gathering(id)) ?? after;
  return {
    ...{ deps, bookings, row },
    kinds: () => bookings.letters.map(({ kind }) => kind),
    quota: async (name: string) => (await bookings.quotas(id, [name]))[0],
    /** What hearing a document does, and the quotas with it. */
    async change(changes: (before: Gathering) => Gathering) {
      const before = await row();
      const [quotas, line] = await Promise.all([bookings.quotas(id, before.quotas), bookings.line(id)]);
      const at = clock.now().toISOString();
      await bookings.make(gatheringMove({ before, after: changes(before), quotas, line, at }));
    },
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}
