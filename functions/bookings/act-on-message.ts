import * as z from 'zod/mini';
import { documentBackfilled, documentChanged } from '../content/contract/change.ts';
import type { PressFields } from '../content/kinds/press.ts';
import { letterLate, letterWanted, personAsked, personErased } from '../post/contract/letter.ts';
import { type Deps as CopyDeps, copyPress } from '../runtime/press/copy-press.ts';
import type { LifeDeps } from './booking/life.ts';
import { makeMove } from './booking/make-move.ts';
import { readLinksWanted, sendLinks } from './booking/send-links.ts';
import type { ExportFiles, Exports } from './editors/ports.ts';
import { exportWork, removeExports } from './editors/write-export.ts';
import { type Deps as HearDeps, type HeardOf, hearEvent } from './hearing/hear-event.ts';
import { aboutOf } from './letters.ts';
import { prolonged } from './moves/booking-moves.ts';
import { type Deps as AnswerDeps, answerWanted } from './people/answer-wanted.ts';
import { erasePerson } from './people/erase-person.ts';
import { sendPerson } from './people/send-person.ts';
import { settleLine } from './settle-line.ts';

/*
 * What the rest of the press tells this room, and what the room's own functions leave for later. Each message may come
 * twice, late, and after a newer one:
 *
 * | message                   | twice, or late                                                                     |
 * | ------------------------- | ---------------------------------------------------------------------------------- |
 * | a document may be another | it is read as it stands: see `hearing/hear-event.ts`                               |
 * | the press document        | it is read as it stands, a slower copy never stands over a newer one               |
 * | a letter left late        | an offer counts from then: it only grows longer, and what has ended stays ended    |
 * | a letter is wanted again  | its id is given: the outbox has it once                                            |
 * | a person is erased, asked | see `people/`                                                                      |
 * | an export; links          | see `editors/write-export.ts`; the letters' ids follow from the request            |
 * | a deploy has ended        | the press document is copied                                                       |
 */

export type Deps = LifeDeps &
  CopyDeps<PressFields> &
  Omit<HearDeps, 'settle'> &
  AnswerDeps & { exports: Exports; files: ExportFiles };

const envelope = z.object({ 'detail-type': z.string(), detail: z.optional(z.unknown()) });
const document = z.object({ slug: z.string(), id: z.string(), kind: z.string() });
const late = z.object({ room: z.string(), kind: z.string(), about: z.string(), sentAt: z.string() });
const wanted = z.object({
  ...{ letter: z.string(), next: z.string(), room: z.string(), kind: z.string(), about: z.string() },
});
const erased = z.object({ hash: z.string(), at: z.string() });
const asked = z.object({ hash: z.string(), at: z.string(), id: z.string() });

/** @param body JSON: an event of the bus in its envelope, or a message of the room itself. */
export async function actOnMessage(body: string, deps: Deps): Promise<void> {
  const message: unknown = JSON.parse(body);
  const links = readLinksWanted(message);
  if (links) return sendLinks(links, deps);
  const writeFile = exportWork(body, deps);
  return writeFile ? writeFile() : actOnEvent(envelope.parse(message), deps);
}

/** What has another type means that the press document may be another. */
function actOnEvent({ 'detail-type': type, detail }: z.infer<typeof envelope>, deps: Deps): Promise<void> {
  switch (type) {
    case documentChanged:
    case documentBackfilled:
      return hearOf(document.parse(detail), deps);
    case letterLate:
      return prolongOffer(late.parse(detail), deps);
    case letterWanted:
      return answer(wanted.parse(detail), deps);
    case personErased:
      return forget(erased.parse(detail), deps);
    case personAsked:
      return sendPerson(asked.parse(detail), deps);
    default:
      return copyPress(deps);
  }
}

async function hearOf(of: HeardOf & { kind: string }, deps: Deps): Promise<void> {
  if (of.slug === 'press') await copyPress(deps);
  await hearEvent(of, {
    ...deps,
    settle: (gathering) => settleLine(gathering, deps, { once: true, isCounted: true }),
  });
}

const isOurs = ({ room }: { room: string }): boolean => room === 'bookings';

async function answer(detail: z.infer<typeof wanted>, deps: Deps): Promise<void> {
  if (isOurs(detail)) await answerWanted(detail, deps);
}

/** Rows first: an export that read them before is counted with the erasure that follows, and written again. */
async function forget(erasure: z.infer<typeof erased>, deps: Deps): Promise<void> {
  await erasePerson(erasure, deps);
  await removeExports(deps);
}

/** Others were at the rows of the booking all the time: the message comes again. */
class BookingBusy extends Error {
  override readonly name = 'BookingBusy';
}

/** What an offer promises counts from when its letter left. */
async function prolongOffer(detail: z.infer<typeof late>, deps: Deps): Promise<void> {
  const ref = isOurs(detail) && detail.kind === 'offer' ? aboutOf(detail.about) : undefined;
  if (!ref) return;
  const { outcome } = await makeMove(
    ref,
    {
      decide: ({ booking, gathering, at }) => {
        const after = prolonged(booking, { gathering, sentAt: detail.sentAt, at });
        return after && { change: { after } };
      },
    },
    deps,
  );
  if (outcome === 'busy') throw new BookingBusy(ref.code);
}
