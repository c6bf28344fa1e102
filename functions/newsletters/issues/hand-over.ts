import type { CallResult, EntryResult } from './batch.ts';
import type { Stop } from './issue.ts';
import type { Recipient } from './ports.ts';
import type { Settled } from './settle-batch.ts';

/** One mail of a batch: whose, and how SES takes it. */
export interface Outgoing {
  person: string;
  recipient: Recipient;
}

/** How it went with SES, for the people of one claim. */
export interface HandedOver {
  results: Map<string, Settled>;
  /** Why nothing more of the issue is to be sent. */
  stop?: Pick<Stop, 'why' | 'said'>;
  /** SES takes none for now. */
  busy?: 'throttled' | 'quota';
}

/**
 * Hands mails to SES, in one call. One that is refused whole is halved until the addresses are found that it is refused
 * for; refused for each address by itself, it is refused for what all have in common: then nobody has failed, and the issue
 * stops. Once SES took a mail of the issue (`isAccepted`), one address that is refused alone is at fault itself.
 * Nothing is called again: what SES has no answer to is in doubt, and what is not called goes back.
 */
export async function handOver(
  mails: readonly Outgoing[],
  isAccepted: boolean,
  call: (recipients: readonly Recipient[]) => Promise<CallResult>,
): Promise<HandedOver> {
  const handed: HandedOver = { results: new Map() };
  const refused = new Map<string, string>();
  let isAnswered = false;

  const callFor = async (part: readonly Outgoing[]): Promise<void> => {
    if (handed.stop || handed.busy || isInDoubt(handed)) return noteAll(part, notCalled, handed);
    const result = await call(part.map(({ recipient }) => recipient));
    if (result.outcome === 'answered') {
      isAnswered = true;
      for (const [at, { person }] of part.entries()) note(person, result.entries[at] ?? noAnswer, handed);
    } else if (result.outcome !== 'refused') noteAll(part, result, handed);
    else if (part.length > 1) {
      const half = Math.ceil(part.length / 2);
      await callFor(part.slice(0, half));
      await callFor(part.slice(half));
    } else for (const { person } of part) refused.set(person, result.why);
  };

  if (mails.length) await callFor(mails);
  const isOfAll = refused.size === mails.length && (!isAccepted || refused.size > 1);
  if (refused.size && isOfAll)
    handed.stop = { why: 'refused', said: saidOfRefusal([...refused.values()][0]) };
  const areAtFault = !isOfAll && (isAnswered || isAccepted);
  for (const [person, why] of refused)
    handed.results.set(person, areAtFault ? { outcome: 'failed', why } : { outcome: 'back' });
  return handed;
}

type NotAnswered = Exclude<CallResult, { outcome: 'answered' | 'refused' }>;

/** As of a call that SES has no room for. */
const notCalled = { outcome: 'back' } as const;

const noAnswer: EntryResult = { outcome: 'doubt', why: 'NO_RESULT' };

const isInDoubt = ({ results }: HandedOver): boolean =>
  [...results.values()].some(({ outcome }) => outcome === 'doubt');

const noteAll = (part: readonly Outgoing[], result: NotAnswered | typeof notCalled, handed: HandedOver) => {
  for (const { person } of part) note(person, result, handed);
};

function note(person: string, result: EntryResult | typeof notCalled, handed: HandedOver): void {
  switch (result.outcome) {
    case 'throttled':
    case 'quota':
      if (handed.busy !== 'quota') handed.busy = result.outcome;
      handed.results.set(person, { outcome: 'back' });
      return;
    case 'stopped':
      handed.stop = { why: 'mail-service', said: saidOfStop(result.why) };
      handed.results.set(person, { outcome: 'back' });
      return;
    default:
      handed.results.set(person, result);
  }
}

const saidOfStop = (why: string): string =>
  `Amazon SES sends none of it: ${why}. "press doctor mail" says what to do; then resume it.`;

const saidOfRefusal = (why = ''): string =>
  `Amazon SES refuses the mail whoever it is for (${why}), so nobody was sent it. Look at its subject, its sender and its ` +
  'size with "press newsletter preview"; a changed text needs a new document.';
