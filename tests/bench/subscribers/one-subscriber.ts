import type { PressAtWork } from '../a-press.ts';
import type { Units } from '../dynamo-units.ts';
import { median, time } from '../figures.ts';
import { countsOf, keepCounts } from '../keep-counts.ts';
import type { Row } from '../row.ts';
import type { SeenCall } from '../watch-calls.ts';
import { confirmationLink } from './inbox.ts';
import type { Readers } from './readers.ts';

const times = 20;
const warmUps = 10;

/** What functions did for one thing. */
interface Work {
  calls: SeenCall[];
  /** By function: how often it ran, and for how many milliseconds in all. */
  runs: Map<string, { count: number; milliseconds: number }>;
}

/** What one sign-up and its confirmation cost while nothing else happens, and a minute in which nothing is due. */
export async function oneSubscriber(press: PressAtWork, readers: Readers): Promise<Row[]> {
  const all: { joining: Work; confirming: Work }[] = [];
  for (let one = 0; one < warmUps + times; one++) {
    const work = await join(press, readers, `alone-${one}@alone.example`);
    if (one >= warmUps) all.push(work);
  }
  const joinings = all.map(({ joining }) => joining);
  // The largest may have had work of the press itself in between, such as a backfill.
  const middle = [...all].sort((one, other) => sizeOf(one) - sizeOf(other))[times / 2];
  if (middle) keep(middle.joining, middle.confirming, await minute(press));
  const post = parts(joinings, ['NewslettersSignUp']);
  const whole = parts(joinings, ['NewslettersSignUp', 'NewslettersSettleSignUp', 'PostSendLetters']);
  const heard = parts(joinings, ['PostHearFeedback']);
  const confirmed = parts(
    all.map(({ confirming }) => confirming),
    ['NewslettersOpenLink'],
  );
  return [
    {
      what: `one sign-up alone: AWS calls and Lambda time (medians of ${times})`,
      peers: '',
      goal: '',
      measured: `POST ${post}; until the letter has left ${whole}`,
      notes: [
        `What SES reports of the letter: ${heard}. Confirming, the link opened before and after: ${confirmed}.`,
        'Functions are warm; what they keep of secrets and settings has run out, as where few people subscribe.',
      ],
    },
  ];
}

const sizeOf = ({ joining, confirming }: { joining: Work; confirming: Work }): number =>
  joining.calls.length + confirming.calls.length;

async function join(press: PressAtWork, readers: Readers, email: string) {
  const reader = readers.next();
  await advance(press, 'PT10M');
  const joining = await watched(press, async () => {
    const { status } = await readers.signUp(reader, email);
    if (status !== 202) throw new Error(`The press answered a sign-up with ${status}.`);
  });
  const link = await confirmationLink(press, email);
  const confirming = await watched(press, async () => {
    await readers.ask(reader, link);
    const { status } = await readers.press(reader, link);
    if (status !== 303) throw new Error(`The press answered a confirmation with ${status}.`);
    await readers.ask(reader, link);
  });
  return { joining, confirming };
}

/** Functions of the tick are left out: a minute may begin meanwhile. */
async function watched(press: PressAtWork, work: () => Promise<unknown>, tick = false): Promise<Work> {
  await press.forget();
  const isOurs = (name: string) => name !== '' && name.endsWith('ActOnDue') === tick;
  const calls = await press.watching(async () => {
    await work();
    await press.quiet();
  });
  const { functions, runs } = await press.spent();
  const ours = Object.entries(runs).filter(([name]) => isOurs(name));
  return {
    calls: calls.filter(({ caller }) => isOurs(caller)),
    runs: new Map(ours.map(([name, count]) => [name, { count, milliseconds: functions[name] ?? 0 }])),
  };
}

async function minute(press: PressAtWork): Promise<Work> {
  // The log is followed a minute behind: those who joined just now are among what is due.
  for (let before = 0; before < 2; before++) await advance(press, 'PT2M');
  return watched(press, () => advance(press, 'PT1M'), true);
}

/** Moves the press's clock, and waits until what that sets going is done. */
async function advance(press: PressAtWork, duration: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advance: duration });
  const { ok, status } = await fetch(press.clock, { method: 'POST', headers, body });
  if (!ok) throw new Error(`The clock answered with ${status}.`);
  await press.quiet();
}

/** Of some functions, by the ends of their names: medians of their calls and of their time, in words. */
function parts(all: readonly Work[], names: readonly string[]): string {
  const isOf = (name: string) => names.some((one) => name.endsWith(one));
  const calls = all.map((one) => one.calls.filter(({ caller }) => isOf(caller)).length);
  const took = all.map(({ runs }) =>
    [...runs].filter(([name]) => isOf(name)).reduce((sum, [, { milliseconds }]) => sum + milliseconds, 0),
  );
  return `${median(calls)} calls, ${time(median(took))}`;
}

/** For `npm run cost`. */
function keep(joining: Work, confirming: Work, tick: Work): void {
  const [letter, signUp] = [inRoom(joining, 'Post'), inRoom(joining, 'Newsletters')];
  const subscriber = {
    calls: [...signUp.calls, ...confirming.calls],
    runs: new Map([...signUp.runs, ...confirming.runs]),
  };
  keepCounts({
    letter: { of: 'one letter, from the outbox to what SES reports of it', ...counted(letter) },
    subscriber: { of: 'one sign-up and its confirmation, without the letter', ...counted(subscriber) },
    tick: { of: 'one minute in which nothing is due', ...counted(tick) },
  });
}

function inRoom({ calls, runs }: Work, room: string): Work {
  const isOf = (name: string) => name.replace(/^[^-]*-/, '').startsWith(room);
  return {
    calls: calls.filter(({ caller }) => isOf(caller)),
    runs: new Map([...runs].filter(([name]) => isOf(name))),
  };
}

const counted = ({ calls, runs }: Work) => ({
  runs: [...runs.values()].reduce((sum, { count }) => sum + count, 0),
  units: calls.reduce<Units>(
    ({ reads, writes }, { units }) => ({
      reads: reads + (units?.reads ?? 0),
      writes: writes + (units?.writes ?? 0),
    }),
    { reads: 0, writes: 0 },
  ),
  calls: countsOf(calls),
});
