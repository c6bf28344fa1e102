import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { type Export, type ExportFiles, type Exports, linkMinutes, type Messages } from './ports.ts';
import { fileKey, newExport } from './write-export.ts';

export interface Deps {
  exports: Exports;
  results: Pick<ExportFiles, 'link'>;
  messages: Messages;
  clock: Clock;
  ids: Ids;
}

/** Milliseconds after which an export that has not ended is given up. */
const longest = 60 * 60_000;

export type Given =
  | { outcome: 'working' }
  | {
      outcome: 'done';
      links: { url: string; suppressions: string; evidence: string; hashKeys: string; expires: string };
    };

/**
 * The links of the editor's export once it is done, once; else it is begun, or goes on. An export is of the moment at
 * which it was asked for, so that what was fetched is not given again.
 * @param isAsked False for a request that only looks (HEAD): it begins nothing.
 */
export async function giveExport(by: string, isAsked: boolean, deps: Deps): Promise<Given> {
  const found = await deps.exports.find(by);
  const isGoingOn = found && !found.delivered && age(found, deps.clock) < longest;
  if (!isAsked && !(isGoingOn && found.state === 'done')) return { outcome: 'working' };
  if (!isGoingOn) return begin(by, found, deps);
  if (found.state === 'working') {
    if (found.slices === 0) await deps.messages.send({ export: found });
    return { outcome: 'working' };
  }
  const links = await linksOf(found, deps);
  if (isAsked) await deps.exports.advance(found, { ...found, delivered: true });
  return { outcome: 'done', links };
}

const age = ({ startedAt }: Export, clock: Clock): number => clock.now().getTime() - Date.parse(startedAt);

async function begin(by: string, before: Export | undefined, deps: Deps): Promise<Given> {
  const one = newExport(deps.ids.next(), by, deps.clock.now().toISOString());
  if (await deps.exports.start(one, before)) await deps.messages.send({ export: { by, id: one.id } });
  return { outcome: 'working' };
}

async function linksOf(found: Export, { results, clock }: Deps) {
  const [url, suppressions, evidence, hashKeys] = await Promise.all([
    results.link(fileKey(found, 'people')),
    results.link(fileKey(found, 'suppressions')),
    results.link(fileKey(found, 'evidence')),
    results.link(fileKey(found, 'hash-keys')),
  ]);
  const expires = new Date(clock.now().getTime() + linkMinutes * 60_000)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  return { url, suppressions, evidence, hashKeys, expires };
}
