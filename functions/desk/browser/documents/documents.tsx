import { useEffect, useState } from 'preact/hooks';
import type { DocumentLine, DocumentList } from '../api/answers.ts';
import { call, wordsOf } from '../api/client.ts';
import { hashOf } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { dayOf } from './days.ts';
import { StateMark } from './state-mark.tsx';

const pageLength = 50;

/** Every document, the last changed first; a writer's own. */
export const Documents = ({ identity }: { identity: Identity }) => {
  const { items, next, problem, more } = useDocuments(identity);
  const isWriter = !identity.roles.has('editor');
  return (
    <section>
      <h1>{isWriter ? 'Your documents' : 'Documents'}</h1>
      {problem && (
        <p class="trouble" role="alert">
          {problem}
        </p>
      )}
      {items?.length === 0 && !next && <p>{isWriter ? 'None of yours yet.' : 'There are none yet.'}</p>}
      {items && items.length > 0 && (
        <ul class="documents" aria-label="Documents">
          {items.map((line) => (
            <li key={line.slug}>
              <Line line={line} />
            </li>
          ))}
        </ul>
      )}
      {(next || problem) && (
        <p class="buttons">
          <button type="button" class="button quiet" onClick={more}>
            {problem ? 'Try again' : 'Show more'}
          </button>
        </p>
      )}
    </section>
  );
};

const Line = ({ line: { slug, title, status, kind, byName, at, pending } }: { line: DocumentLine }) => (
  <>
    <a class="document-title" href={hashOf({ view: 'document', slug })}>
      {title}
    </a>
    <span class="document-state">
      <StateMark status={status} />
      {pending && (
        <span class="state waits">
          {pending.status === 'scheduled'
            ? 'Scheduled anew'
            : `Draft${pending.byName ? ` by ${pending.byName}` : ''}`}
        </span>
      )}
    </span>
    <span class="size">
      {kind}
      {byName && `, ${byName}`}, {dayOf(pending?.at ?? at)}
    </span>
  </>
);

/** Pages of the list, as long as there is something of theirs among them. */
function useDocuments({ by, roles }: Identity) {
  const [items, setItems] = useState<DocumentLine[]>();
  const [next, setNext] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  const isTheirs = (line: DocumentLine) => roles.has('editor') || line.by === by || line.pending?.by === by;
  const load = async (cursor: string | null) => {
    setProblem(undefined);
    const found: DocumentLine[] = [];
    let after = cursor;
    try {
      do {
        const query = new URLSearchParams({ limit: String(pageLength), ...(after && { cursor: after }) });
        const page = await call<DocumentList>(`/api/documents?${query}`);
        found.push(...page.items.filter(isTheirs));
        after = page.next;
      } while (after && found.length < pageLength);
    } catch (cause) {
      setProblem(wordsOf(cause));
    }
    setItems((before) => [...(cursor ? (before ?? []) : []), ...found]);
    setNext(after);
  };
  useEffect(() => void load(null), [by]);
  return { items, next, problem, more: () => void load(next) };
}
