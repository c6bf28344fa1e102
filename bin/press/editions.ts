import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { mapConcurrently } from '../../functions/runtime/map-concurrently.ts';
import { call, type Press, Problem } from './client.ts';
import { type Outcome, refuseMore, slugIn } from './command.ts';
import { everyDocument } from './documents.ts';
import { inUtc, type ShownEdition } from './schedule.ts';

/** A document of an edition. */
interface ShownMember {
  slug: string;
  title?: string;
  state: 'goes' | 'live' | 'not ready';
  revision?: number;
  why?: string;
}

interface EditionDocument {
  slug: string;
  title: string;
  edition?: ShownEdition & { documents: ShownMember[] };
}

/** Every edition, the last changed first. */
export async function editions(press: Press, words: string[]): Promise<Outcome> {
  refuseMore(words);
  const all = (await everyDocument(press)).filter(({ edition }) => edition);
  const lines = all.flatMap(({ slug, title, edition }) =>
    edition ? editionLines(slug, title, edition) : [],
  );
  return { lines: lines.length ? lines : ['The press has no editions yet.'], data: all, ok: true };
}

function editionLines(slug: string, title: string, edition: ShownEdition): string[] {
  const line = `${edition.state.padEnd(9)}  ${slug}  —  ${title}  (${momentOf(edition)})`;
  return [line, ...(edition.notReady ?? []).map(({ slug, why }) => `  ${slug} ${why}`)];
}

function momentOf({ state, at }: ShownEdition): string {
  if (at === undefined) return 'nobody has said when';
  return (
    { draft: '', scheduled: 'goes at ', failed: 'was to go at ', going: 'since ', gone: 'at ' }[state] +
    inUtc(at)
  );
}

/** How many addresses are asked for at once. */
const concurrency = 4;

/** One edition with each of its documents: whether it is ready, and the address at which what waits can be looked at. */
export async function edition(press: Press, words: string[]): Promise<Outcome> {
  const slug = slugIn(words);
  const document = await call<EditionDocument>(press, 'GET', `/documents/${slug}`);
  const { edition } = document;
  if (!edition) throw new Problem(`“${words[0]}” is no edition: "press editions" lists them.`);
  const documents = await mapConcurrently(edition.documents, { concurrency }, async (one) => ({
    ...one,
    ...(one.state === 'goes' && { preview: await previewOf(press, one.slug) }),
  }));
  const lines = [
    document.title,
    `  ${edition.state}: ${momentOf(edition)}`,
    ...documents.flatMap(({ preview, ...one }) => [
      `  ${inWords(one)}`,
      ...(preview === undefined ? [] : [`      ${preview}`]),
    ]),
  ];
  const ok = documents.every(({ state }) => state !== 'not ready');
  return { lines, data: { ...document, edition: { ...edition, documents } }, ok };
}

/** What has no page of its own has no preview. */
const previewOf = (press: Press, slug: string): Promise<string | undefined> =>
  call<{ url: string }>(press, 'GET', `/documents/${encodeURIComponent(slug)}/preview`).then(
    ({ url }) => url,
    (error: unknown) => {
      if (error instanceof Problem) return undefined;
      throw error;
    },
  );

function inWords({ slug, state, revision, why }: ShownMember): string {
  switch (state) {
    case 'goes':
      return `ready      ${slug}, revision ${revision}`;
    case 'live':
      return `live       ${slug}: readers have it`;
    case 'not ready':
      return `not ready  ${slug} ${why}`;
  }
}

/** What the file of an edition says of when it goes and with what, before anything is sent; nothing where that cannot be
 *  read, which the press will say. */
export async function plannedLines(file: string): Promise<string[]> {
  const { publish_at: at, documents } = frontMatterOf(await readFile(file, 'utf8'));
  const slugs = (Array.isArray(documents) ? documents : String(documents ?? '').split(','))
    .map((one) => String(one).trim())
    .filter(Boolean);
  const when = at
    ? `goes at ${at}, in the zone of the press where it names none`
    : 'nobody has said when it goes';
  return slugs.length ? [`    ${when}; until then these wait for it: ${slugs.join(', ')}`] : [];
}

function frontMatterOf(text: string): Record<string, unknown> {
  const [, yaml = ''] = /^\s*---[ \t]*\r?\n([\s\S]*?)\n(?:---|\.\.\.)/.exec(text) ?? [];
  try {
    // Each value as it is written: YAML has dates of its own.
    return Object(parse(yaml, { schema: 'failsafe' }));
  } catch {
    return {};
  }
}
