import type { Backoff } from '../../runtime/backoff.ts';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Instant } from '../address.ts';
import type { IssueContent } from '../compose/issue-content.ts';
import type { Digest } from '../digests/digest.ts';
import { asleepDigest, heardDigest, isDigest, issueIdOf } from '../digests/digest-moves.ts';
import { startNews } from '../digests/start-news.ts';
import { changeIssue } from './change-issue.ts';
import { hearPiece } from './hear-piece.ts';
import { heardText, isNewsletter, type Newsletter, type PressOfNewsletters } from './heard-text.ts';
import { type Issue, isFinished } from './issue.ts';
import { erased, newIssue, rewritten, withdrawn } from './issue-moves.ts';
import type { Digests, HeardDocument, IssueFiles, Issues, News, Published } from './ports.ts';

/*
 * An event of the bus says only that a document may stand otherwise: it may come twice, late and after a newer one. What
 * stands is read, always after the row that follows from it, and the row is written on the condition that it is as it was
 * read: whatever was written last followed from the newest state that anybody read.
 *
 * | the function dies after      | and then                                                              |
 * | ---------------------------- | --------------------------------------------------------------------- |
 * | the start of a list's news   | heard again: the start is the same, the articles are looked through   |
 * | the row                      | heard again: nothing changes, but the page of the archive is written  |
 * | the issue of two rows        | heard again: the issue is as it should be, the digest follows         |
 * | some lists got an article    | heard again: an article is queued, or marked, once a list             |
 * | some issues are paused       | heard again: the others are                                           |
 * | a deleted one's row is empty | heard again: its files are removed                                     |
 */

export interface Deps {
  issues: Pick<Issues, 'read' | 'write' | 'atSlug' | 'list' | 'active'>;
  digests: Pick<Digests, 'read' | 'write' | 'atSlug' | 'all'>;
  news: Pick<News, 'start' | 'starts' | 'add' | 'skip'>;
  published: Pick<Published, 'document' | 'standing' | 'newest'>;
  files: Pick<IssueFiles, 'putPage' | 'remove'>;
  /** The press document as it stands: a copy may be older than the newsletter. */
  press: () => Promise<PressOfNewsletters>;
  /** What the archive shows of an issue whose mail is frozen, with what was corrected since. */
  correctedPage: (issue: Issue) => Promise<IssueContent>;
  clock: Clock;
  backoff: Backoff;
}

/** What an event names. */
export interface HeardOf {
  slug: string;
  /** Lasting identity. */
  id: string;
  kind: string;
}

/** A row kept changing under what was heard: it is heard again. */
export class RowsKeepChanging extends Error {
  override readonly name = 'RowsKeepChanging';

  constructor() {
    super('The rows of a newsletter changed with every attempt to write them');
  }
}

/** Also the documents of which the rows say that they stand there: what stands there now may have taken their place. */
export async function hearDocument({ slug, id, kind }: HeardOf, deps: Deps): Promise<void> {
  const [there, issue, digest] = await Promise.all([
    deps.published.document(slug),
    deps.issues.atSlug(slug),
    deps.digests.atSlug(slug),
  ]);
  for (const one of new Set([id, there?.id, issue, digest]))
    if (one !== undefined) await hearIdentity(one, slug, deps);
  if (there?.status === 'deleted') await forget(there.id, deps);
  if (kind === 'press') await hearPress(deps);
}

/** After it has been stopped. A sender that still wants the files fails, and finds its row cancelled. */
async function forget(id: string, { issues, files, clock }: Deps): Promise<void> {
  const at = clock.now().toISOString();
  await changeIssue(id, { issues }, (row) => erased(row, at));
  if (await issues.read(id)) await files.remove(id);
}

const mostAttempts = 25;

async function hearIdentity(id: string, slug: string, deps: Deps): Promise<void> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (attempt > 1) await deps.backoff(attempt - 1);
    const [issue, digest] = await Promise.all([deps.issues.read(id), deps.digests.read(id)]);
    // What a digest made follows no document of its own.
    if (issue?.digest) return;
    const document = await deps.published.standing(id, slug);
    if (await follow({ issue, digest, document }, deps)) return hearPiece(id, document, deps);
  }
  throw new RowsKeepChanging();
}

/** The rows of one document, and the document as it stands; it was read after them. */
interface Heard {
  issue: Issue | undefined;
  digest: Digest | undefined;
  document: HeardDocument | undefined;
}

/** False: a row was written meanwhile. */
async function follow({ issue, digest, document }: Heard, deps: Deps): Promise<boolean> {
  const newsletter = isNewsletter(document) ? document : undefined;
  if (!newsletter && !issue && !digest) return true;
  const isHandedIn = newsletter?.status === 'published' && !newsletter.isRestored;
  const press = await deps.press();
  const now = deps.clock.now().toISOString();
  const about = { press, now, isHandedIn };
  return (await followIssue(issue, newsletter, about, deps)) && followDigest(digest, newsletter, about, deps);
}

