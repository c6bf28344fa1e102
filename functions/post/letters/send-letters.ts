import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Counter } from '../../runtime/metrics.ts';
import { senderOf } from '../../runtime/people/sender.ts';
import type { PressCopy } from '../../runtime/press/copy-press.ts';
import { letterLate } from '../contract/letter.ts';
import { metricNames } from '../contract/metric-names.ts';
import type { AddressBook, Announcer, HourlyCeiling, MailAnswer, Mailer, Outbox } from '../ports.ts';
import { isOfErased, stopsLetters } from '../suppressions/address-marks.ts';
import { type ReplayDeps, replaySuppressions } from '../suppressions/replay-suppressions.ts';
import { outgoing, type PressSettings } from './letter-mail.ts';
import {
  announcedAsLate,
  claimed,
  emptied,
  failed,
  inDoubt,
  type OutboxLetter,
  postponed,
  retryTime,
  sent,
  stepFor,
} from './outbox-letter.ts';

export interface SendDeps extends ReplayDeps {
  outbox: Outbox;
  addresses: AddressBook;
  ceiling: HourlyCeiling;
  settings: Pick<PressCopy<PressSettings>, 'read'>;
  mailer: Mailer;
  announcer: Announcer;
  clock: Clock;
  /** Origin of the site. */
  site: string;
  log: Log;
  counter: Counter;
  /** From 0 to 1 (exclusive). */
  random: () => number;
  /** Waits so many milliseconds. */
  pause: (milliseconds: number) => Promise<unknown>;
  /** Whether the call has time for another round: a letter must not be claimed by a function that ends before it has
   *  written what became of it. */
  hasTime: () => boolean;
}

/**
 * Does what is due about these letters: sends those that wait, puts claims past their leases in doubt, announces what
 * left late. Whatever it does not get to stays due, and the tick calls it again. May be called with the same letters
 * twice, and by several functions at once.
 */
export async function sendLetters(ids: readonly string[], deps: SendDeps): Promise<void> {
  if (!ids.length) return;
  await replaySuppressions(deps);
  const press = await deps.settings.read();
  await inRounds([...new Set(ids)], deps, press);
}

/** `busy`: SES takes no more at this rate. `closed`: SES takes none from us for now. */
type Outcome = 'sent' | 'nothing' | 'busy' | 'closed' | 'doubt';

const mostAtOnce = 8;

/** Milliseconds: SES's rate is one of mails a second. */
const pauseWhenBusy = 1_000;

/** So many doubts one after the other, and SES is down: each further try would be one more. */
const mostDoubts = 3;

/** Begins with one letter, and widens while SES takes them: when it does not, few letters are in its hands. Once it
 *  takes none, what else is due goes on. */
async function inRounds(
  ids: readonly string[],
  deps: SendDeps,
  press: PressSettings | undefined,
): Promise<void> {
  let [width, most, doubts, isOpen] = [1, mostAtOnce, 0, true];
  for (let at = 0; at < ids.length && deps.hasTime(); ) {
    const round = ids.slice(at, at + width);
    at += round.length;
    const work = (id: string) => guarded(id, isOpen, press, deps);
    const outcomes = await mapConcurrently(round, { concurrency: width }, work);
    doubts = outcomes.includes('sent') ? 0 : doubts + outcomes.filter((one) => one === 'doubt').length;
    isOpen &&= doubts < mostDoubts && !outcomes.includes('closed');
    if (outcomes.includes('busy')) {
      most = 1;
      await deps.pause(pauseWhenBusy);
    }
    width = outcomes.includes('doubt') ? 1 : Math.min(most, width * 2);
  }
}

/** One letter's fault is not the others'. Its row stays as it is, and due. */
async function guarded(
  id: string,
  isOpen: boolean,
  press: PressSettings | undefined,
  deps: SendDeps,
): Promise<Outcome> {
  try {
    const letter = await deps.outbox.read(id);
    return letter ? await act(letter, isOpen, press, deps) : 'nothing';
  } catch (error) {
    deps.log.error('A letter stays where it was, and is taken up again', { letter: id, error });
    return 'nothing';
  }
}

