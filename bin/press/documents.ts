import { nearestOf } from '../../functions/runtime/nearest.ts';
import { call, NotThere, type Press, Problem, Unchanged } from './client.ts';
import { type CommandOptions, type Outcome, refuseMore, revisionIn, slugIn } from './command.ts';
import { showRevision, type TakenAddresses, takenAddresses } from './revisions.ts';
import { type ShownEdition, type ShownSchedule, toCome } from './schedule.ts';

/** A document as `GET /api/documents` lists it. */
export interface ListedDocument extends TakenAddresses {
  slug: string;
  kind: string;
  title: string;
  status: string;
  revision: number;
  /** The file's name as handed in. */
  name: string;
  section?: string;
  published?: string;
  pending?: PendingRevision;
  schedule?: ShownSchedule;
  edition?: ShownEdition;
}

/** What waits beside a document, newer than what stands. */
interface PendingRevision extends TakenAddresses {
  basedOn?: string;
  overtaken?: boolean;
  revision: number;
  status: string;
  published?: string;
  by: string;
  byName?: string;
}

/** A revision as `GET /api/documents/{slug}` shows it. */
interface ShownRevision {
  revision: number;
  status: string;
  title: string;
  name: string;
  by: string;
  byName?: string;
  at: string;
  reason?: string;
  published?: string;
  basedOn?: string;
  overtaken?: boolean;
  restores?: string;
}

/** A document as `GET /api/documents/{slug}` shows it. */
interface ShownDocument extends ShownRevision, TakenAddresses {
  slug: string;
  kind: string;
  url: string;
  to?: string;
  pending?: PendingRevision;
  schedule?: ShownSchedule;
  revisions: ShownRevision[];
}

export async function list(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  refuseMore(words);
  const all = await everyDocument(press);
  const items = all.filter((document) => isWanted(document, options));
  const nothing = all.length
    ? `None of ${all.length} documents is like that.`
    : 'There are no documents yet that you may see.';
  return { lines: items.length ? items.map(listLine) : [nothing], data: items, ok: true };
}

