import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listDoubts } from '../../../../functions/post/letters/handle-doubts.ts';
import type { OutboxLetter } from '../../../../functions/post/letters/outbox-letter.ts';
import { times } from '../../../times.ts';
import { aLetter } from '../a-letter.ts';
import { MemoryPost } from '../memory-post.ts';
import { type Crash, type MailWeather, PostOffice } from './a-post-office.ts';

/** What happens, by the numbers of letters and reports there are by then. */
type Step =
  | { do: 'put'; ceiling: boolean }
  | { do: 'stream'; letters: number[]; crash?: Crash }
  | { do: 'tick'; crash?: Crash }
  | { do: 'hear'; report: number; lose: boolean; crash?: Crash }
  | { do: 'resend' | 'close'; letter: number; crash?: Crash }
  | { do: 'wishes' }
  | { do: 'sender'; there: boolean }
  | { do: 'wait'; seconds: number };

const crash = fc.option(fc.record({ at: fc.integer({ min: 1, max: 14 }), after: fc.boolean() }), {
  nil: undefined,
  freq: 2,
});
const number = fc.nat(9);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), ceiling: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('stream' as const),
      letters: fc.array(number, { maxLength: 4 }),
      crash,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tick' as const), crash }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('hear' as const), report: number, lose: fc.boolean(), crash }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('resend' as const, 'close' as const), letter: number, crash }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'wishes' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sender' as const), there: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      seconds: fc.constantFrom(1, 60, 130, 3_600, 31 * 86_400),
    }),
  },
);

const weather = fc.constantFrom<MailWeather>(
  'fine',
  'fine',
  'lost',
  'unheard',
  'throttled',
  'over-quota',
  'account',
  'refused',
);

/** Steps of one wave run at once. */
const anyLife = fc.record({
  waves: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
  weather: fc.array(weather, { maxLength: 20 }),
  scheduler: fc.scheduler(),
});

const sender = 'The Lantern <post@lantern.example>';

async function live(
  office: PostOffice,
  { waves, weather, scheduler }: typeof anyLife extends fc.Arbitrary<infer L> ? L : never,
) {
  const letters: string[] = [];
  const put = (ceiling: boolean) => {
    const id = office.ids.next();
    letters.push(id);
    office.room.put(aLetter({ id, ceiling, at: office.now.toISOString() }));
  };
  const take = async (one: Step): Promise<void> => {
    switch (one.do) {
      case 'put':
        return put(one.ceiling);
      case 'stream':
        return office.stream(
          one.letters.flatMap((at) => letters[at] ?? []),
          one.crash,
        );
      case 'tick':
        return office.tick(one.crash);
      case 'hear': {
        const report = office.reports[one.report];
        if (report && one.lose) office.reports.splice(one.report, 1);
        return report && !one.lose ? office.hear(report, one.crash) : undefined;
      }
      case 'resend':
      case 'close':
        return office[one.do](letters[one.letter] ?? '', one.crash);
      case 'wishes':
        return office.answerWishes();
      case 'sender':
        return office.press({ sender: one.there ? sender : undefined, ceiling: 2 });
      case 'wait':
        return office.advance(one.seconds * 1000);
    }
  };
  await office.press({ sender, ceiling: 2 });
  put(false);
  office.weather = weather;
  office.turn = () => scheduler.schedule(Promise.resolve());
  for (const wave of waves) await scheduler.waitFor(Promise.all(wave.map(take)));
  office.turn = async () => undefined;
}

/** The weather clears, and nobody dies any more. */
async function settle(office: PostOffice): Promise<void> {
  office.weather = [];
  await office.press({ sender, ceiling: 2 });
  office.answerWishes();
  for (let n = 0; n < 30; n++) {
    office.advance(30 * 60_000);
    await office.tick();
  }
}

const rows = (office: PostOffice): OutboxLetter[] => [...office.room.letters.values()];
const takenOf = (office: PostOffice, id: string): number => office.taken.get(id)?.length ?? 0;

/** Letters that SES has more than once. */
const doubled = (office: PostOffice): string[] =>
  rows(office).flatMap(({ id }) => (takenOf(office, id) > 1 ? id : []));

const anyRun = { numRuns: times(100) };

it('each letter is sent once, or has failed, or stands in doubt by name, whatever happens', async () => {
  const checked = fc.asyncProperty(anyLife, async (life) => {
    const office = new PostOffice();
    await live(office, life);
    expect(doubled(office)).toEqual([]);
    await settle(office);
    expect(doubled(office)).toEqual([]);
    const doubts = await allDoubts(office);
    for (const { id, state, to, mail, messageId } of rows(office)) {
      switch (state) {
        case 'sent':
          expect([takenOf(office, id), to, mail]).toEqual([1, undefined, undefined]);
          expect(messageId).toBeDefined();
          break;
        case 'failed':
          expect([takenOf(office, id), to, mail]).toEqual([0, undefined, undefined]);
          break;
        case 'doubt':
          expect(doubts).toContain(id);
          break;
        case 'resent':
        case 'closed':
          expect([to, mail]).toEqual([undefined, undefined]);
          break;
        default:
          expect.unreachable(`${id} is still ${state}`);
      }
    }
  });
  await fc.assert(checked, anyRun);
}, 300_000);

it('what SES reports settles every doubt about a letter that left, whenever it comes and however often', async () => {
  const checked = fc.asyncProperty(anyLife, async (life) => {
    const office = new PostOffice();
    const kept = life.waves.map((wave) =>
      wave.map((one) => (one.do === 'hear' ? { ...one, lose: false } : one)),
    );
    await live(office, { ...life, waves: kept });
    await settle(office);
    for (const report of [...office.reports, ...office.reports]) await office.hear(report);
    for (const { id, state } of rows(office))
      if (takenOf(office, id)) expect(['sent', 'resent', 'closed']).toContain(state);
  });
  await fc.assert(checked, anyRun);
}, 300_000);

it('a room whose letter left late hears of it', async () => {
  const checked = fc.asyncProperty(anyLife, async (life) => {
    const office = new PostOffice();
    await live(office, life);
    await settle(office);
    const announced = new Set(
      office.events.flatMap(({ type, detail }) => (type === 'Letter Late' ? detail.letter : [])),
    );
    for (const { id, state, at, sentAt = '' } of rows(office)) {
      if (state !== 'sent') continue;
      expect(announced.has(id)).toBe(Date.parse(sentAt) - Date.parse(at) > 5 * 60_000);
    }
  });
  await fc.assert(checked, anyRun);
}, 300_000);

it('without the condition of the claim letters double', async () => {
  const checked = fc.asyncProperty(anyLife, async (life) => {
    const room = new MemoryPost();
    const { replace } = room.outbox;
    room.outbox.replace = async (seen, next) =>
      replace(
        next.state === 'claimed' ? { ...seen, version: room.letters.get(seen.id)?.version } : seen,
        next,
      );
    const office = new PostOffice(room);
    await live(office, life);
    expect(doubled(office)).toEqual([]);
  });
  const { failed } = await fc.check(checked, { numRuns: 2_000 });
  expect(failed).toBe(true);
}, 300_000);

async function allDoubts(office: PostOffice): Promise<string[]> {
  const found: string[] = [];
  let after: string | null | undefined;
  do {
    const page: Awaited<ReturnType<typeof listDoubts>> = await listDoubts(
      { limit: 2, after: after ?? undefined },
      { outbox: office.room.outbox },
    );
    found.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after);
  return found;
}
