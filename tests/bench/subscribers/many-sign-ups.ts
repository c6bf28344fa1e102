import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PressAtWork } from '../a-press.ts';
import { percentile, time } from '../figures.ts';
import type { SignedUp, SignUpLoad } from '../load/sign-up-often.ts';
import type { Row } from '../row.ts';
import { processorTime } from '../run-program.ts';
import { mails } from './inbox.ts';

/** `SIGN_UPS=500 npm run bench -- post` is for a slow machine. */
const count = Number(process.env.SIGN_UPS ?? 2000);
const atOnce = 50;
/** Beyond those that other parts have taken. */
const firstReader = 100_000;

/** Milliseconds for which the next letter is waited for: the tick takes up, each minute, what the stream left. */
const mostWait = 150_000;

/** Many readers at once, and the letters to all of them. */
export async function manySignUps(press: PressAtWork): Promise<Row[]> {
  await press.forget();
  const before = processorTime(press.pid);
  const began = performance.now();
  const lastLetter = sent(press).then(() => performance.now() - began);
  const signedUp = await signUpAll({ site: press.site, count, atOnce, firstReader });
  const letters = await lastLetter;
  await press.quiet();
  const seconds = processorTime(press.pid) - before;
  await checkLetters(press);
  return [signUpRow(signedUp), { ...letterRow(letters), notes: [await workOf(press, seconds)] }];
}

async function signUpAll(load: SignUpLoad): Promise<SignedUp> {
  const worker = new Worker(new URL('../load/sign-up-often.ts', import.meta.url), { workerData: load });
  const [signedUp]: SignedUp[] = await once(worker, 'message');
  if (!signedUp) throw new Error('The load generator said nothing.');
  if (signedUp.failed) throw new Error(`${signedUp.failed} of ${count} sign-ups failed.`);
  return signedUp;
}

/** Returns once SES was called for the last letter. @throws Error when none has left for a while. */
async function sent(press: PressAtWork): Promise<void> {
  let [letters, changed] = [0, performance.now()];
  while (letters < count) {
    await pause(50);
    const calls = Object.entries(await press.calls());
    const now = calls.reduce((sum, [what, times]) => sum + (what.endsWith('ses:SendEmail') ? times : 0), 0);
    if (now > letters) [letters, changed] = [now, performance.now()];
    else if (performance.now() - changed > mostWait)
      throw new Error(`Of ${count} letters ${letters} have left, and none for ${time(mostWait)}.`);
  }
}

/** @throws Error unless everybody has one. */
async function checkLetters(press: PressAtWork): Promise<void> {
  const all = await mails(press, { limit: count });
  const people = all.flatMap(({ to }) => to).filter((address) => address.endsWith('@load.example'));
  if (people.length !== count || new Set(people).size !== count)
    throw new Error(`${count} people signed up, and ${new Set(people).size} got ${people.length} letters.`);
}

const signUpRow = ({ took, milliseconds }: SignedUp): Row => ({
  what: `${count} sign-ups of ${atOnce} readers at once, while the letters leave`,
  peers: '',
  goal: '',
  measured: `${((count / milliseconds) * 1000).toFixed(0)} sign-ups/s, p50 ${time(percentile(took, 0.5))}, p99 ${time(percentile(took, 0.99))}`,
});

const letterRow = (milliseconds: number): Row => ({
  what: `their ${count} letters, from the first sign-up until the last has left`,
  peers: '',
  goal: 'each once',
  measured: `${((count / milliseconds) * 1000).toFixed(0)} letters/s (${time(milliseconds)}), each once`,
  met: true,
});

/** No Lambda time: a call that waits for one of the few sandboxes of this machine would count as if it ran. */
async function workOf(press: PressAtWork, processor: number): Promise<string> {
  const { deadLetters } = await press.spent();
  const calls = Object.values(await press.calls()).reduce((sum, one) => sum + one, 0);
  return `In this crowd each sign-up took ${(calls / count).toFixed(1)} calls to AWS and ${((processor / count) * 1000).toFixed(1)} ms of processor time; ${deadLetters} dead letters.`;
}
