import type { PressAtWork } from '../a-press.ts';
import { median, time } from '../figures.ts';
import type { Row } from '../row.ts';
import { confirmationLink, mails } from './inbox.ts';
import type { Readers } from './readers.ts';

const tries = 200;
const warmUps = 20;
/** Of each kind but new ones. */
const addresses = 10;
/** Rounds of four that one reader makes: a connection is opened in the first try of each fourth round. */
const roundsOfReader = 4;

const kinds = ['new', 'known', 'pending', 'suppressed'] as const;
type Kind = (typeof kinds)[number];

const addressOf: Record<Kind, (number: number) => string> = {
  new: (number) => `new-${number}@answers.example`,
  known: (number) => `known-${number % addresses}@answers.example`,
  pending: (number) => `pending-${number % addresses}@answers.example`,
  suppressed: (number) => `bounce+${number % addresses}@simulator.amazonses.com`,
};

/** Whether the time of an answer tells what is known of an address. */
export async function answerTimes(press: PressAtWork, readers: Readers): Promise<Row[]> {
  await prepare(press, readers);
  const before = await letters(press);
  const took: Record<Kind, number[]> = { new: [], known: [], pending: [], suppressed: [] };
  for (let round = 0, reader = 0; round < warmUps + tries; round++) {
    if (round % roundsOfReader === 0) reader = readers.next();
    for (const kind of rotated(round)) {
      const { status, milliseconds } = await readers.signUp(reader, addressOf[kind](round));
      if (status !== 202)
        throw new Error(`The press answered a sign-up of a ${kind} address with ${status}.`);
      // What comes of one sign-up shall not slow down the next.
      await press.quiet();
      if (round >= warmUps) took[kind].push(milliseconds);
    }
  }
  const after = await letters(press);
  if (after.known !== before.known || after.suppressed !== before.suppressed)
    throw new Error('Known or suppressed addresses got letters: they are not what they should be.');
  return [rowOf(took)];
}

/** Each kind is as often the first as the others are. */
const rotated = (round: number): Kind[] => {
  const first = round % kinds.length;
  return [...kinds.slice(first), ...kinds.slice(0, first)];
};

function rowOf(took: Record<Kind, number[]>): Row {
  const medians = kinds.map((kind) => median(took[kind]));
  const [fastest, slowest] = [Math.min(...medians), Math.max(...medians)];
  const apart = slowest / fastest - 1;
  return {
    what: `answer to a sign-up, by what is known of the address (medians of ${tries} interleaved tries)`,
    peers: '',
    goal: 'within 10 % of each other',
    measured: `${kinds.map((kind, at) => `${kind} ${time(medians[at] ?? Number.NaN)}`).join(', ')}: ${(apart * 100).toFixed(1)} % apart`,
    met: apart <= 0.1,
  };
}

async function prepare(press: PressAtWork, readers: Readers): Promise<void> {
  for (let number = 0; number < addresses; number++) {
    const reader = readers.next();
    for (const kind of ['known', 'pending', 'suppressed'] as const)
      await readers.signUp(reader, addressOf[kind](number));
  }
  await press.quiet();
  const reader = readers.next();
  for (let number = 0; number < addresses; number++)
    await readers.press(reader, await confirmationLink(press, addressOf.known(number)));
  await press.quiet();
}

/** How many have come to addresses of a kind. */
async function letters(press: PressAtWork): Promise<{ known: number; suppressed: number }> {
  const count = async (kind: Kind) => {
    let sum = 0;
    for (let number = 0; number < addresses; number++)
      sum += (await mails(press, { to: addressOf[kind](number), limit: 100 })).length;
    return sum;
  };
  return { known: await count('known'), suppressed: await count('suppressed') };
}
