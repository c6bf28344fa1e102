import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';
import { begun } from '../../../../functions/newsletters/issues/issue-moves.ts';
import { pressOf } from '../../../../functions/newsletters/press.ts';
import { ulids } from '../../../../functions/runtime/ids.ts';
import { remembered } from '../../runtime/remembered-log.ts';
import { aPerson } from '../a-person.ts';
import { type aClock, anIssue, type RoomOfIssues } from './fakes.ts';

export const site = 'https://press.example';

/** What the functions of issues need besides the room. `calls`: how many batches a call has time for. */
export function withTime(room: RoomOfIssues, clock: ReturnType<typeof aClock>, calls = 1_000) {
  let left = calls;
  return {
    ...room,
    log: remembered(),
    press: async () => pressOf(undefined, site),
    ids: ulids(clock),
    pause: async (ms: number) => clock.pass(ms),
    hasTime: () => {
      left -= 1;
      return left >= 0;
    },
  };
}

/** So many people on the weekly. */
export function join(room: RoomOfIssues, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const id = `01H${String(at).padStart(4, '0')}`;
    room.audience.put(aPerson({ id, email: `p${at}@example.org`, addressHash: `h${at}` }));
    return id;
  });
}

/** An issue that is being prepared, and its message. */
export async function aBegunIssue(room: RoomOfIssues, members: Partial<Issue> = {}): Promise<Issue> {
  const at = room.clock.now().toISOString();
  const begin = begun(anIssue(members), { wake: 'W0', at });
  if (!begin) throw new Error('It cannot begin');
  await room.issues.write(undefined, begin);
  await room.queue.goOn(begin.id, 'W0');
  return begin;
}
