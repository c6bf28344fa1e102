import { useEffect, useRef, useState } from 'preact/hooks';
import type { PreviewLink, ShownDocument } from '../api/answers.ts';
import { call, wordsOf } from '../api/client.ts';
import { hashOf } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { keyOf, newestOf } from '../write/texts.ts';
import { Both } from './both.tsx';
import { dayOf, momentOf } from './days.ts';
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
  /** One command; what stands then is shown, whatever became of it. */
  const command = async (asked: () => Promise<unknown>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setProblem(undefined);
    await asked().catch((cause: unknown) => setProblem(wordsOf(cause)));
    await load();
    isBusy.current = false;
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
      {shown.pending && <Waiting shown={shown} pending={shown.pending} />}
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
const Waiting = ({ shown: { slug, revision }, pending }: { shown: ShownDocument; pending: Pending }) => {
  const [isCompared, setCompared] = useState(false);
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
      {isCompared && <Both slug={slug} mine={pending.revision} standing={revision} />}
    </>
  );
};

const waitingOf = ({ revision, byName, at, status }: Pending): string =>
  `${status === 'scheduled' ? 'A scheduled version' : 'A draft'} is newer than what stands: version ${revision}${byName ? ` by ${byName}` : ''}, ${momentOf(at)}.`;

interface ActionsProps {
  shown: ShownDocument;
  identity: Identity;
  path: string;
  command: (asked: () => Promise<unknown>) => Promise<void>;
}

const Actions = ({ shown, identity, path, command }: ActionsProps) => {
  const [asked, setAsked] = useState<'withdraw' | 'delete'>();
  const isEditor = identity.roles.has('editor');
  const newest = newestOf(shown);
  const waits = shown.pending !== undefined || shown.status === 'draft' || shown.status === 'scheduled';
  const mayCorrect =
    isEditor || shown.revisions.some(({ revision, by }) => revision === newest && by === identity.by);
  const post = (action: string, body: unknown) => () => call(`${path}/${action}`, { method: 'POST', body });
  return (
    <>
      <p class="buttons">
        {mayCorrect && (
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
        {isEditor && waits && (
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
          onDelete={() => command(() => call(path, { method: 'DELETE' }))}
        />
      )}
    </>
  );
};

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
