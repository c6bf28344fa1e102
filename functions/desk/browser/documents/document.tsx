import { useEffect, useRef, useState } from 'preact/hooks';
import type { PreviewLink, ShownDocument } from '../api/answers.ts';
import { call, Refused, wordsOf } from '../api/client.ts';
import { go, hashOf, routeIn } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { beginText, keyOf, NoText, newestOf, textOfRevision } from '../write/texts.ts';
import { Both } from './both.tsx';
import { dayOf, momentOf } from './days.ts';
import { lastDeleted } from './documents.tsx';
import { Deleting, Withdrawing } from './endings.tsx';
import { History } from './history.tsx';
import { StateMark } from './state-mark.tsx';

interface DocumentProps {
  slug: string;
  identity: Identity;
}

/** One document: how it stands, what one may do to it, and what was done. */
export const Document = ({ slug, identity }: DocumentProps) => {
  const [shown, setShown] = useState<ShownDocument>();
  const [problem, setProblem] = useState<string>();
  /** A second click asks for nothing more. */
  const isBusy = useRef(false);
  const path = `/api/documents/${encodeURIComponent(slug)}`;
  const load = () => call<ShownDocument>(path).then(setShown, (cause: unknown) => setProblem(wordsOf(cause)));
  useEffect(() => void load(), [path]);
  /** One command; what stands then is shown, whatever became of it. @returns what went wrong, in words. */
  const command = async (asked: () => Promise<unknown>) => {
    if (isBusy.current) return 'One moment: the last one is still on its way.';
    isBusy.current = true;
    setProblem(undefined);
    const wrong = await asked().then(() => undefined, wordsOf);
    // It may have led away from here, where there is nothing to show any more.
    if (routeIn(location.hash).view === 'document') await load();
    if (wrong !== undefined) setProblem(wrong);
    isBusy.current = false;
    return wrong;
  };
  if (!shown) return <h1>{problem ?? 'One moment'}</h1>;
  return (
    <section class="document">
      <p class="size">
        <a href={hashOf({ view: 'documents' })}>Documents</a>
      </p>
      <h1>{shown.title}</h1>
      <p>
        <StateMark status={shown.status} /> <span class="size">{standingOf(shown)}</span>
      </p>
      {shown.pending && <Waiting {...{ shown, identity, path, command }} pending={shown.pending} />}
      {problem && (
        <p class="trouble" role="alert">
          {problem}
        </p>
      )}
      <Actions {...{ shown, identity, path, command }} />
      <History {...{ shown, identity, path, command }} />
    </section>
  );
};

const standingOf = ({ kind, revision, published, reason, schedule }: ShownDocument): string =>
  [
    kind,
    `version ${revision}`,
    published && `published ${published.length > 10 ? dayOf(published) : published}`,
    reason && `withdrawn: ${reason}`,
    schedule?.publishAt && `becomes live ${momentOf(schedule.publishAt)}`,
    schedule?.withdrawAt && `is withdrawn ${momentOf(schedule.withdrawAt)}`,
  ]
    .filter(Boolean)
    .join(', ');

type Pending = NonNullable<ShownDocument['pending']>;

/** What waits beside what stands; both can be read. */
const Waiting = ({ shown, pending, identity, path, command }: ActionsProps & { pending: Pending }) => {
  const [isCompared, setCompared] = useState(false);
  const { slug, revision } = shown;
  const takeUp = () => command(() => takeUpBoth(shown, pending.revision, identity.by));
  const putInPlace = () =>
    command(() =>
      call(`${path}/publish`, {
        method: 'POST',
        body: { revision: pending.revision, replaces: [`${slug}/${revision}`] },
      }),
    );
  return (
    <>
      <p class="trouble">
        {waitingOf(pending)}{' '}
        <button
          type="button"
          class="link"
          aria-expanded={isCompared}
          onClick={() => setCompared(!isCompared)}
        >
          Compare both
        </button>
      </p>
      {pending.overtaken && (
        <p class="buttons">
          {identity.roles.has('editor') && (
            <button type="button" class="button quiet" onClick={() => void putInPlace()}>
              Put it in place of version {revision}
            </button>
          )}
          {mayCorrect(shown, identity) && (
            <button type="button" class="button quiet" onClick={() => void takeUp()}>
              Take up both
            </button>
          )}
        </p>
      )}
      {isCompared && <Both slug={slug} mine={pending.revision} standing={revision} />}
    </>
  );
};