async function act(
  letter: OutboxLetter,
  isOpen: boolean,
  press: PressSettings | undefined,
  deps: SendDeps,
): Promise<Outcome> {
  const now = deps.clock.now();
  switch (stepFor(letter, now)) {
    case 'send':
      return isOpen ? send(letter, press, deps) : 'nothing';
    case 'doubt':
      await deps.outbox.replace(letter, inDoubt(letter, now));
      return 'nothing';
    case 'announce':
      await announceLate(letter, deps);
      return 'nothing';
    case 'empty':
      await deps.outbox.replace(letter, emptied(letter));
      return 'nothing';
    case undefined:
      return 'nothing';
  }
}

/** Everything that can keep it from leaving comes before the claim: what happens after it may be a doubt. */
async function send(
  letter: OutboxLetter,
  press: PressSettings | undefined,
  deps: SendDeps,
): Promise<Outcome> {
  const { outbox, clock, counter } = deps;
  if (!press) {
    counter.count(metricNames.held);
    return 'closed';
  }
  const marks = await deps.addresses.marks(letter.addressHash);
  const end = isOfErased(letter, marks) ? 'erased' : stopsLetters(marks) ? 'suppressed' : undefined;
  const mail = outgoing(letter, letter.attempt + 1, senderOf(press.sender, deps.site), press);
  if (end || !mail) {
    if (!end) counter.count(metricNames.refused);
    await outbox.replace(letter, failed(letter, end ?? 'invalid', clock.now()));
    return 'nothing';
  }
  const slot = await slotOf(letter, press, deps);
  if (slot !== undefined && Date.parse(slot) > clock.now().getTime()) {
    counter.count(metricNames.aboveCeiling);
    const until = new Date(Date.parse(slot) + deps.random() * hour);
    await outbox.replace(letter, postponed(letter, 'ceiling', until, slot));
    return 'nothing';
  }
  const held = await outbox.replace(letter, claimed(letter, clock.now(), slot));
  if (!held) return 'nothing';
  return settle(held, await deps.mailer.send(mail), deps);
}

const hour = 60 * 60_000;

/** The hour that counts the letter; undefined where nothing is counted. It is counted once. */
const slotOf = async (letter: OutboxLetter, press: PressSettings, deps: SendDeps) =>
  letter.ceiling ? (letter.slot ?? (await deps.ceiling.take(press.ceiling, deps.clock.now()))) : undefined;

/** Writes what SES answered. The row may be another meanwhile: SES's own event has settled it, or its lease was over. */
async function settle(held: OutboxLetter, answer: MailAnswer, deps: SendDeps): Promise<Outcome> {
  const { outbox, clock, counter } = deps;
  for (let seen: OutboxLetter | undefined = held; seen; seen = await outbox.read(held.id)) {
    const isOurs = seen.attempt === held.attempt && (seen.state === 'claimed' || seen.state === 'doubt');
    if (!isOurs) break;
    const written = await outbox.replace(seen, answered(seen, answer, deps));
    if (!written) continue;
    await announceLate(written, deps);
    break;
  }
  switch (answer.outcome) {
    case 'later':
      if (answer.why === 'account') counter.count(metricNames.held);
      return answer.why === 'throttled' ? 'busy' : 'closed';
    case 'unknown':
      deps.log.warn('A letter is in doubt', { letter: held.id, attempt: held.attempt, at: clock.now() });
      return 'doubt';
    case 'refused':
      if (answer.why !== 'address') counter.count(metricNames.refused);
      return 'nothing';
    case 'sent':
      return 'sent';
  }
}

function answered(letter: OutboxLetter, answer: MailAnswer, { clock, random }: SendDeps): OutboxLetter {
  const now = clock.now();
  switch (answer.outcome) {
    case 'sent':
      return sent(letter, answer.messageId, now);
    case 'refused':
      return failed(letter, answer.why, now);
    case 'later':
      return postponed(letter, answer.why, retryTime(letter, answer.why, now, random()));
    case 'unknown':
      return letter.state === 'doubt' ? letter : inDoubt(letter, now);
  }
}

/** Notifies the room of a letter that left late, at least once. */
async function announceLate(
  letter: OutboxLetter,
  { outbox, announcer }: Pick<SendDeps, 'outbox' | 'announcer'>,
): Promise<void> {
  if (!letter.late || !letter.sentAt) return;
  const { id, room, kind, about, sentAt } = letter;
  await announcer.announce({ type: letterLate, detail: { letter: id, room, kind, about, sentAt } });
  await outbox.replace(letter, announcedAsLate(letter));
}
