import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import {
  type Export,
  type ExportedFile,
  type ExportFiles,
  type Exports,
  linkMinutes,
  type Messages,
} from './ports.ts';
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

export type Given<Links> = { outcome: 'working' } | { outcome: 'done'; links: Links };

interface Asked {
  /** Whose export it is, as its row names them. */
  by: string;
  issue?: string;
  isAsked: boolean;
}

/** The links of the editor's export of all subscribers.
 *  @param isAsked False for a request that only looks (HEAD): it begins nothing. */
export const giveExport = (by: string, isAsked: boolean, deps: Deps) =>
  give({ by, isAsked }, deps, async (found) => ({
    url: await linkOf(found, 'people', deps),
    suppressions: await linkOf(found, 'suppressions', deps),
    evidence: await linkOf(found, 'evidence', deps),
    hashKeys: await linkOf(found, 'hash-keys', deps),
  }));

/** The link of the editor's export of an issue's ledger. @param issue Its id. */
export const giveLedger = (issue: string, by: string, isAsked: boolean, deps: Deps) =>
  give({ by: `${by}/${issue}`, issue, isAsked }, deps, async (found) => ({
    url: await linkOf(found, 'ledger', deps),
  }));

/**
 * The links once it is done, once; else it is begun, or goes on. An export is of the moment at which it was asked for, so
 * that what was fetched is not given again.
 */
async function give<Links extends { url: string }>(
  { by, issue, isAsked }: Asked,
  deps: Deps,
  linksOf: (found: Export) => Promise<Links>,
): Promise<Given<Links & { expires: string }>> {
  const found = await deps.exports.find(by);
  const isGoingOn = found && !found.delivered && age(found, deps.clock) < longest;
  if (!isAsked && !(isGoingOn && found.state === 'done')) return { outcome: 'working' };
  if (!isGoingOn) return begin({ by, issue }, found, deps);
  if (found.state === 'working') {
    if (found.slices === 0) await deps.messages.send({ export: found });
    return { outcome: 'working' };
  }
  const links = { ...(await linksOf(found)), expires: expiry(deps) };
  if (isAsked) await deps.exports.advance(found, { ...found, delivered: true });
  return { outcome: 'done', links };
}

const age = ({ startedAt }: Export, clock: Clock): number => clock.now().getTime() - Date.parse(startedAt);

async function begin(
  { by, issue }: Pick<Asked, 'by' | 'issue'>,
  before: Export | undefined,
  deps: Deps,
): Promise<{ outcome: 'working' }> {
  const one = newExport(deps.ids.next(), by, deps.clock.now().toISOString(), issue);
  if (await deps.exports.start(one, before)) await deps.messages.send({ export: { by, id: one.id } });
  return { outcome: 'working' };
}

const linkOf = (found: Export, file: ExportedFile, { results }: Deps): Promise<string> =>
  results.link(fileKey(found, file));

const expiry = ({ clock }: Deps): string =>
  new Date(clock.now().getTime() + linkMinutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