interface About {
  press: PressOfNewsletters;
  now: Instant;
  /** What it asks for is asked for: it is neither a draft nor restored. */
  isHandedIn: boolean;
}

async function followIssue(
  before: Issue | undefined,
  document: Newsletter | undefined,
  { press, now, isHandedIn }: About,
  deps: Deps,
): Promise<boolean> {
  const after =
    document && !isDigest(document) ? saying(before, document, { press, now }) : gone(before, now);
  if (after?.text.sinceLast && isHandedIn)
    await startLists(
      after.text.lists,
      before?.text.sinceLast && !before.text.unpublished ? before.text.lists : [],
      {
        document,
        now,
        deps,
      },
    );
  if (after && !isSame(before, after) && !(await deps.issues.write(before, after))) return false;
  if (after?.frozen && document) await deps.files.putPage(after.id, await deps.correctedPage(after));
  return true;
}

function saying(
  before: Issue | undefined,
  document: Newsletter,
  { press, now }: Pick<About, 'press' | 'now'>,
): Issue | undefined {
  const heard = heardText(document, press, (before?.text.version ?? 0) + 1);
  if (!before) return newIssue(document.id, heard, now);
  // Since the backup it may have been sent: only a hand sends it.
  return rewritten(before, before.stop?.why === 'restored' ? { ...heard, schedules: false } : heard, now);
}

const gone = (before: Issue | undefined, at: Instant): Issue | undefined =>
  before && withdrawn(before, { version: before.text.version, at });

/** But for when it was written, and how often it was heard of. */
function isSame(before: Issue | undefined, after: Issue): boolean {
  const plain = ({ movedAt, writes, text: { version, ...text }, ...others }: Issue) =>
    canonicalJson({ ...others, text });
  return before !== undefined && plain(before) === plain(after);
}

async function followDigest(
  before: Digest | undefined,
  document: Newsletter | undefined,
  { press, now, isHandedIn }: About,
  deps: Deps,
): Promise<boolean> {
  const wanted = document && isDigest(document) ? document : undefined;
  if (!wanted && !before) return true;
  const after = wanted ? heardDigest(before, wanted, { press, now }) : before && ended(before);
  if (!after) return true;
  if (wanted && isHandedIn && after.state === 'awake')
    await startLists(after.lists, before?.state === 'awake' ? before.lists : [], { document, now, deps });
  if (!isSameDigest(before, after) && !(await deps.digests.write(before, after))) return false;
  return wanted ? true : endLastIssue(after, now, deps);
}

const endedWords = 'Its document was withdrawn, or is no digest any more. Publish it to have it make issues.';

const ended = (digest: Digest): Digest =>
  digest.asleepFor === 'withdrawn'
    ? digest
    : asleepDigest(digest, { asleepFor: digest.asleepFor ?? 'withdrawn', why: endedWords });

function isSameDigest(before: Digest | undefined, after: Digest): boolean {
  const plain = ({ version, writes, ...others }: Digest) => canonicalJson(others);
  return before !== undefined && plain(before) === plain(after);
}

/** What it made and did not finish goes with it; what was sent stays. */
async function endLastIssue(digest: Digest, at: Instant, { issues }: Deps): Promise<boolean> {
  const issue = digest.last === undefined ? undefined : await issues.read(issueIdOf(digest, digest.last));
  const after = issue && !isFinished(issue) ? withdrawn(issue, { version: 0, at }) : undefined;
  return after ? issues.write(issue, after) : true;
}

/** Lists that ask for news from now on: those that asked before were looked through when their row was written. */
async function startLists(
  lists: readonly string[],
  asked: readonly string[],
  { document, now, deps }: { document: Newsletter | undefined; now: Instant; deps: Deps },
): Promise<void> {
  const fresh = lists.filter((list) => !asked.includes(list));
  if (fresh.length) await startNews(fresh, document?.first ?? now, deps);
}

/** Newest issues whose time or lists may follow from the press document. */
const mostIssues = 100;

/** Its zone, or the list for which nothing is said, may be another. */
async function hearPress(deps: Deps): Promise<void> {
  const { items } = await deps.issues.list(mostIssues);
  const open = items.filter(
    (issue) => !issue.digest && ['draft', 'scheduled', 'missed'].includes(issue.state),
  );
  const waiting = open.map(({ id, text }) => ({ id, slug: text.slug }));
  for (const { id, slug } of [...waiting, ...(await deps.digests.all())]) await hearIdentity(id, slug, deps);
}
