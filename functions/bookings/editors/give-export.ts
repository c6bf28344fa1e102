import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { demandGathering, type FindDeps } from './find-gathering.ts';
import { type Export, type ExportFiles, type ExportMessages, type Exports, linkMinutes } from './ports.ts';
import { second } from './shown-booking.ts';
import { fileKey } from './write-export.ts';

export interface Deps extends FindDeps {
  exports: Pick<Exports, 'find' | 'write' | 'erasures'>;
  files: Pick<ExportFiles, 'link'>;
  messages: ExportMessages;
  clock: Clock;
  ids: Ids;
}

/** Milliseconds after which an export that has not ended is given up, and for which a file is given. */
const longest = 60 * 60_000;

export type Given = { outcome: 'working' } | { outcome: 'done'; link: { url: string; expires: string } };

/**
 * The link to the attendees of an event once it is written, once; else it is begun, or goes on. A file is of the moment at
 * which it was asked for, so that what was fetched is not given again.
 * @param isAsked False for a request that only looks (HEAD): it begins nothing.
 * @throws Problem (404)
 */
export async function giveAttendees(
  slug: string,
  { subject, isAsked }: { subject: string; isAsked: boolean },
  deps: Deps,
): Promise<Given> {
  const { id } = await demandGathering(slug, deps);
  const by = `${subject}/${id}`;
  const found = await deps.exports.find(by);
  const isGoingOn = found && (await goesOn(found, deps));
  if (isGoingOn && found.state === 'done') return deliver(found, isAsked, deps);
  if (!isAsked) return { outcome: 'working' };
  if (!isGoingOn) return begin({ by, gathering: id }, found, deps);
  // Its message may never have left; of one that has, the second finds nothing to do.
  if (ageOf(found, deps.clock) > untilAgain) await deps.messages.send({ export: { by, id: found.id } });
  return { outcome: 'working' };
}

/** The file of one that was done before an erasure is gone. */
const goesOn = async (found: Export, { exports, clock }: Deps): Promise<boolean> =>
  !found.delivered &&
  ageOf(found, clock) < longest &&
  (found.state === 'working' || found.erasures === (await exports.erasures()));

/** Milliseconds after which a message is sent again. */
const untilAgain = 15_000;

const ageOf = ({ startedAt }: Export, clock: Clock): number => clock.now().getTime() - Date.parse(startedAt);

async function begin(
  { by, gathering }: Pick<Export, 'by' | 'gathering'>,
  before: Export | undefined,
  deps: Deps,
): Promise<Given> {
  const one: Export = {
    ...{ id: deps.ids.next(), by, gathering, startedAt: deps.clock.now().toISOString(), state: 'working' },
    ...{ erasures: await deps.exports.erasures(), writes: (before?.writes ?? 0) + 1 },
  };
  if (await deps.exports.write(before, one)) await deps.messages.send({ export: { by, id: one.id } });
  return { outcome: 'working' };
}

async function deliver(found: Export, isAsked: boolean, { exports, files, clock }: Deps): Promise<Given> {
  const expires = second(new Date(clock.now().getTime() + linkMinutes * 60_000).toISOString());
  const link = { url: await files.link(fileKey(found)), expires };
  if (isAsked) await exports.write(found, { ...found, delivered: true, writes: found.writes + 1 });
  return { outcome: 'done', link };
}