export async function everyDocument(press: Press): Promise<ListedDocument[]> {
  const items: ListedDocument[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
    const page: { items: ListedDocument[]; next: string | null } = await call(
      press,
      'GET',
      `/documents${query}`,
    );
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

/** What waits beside a document counts by its own status, too. Capitals do not count; each word of the text must be in
 *  the title, the slug or the file's name. */
function isWanted(document: ListedDocument, { status, kind, section, text = '' }: CommandOptions): boolean {
  const same = (wanted: string | undefined, value = '') =>
    wanted === undefined || folded(wanted) === folded(value);
  const searched = folded([document.title, document.slug, document.name].join(' '));
  const hasWords = folded(text)
    .split(' ')
    .every((word) => searched.includes(word));
  const hasStatus = same(status, document.status) || same(status, document.pending?.status);
  return hasStatus && same(kind, document.kind) && same(section, document.section) && hasWords;
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');

/** The error for a slug that is not there, with the near one that may have been meant. */
export async function withNearSlug(press: Press, slug = '', error: NotThere): Promise<Problem> {
  const documents = await everyDocument(press).catch(() => []);
  const slugs = documents.map((document) => document.slug);
  // What is there is what was meant: something of it is not, such as a revision.
  const nearest = slugs.includes(slug) ? undefined : nearestOf(slug, slugs);
  return nearest ? new NotThere(`${error.message} Did you mean “${nearest}”?`, { cause: error }) : error;
}

function listLine(document: ListedDocument): string {
  const { slug, kind, title, status, revision, pending } = document;
  const line = `${status.padEnd(10)} ${kind.padEnd(8)} r${String(revision).padEnd(3)} ${slug}  —  ${title}`;
  const own = takenAddresses(document).map((taken) => `  [once published, ${taken}]`);
  return [line, dateToCome(document), ...own, waiting(pending)].join('');
}

const dateToCome = ({ status, published }: Pick<ListedDocument, 'status' | 'published'>): string =>
  status === 'scheduled' ? ` (for ${published})` : '';

const waiting = (pending: PendingRevision | undefined): string =>
  pending
    ? `  [r${pending.revision} by ${pending.byName ?? pending.by} waits: ${[pending.status + dateToCome(pending), ...takenAddresses(pending)].join('; ')}]`
    : '';

/** A document with its revisions, or one revision with its text. */
export async function show(press: Press, words: string[]): Promise<Outcome> {
  const { slug, revision } = revisionIn(words);
  if (revision !== undefined) return showRevision(press, slug, revision);
  const document = await call<ShownDocument>(press, 'GET', `/documents/${slug}`);
  return { lines: documentLines(document), data: document, ok: true };
}

/** What the document is, where readers find it, and its revisions, the newest first. */
function documentLines(document: ShownDocument): string[] {
  const { title, slug, kind, name, revisions } = document;
  const newestFirst = [...revisions].sort((a, b) => b.revision - a.revision);
  return [
    title,
    `  ${kind} ${slug}, from ${name}`,
    `  ${statusLine(document)}`,
    ...toCome(document.schedule),
    ...takenAddresses(document).map((line) => `  once published, ${line}`),
    ...pendingLine(document),
    '',
    ...newestFirst.map(revisionLine),
  ];
}

const pendingLine = ({ slug, revision, pending }: ShownDocument): string[] =>
  pending
    ? [
        `  revision ${pending.revision} by ${pending.byName ?? pending.by} waits beside it: ${pending.status}${dateToCome(pending)}; read it with "press show ${slug} ${pending.revision}"`,
        ...(pending.overtaken
          ? [
              `  it began from ${pending.basedOn}, and something newer stands: press diff ${slug} ${revision} ${pending.revision}`,
            ]
          : []),
        ...takenAddresses(pending).map((line) => `  once it is published, ${line}`),
      ]
    : [];

function statusLine({ status, revision, url, reason, to, published }: ShownDocument): string {
  switch (status) {
    case 'published':
      return `published, revision ${revision}: ${url}`;
    case 'withdrawn':
      return `withdrawn, revision ${revision}, and its address says why: ${url}${reason ? `\n  “${reason}”` : ''}`;
    case 'moved':
      return `moved: ${url} sends readers on to ${to ?? 'its new address'}`;
    default:
      return `${status}, revision ${revision}${dateToCome({ status, published })}: readers do not see it`;
  }
}

function revisionLine({ basedOn, overtaken, restores, ...shown }: ShownRevision): string {
  const { revision, status, at, by, byName, title, reason } = shown;
  const when = at.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
  const what = reason ? `“${reason}”` : title;
  return `  revision ${String(revision).padEnd(3)} ${when}  ${status.padEnd(9)}  by ${byName ?? by}  —  ${what}${overtaken ? ` (began from ${basedOn})` : restores ? ` (restored from ${restores})` : ''}`;
}

export async function withdraw(press: Press, words: string[], { reason }: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  if (!reason) throw new Problem(`Readers are told why: press withdraw ${slug} --reason "…"`);
  const data = await call(press, 'POST', `/documents/${slug}/withdraw`, { reason });
  return { lines: [`Withdrawn: ${slug}. Its address now answers with the reason.`], data, ok: true };
}

/** Asks first: what is deleted is gone for good. */
export async function remove(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const slug = slugIn(words);
  const seen = await documentAt(press, slug);
  if (seen && !options.yes) await askToDelete(seen, options);
  const data = await call(press, 'DELETE', `/documents/${slug}`);
  // Of what is deleted the press shows nothing, but it can be deleted again: what was opened between is older then.
  if (!seen) throw new Unchanged(`Unchanged: “${words[0]}” is deleted already.`);
  const lines = [
    `${slug} is deleted. Its text, its history and its pictures are erased within the hour.`,
    'Backups keep their copies: delete those you no longer want. On AWS the tables can be set back for 35 days.',
  ];
  return { lines, data, ok: true };
}

const documentAt = (press: Press, slug: string): Promise<ShownDocument | undefined> =>
  call<ShownDocument>(press, 'GET', `/documents/${slug}`).catch((error: unknown) => {
    if (error instanceof NotThere) return undefined;
    throw error;
  });

async function askToDelete(
  { title, slug, status }: ShownDocument,
  { confirm }: CommandOptions,
): Promise<void> {
  const answer = await confirm?.(`Delete “${title}” (${slug}, ${status}) with its history, for good?`);
  if (answer === undefined)
    throw new Problem(
      `Nothing was deleted: without a terminal to ask at it takes press delete ${slug} --yes`,
    );
  if (!answer) throw new Problem('Nothing was deleted.');
}

export async function render(press: Press, words: string[]): Promise<Outcome> {
  refuseMore(words);
  const data = await call(press, 'POST', '/site/render');
  return {
    lines: ['Every page is being rendered again; those that did not change stay as they are.'],
    data,
    ok: true,
  };
}

export async function announce(press: Press, words: string[]): Promise<Outcome> {
  const slug = words.length ? slugIn(words) : undefined;
  const data = await call(press, 'POST', slug ? `/documents/${slug}/announce` : '/announce');
  const line = slug
    ? `${words[0]} is being announced again: its page is rendered, and what readers should not see is taken down.`
    : 'Every document is being announced again, at most a hundred a second. Pages stay as they are: "press render" renders them.';
  return { lines: [line], data, ok: true };
}
