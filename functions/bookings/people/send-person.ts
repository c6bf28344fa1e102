import { type Attachment, type Letter, mostAttached, type PersonAsked } from '../../post/contract/letter.ts';
import type { Instant, Press } from '../gathering.ts';
import { letterIdFrom } from '../letter-id.ts';
import { ownDataMail } from '../mails/own-data-mail.ts';
import type { Bookings } from '../ports.ts';
import { type KnownBooking, type KnownDeps, knownOf } from './known-of-person.ts';
import { putLetter } from './put-letter.ts';

/*
 * Who asks what the press knows of them gets this room's part by letter, at the address itself: rooms do not read each
 * other's rows, and nobody else can have it. Letters are known by the request's id:
 *
 * | | |
 * | --- | --- |
 * | the event comes twice | each letter is put once |
 * | the function dies between two letters | the event returns: those that are put are found, the others are put |
 * | the address has no booking | nothing is sent, and whoever asked is not told |
 * | a booking is made or erased in between | the letters tell of what there was at the last look |
 */

export type Deps = KnownDeps & { bookings: Pick<Bookings, 'make'>; press: () => Promise<Press> };

/** Sends all that is known of an address there. @param asked `at`: of the letters. */
export async function sendPerson({ hash, id, at }: PersonAsked, deps: Deps): Promise<void> {
  await putLetters(hash, { at, idOf: (part) => letterIdFrom(id, `bookings ${part}`) }, deps);
}

/** Sends it once more, under the id that `post` gave. Whether there was anything. */
export async function sendPersonAgain(
  hash: string,
  { next, at }: { next: string; at: Instant },
  deps: Deps,
): Promise<boolean> {
  const idOf = (part: number) => (part === 0 ? next : letterIdFrom(next, `bookings ${part}`));
  return putLetters(hash, { at, idOf }, deps);
}

interface Wanted {
  at: Instant;
  idOf(part: number): string;
}

async function putLetters(hash: string, { at, idOf }: Wanted, deps: Deps): Promise<boolean> {
  const found = await knownOf(hash, deps);
  const newest = found.at(-1)?.booking;
  if (!newest) return false;
  const { config } = await deps.press();
  const files = filesOf(found.map(({ known }) => known));
  for (const [part, file] of files.entries()) {
    const letter: Letter = {
      ...{ id: idOf(part), room: 'bookings', kind: ownDataKind, at },
      ...{ to: newest.email, addressHash: hash, about: `person:${hash}` },
      mail: {
        ...ownDataMail(config, { part: part + 1, parts: files.length }),
        attachments: [file],
      },
    };
    await putLetter(letter, newest.gathering, deps);
  }
  return true;
}

const ownDataKind = 'own-data';

/** JSON of as many bookings as one letter carries: nearly always of all. One fits always: see `order/answers.ts`. */
function filesOf(all: readonly KnownBooking[]): Attachment[] {
  const chunks: KnownBooking[][] = [];
  let room = 0;
  for (const one of all) {
    // With its indentation, and as base64.
    const size = Math.ceil((Buffer.byteLength(textOf([one])) * 4) / 3);
    if (!chunks.length || size > room) {
      chunks.push([]);
      room = mostAttached - 1_000;
    }
    chunks.at(-1)?.push(one);
    room -= size;
  }
  return chunks.map((chunk) => ({
    filename: 'bookings.json',
    type: 'application/json',
    base64: Buffer.from(textOf(chunk)).toString('base64'),
  }));
}

const textOf = (bookings: readonly KnownBooking[]): string => `${JSON.stringify({ bookings }, null, 2)}\n`;
