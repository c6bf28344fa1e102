import * as z from 'zod/mini';
import { documentBackfilled, documentChanged } from '../content/contract/change.ts';
import type { PressFields } from '../content/kinds/press.ts';
import {
  addressSuppressed,
  addressUnsuppressed,
  type LetterLate,
  type LetterWanted,
  letterLate,
  letterWanted,
  type NotWantedReason,
} from '../post/contract/letter.ts';
import type { Backoff } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { tokenLife } from '../runtime/people/tokens.ts';
import { type Deps as CopyDeps, copyPress } from '../runtime/press/copy-press.ts';
import type { Announcer } from './editors/ports.ts';
import { findPerson } from './find-person.ts';
import type { HeardOf } from './issues/hear-document.ts';
import { aboutOf, type LetterDeps, letterAgain, namedUntil, withLink } from './letters.ts';
import type { Subscribers } from './ports.ts';
import type { Press } from './press.ts';
import { suppress, unsuppress } from './standing.ts';
import { decideAndWrite } from './write-again.ts';

export interface Deps extends LetterDeps, CopyDeps<PressFields> {
  subscribers: Subscribers;
  announcer: Pick<Announcer, 'letterNotWanted'>;
  press: () => Promise<Press>;
  /** Newsletters and what they carry: `issues/hear-document.ts`. */
  hearDocument: (of: HeardOf) => Promise<void>;
  clock: Clock;
  backoff: Backoff;
}

const instant = z.string();
const envelope = z.object({ 'detail-type': z.string(), detail: z.optional(z.unknown()) });
const suppressed = z.object({
  hash: z.string(),
  why: z.enum(['bounce', 'soft', 'complaint']),
  scope: z.enum(['all', 'newsletters']),
  at: instant,
});
const unsuppressedDetail = z.object({ hash: z.string(), at: instant });
const late = z.object({ letter: z.string(), about: z.string(), sentAt: instant });
const document = z.object({ slug: z.string(), id: z.string(), kind: z.string() });
const wanted = z.object({ letter: z.string(), next: z.string(), about: z.string() });

/** Acts on an event of the bus; each may come twice, late, and after a newer one. What has another type means that the
 *  press document may be another: it is read as it stands. */
export async function actOnMessage(body: string, deps: Deps): Promise<void> {
  const { 'detail-type': type, detail } = envelope.parse(JSON.parse(body));
  switch (type) {
    case addressSuppressed:
      return suppress(suppressed.parse(detail), deps);
    case addressUnsuppressed:
      return unsuppress(unsuppressedDetail.parse(detail), deps);
    case letterLate:
      return prolong(late.parse(detail), deps);
    case letterWanted:
      return answerWanted(wanted.parse(detail), deps);
    case documentChanged:
    case documentBackfilled:
      return hearOf(document.parse(detail), deps);
    default:
      return copyPress(deps);
  }
}

/** The copy first: newsletters go by what the press document says. */
async function hearOf(of: HeardOf, deps: Deps): Promise<void> {
  if (of.slug === 'press') await copyPress(deps);
  await deps.hearDocument(of);
}

/** What the letter promises counts from when it left. */
async function prolong({ about, sentAt }: Pick<LetterLate, 'about' | 'sentAt'>, deps: Deps): Promise<void> {
  const letter = aboutOf(about);
  if (!letter || !('token' in letter)) return;
  const expiresAt = new Date(Date.parse(sentAt) + tokenLife).toISOString();
  await nameLonger(letter.token, expiresAt, deps);
  await deps.subscribers.prolong(letter.token, expiresAt);
}

/** The person's row names the link for as long as the link is known: an erasure finds it there. */
async function nameLonger(hash: string, expiresAt: string, deps: Deps): Promise<void> {
  const until = namedUntil(expiresAt);
  await decideAndWrite(deps, async () => {
    const token = await deps.subscribers.token(hash);
    const person = token && !token.usedAt ? await findPerson(deps.subscribers, token.person) : undefined;
    const isShorter = person?.tokens.some((one) => one.hash === hash && one.until < until);
    if (!person || !isShorter) return { result: undefined };
    const tokens = person.tokens.map((one) => (one.hash === hash ? { hash, until } : one));
    const at = deps.clock.now().toISOString();
    return { result: undefined, write: { at, people: [{ before: person, after: { ...person, tokens } }] } };
  });
}

/** Answers also where no letter is sent again: `post` would wait for it, and the editor is shown why. */
async function answerWanted(
  { letter, next, about }: Pick<LetterWanted, 'letter' | 'next' | 'about'>,
  deps: Deps,
): Promise<void> {
  const why = await composeAgain(next, about, deps);
  if (why) await deps.announcer.letterNotWanted({ letter, next, why });
}

/** Under the id that `post` gave, so that the event may come twice. @returns why there is nothing to send. */
async function composeAgain(next: string, about: string, deps: Deps): Promise<NotWantedReason | undefined> {
  const of = aboutOf(about);
  if (!of || !('token' in of)) return 'gone';
  const { result } = await decideAndWrite<NotWantedReason | undefined>(deps, async () => {
    const token = await deps.subscribers.token(of.token);
    const person = token && !token.usedAt ? await findPerson(deps.subscribers, token.person) : undefined;
    const at = deps.clock.now().toISOString();
    const isTheirs = person?.id === token?.person && person?.addressHash === token?.addressHash;
    const again =
      person && token && isTheirs
        ? letterAgain({ press: await deps.press(), person, at }, token, deps)
        : undefined;
    if (!again || !person) return { result: token?.usedAt ? 'used' : 'gone' };
    const linked = withLink(person, again.token, at);
    return {
      result: undefined,
      write: {
        ...{ at, people: [{ before: person, after: linked.person }], tokens: [again.token] },
        ...{ removesTokens: linked.old, letters: [{ ...again.letter, id: next }] },
      },
    };
  });
  return result;
}