/** Opens the text that waits as one that goes on from what stands; comparing shows what that has and this has not. */
async function takeUpBoth(shown: ShownDocument, waiting: number, by: string): Promise<void> {
  const { slug, revision } = shown;
  const mine = await textOfRevision(slug, waiting, Date.now());
  const base = await textOfRevision(slug, revision, Date.now()).then(
    ({ text }) => text,
    (cause: unknown) => {
      // What somebody may not read, or what is no text, cannot be compared; it can be gone on from.
      if (cause instanceof NoText || cause instanceof Refused) return '';
      throw cause;
    },
  );
  go({ view: 'write', key: await beginText(by, { ...mine, base, revision }) });
}

const waitingOf = ({ revision, byName, at, status }: Pending): string =>
  `${status === 'scheduled' ? 'A scheduled version' : 'A draft'} is newer than what stands: version ${revision}${byName ? ` by ${byName}` : ''}, ${momentOf(at)}.`;

const mayCorrect = (shown: ShownDocument, { roles, by }: Identity): boolean =>
  roles.has('editor') || shown.revisions.some((line) => line.revision === newestOf(shown) && line.by === by);

interface ActionsProps {
  shown: ShownDocument;
  identity: Identity;
  path: string;
  command: (asked: () => Promise<unknown>) => Promise<string | undefined>;
}

const Actions = ({ shown, identity, path, command }: ActionsProps) => {
  const [asked, setAsked] = useState<'withdraw' | 'delete'>();
  const isEditor = identity.roles.has('editor');
  const newest = newestOf(shown);
  const waits = shown.pending !== undefined || shown.status === 'draft' || shown.status === 'scheduled';
  const post = (action: string, body: unknown) => () => call(`${path}/${action}`, { method: 'POST', body });
  return (
    <>
      <p class="buttons">
        {mayCorrect(shown, identity) && (
          <a class="button" href={hashOf({ view: 'write', key: keyOf(shown.slug, newest) })}>
            Correct it
          </a>
        )}
        {shown.status === 'published' && (
          <a class="button quiet" href={shown.url} target="_blank" rel="noopener">
            See it
          </a>
        )}
        {isEditor && waits && (
          <button type="button" class="button quiet" onClick={() => void command(() => openPreview(path))}>
            Preview
          </button>
        )}
        {isEditor && waits && !shown.pending?.overtaken && (
          <button
            type="button"
            class="button quiet"
            onClick={() => void command(post('publish', { revision: newest }))}
          >
            Publish version {newest}
          </button>
        )}
        {isEditor && shown.status === 'published' && (
          <button type="button" class="link" onClick={() => setAsked('withdraw')}>
            Withdraw
          </button>
        )}
        {isEditor && (
          <button type="button" class="link" onClick={() => setAsked('delete')}>
            Delete
          </button>
        )}
      </p>
      {asked === 'withdraw' && (
        <Withdrawing
          onClose={() => setAsked(undefined)}
          onWithdraw={(reason) => command(post('withdraw', { reason }))}
        />
      )}
      {asked === 'delete' && (
        <Deleting
          slug={shown.slug}
          onClose={() => setAsked(undefined)}
          onDelete={() => command(() => deleted(shown, path))}
        />
      )}
    </>
  );
};

/** Leads back to the list, which says so. */
async function deleted({ slug, title }: ShownDocument, path: string): Promise<void> {
  await call(path, { method: 'DELETE' });
  lastDeleted.set(`“${title}” (${slug}) is deleted.`);
  go({ view: 'documents' });
}

/** The window opens with the click: browsers let none open later. */
async function openPreview(path: string): Promise<void> {
  const tab = window.open('', '_blank');
  try {
    const { url } = await call<PreviewLink>(`${path}/preview`);
    if (tab) tab.location.href = url;
    else location.href = url;
  } catch (cause) {
    tab?.close();
    throw cause;
  }
}
