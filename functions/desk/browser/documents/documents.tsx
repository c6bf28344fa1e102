import { useEffect, useState } from 'preact/hooks';
import type { DocumentLine } from '../api/answers.ts';
import { hashOf } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { Store, useStore } from '../store.ts';
import { dayOf } from './days.ts';
import { Filters } from './filters.tsx';
import { StateMark } from './state-mark.tsx';
import { everything, type Filter, useDocuments } from './use-documents.ts';

/** What was deleted a moment ago, in words, for the list that one comes back to. */
export const lastDeleted = new Store('');

/** What was looked for last, for who comes back from a document. */
let last: Filter = everything;

/** Every document that somebody may see, the last changed first: a writer's are their own. */
export const Documents = ({ identity }: { identity: Identity }) => {
  const [filter, setFilter] = useState(last);
  const { found, problem, more } = useDocuments(filter);
  const word = useStore(lastDeleted);
  useEffect(() => () => lastDeleted.set(''), []);
  const isWriter = !identity.roles.has('editor');
  const look = (wanted: Filter) => {
    last = wanted;
    setFilter(wanted);
  };
  return (
    <section>
      <h1>{isWriter ? 'Your documents' : 'Documents'}</h1>
      {word && <p role="status">{word}</p>}
      <Filters filter={filter} onFilter={look} />
      {problem && (
        <p class="trouble" role="alert">
          {problem}
        </p>
      )}
      {found && found.items.length > 0 && (
        <ul class="documents" aria-label="Documents">
          {found.items.map((line) => (
            <li key={line.slug}>
              <Line line={line} />
            </li>
          ))}
        </ul>
      )}
      {found && <p role="status">{endOf(found, { isWriter, isAll: isEverything(filter) })}</p>}
      {(found?.next || problem) && (
        <p class="buttons">
          <button type="button" class="button quiet" onClick={more}>
            {problem ? 'Try again' : 'Show more'}
          </button>
        </p>
      )}
    </section>
  );
};

const isEverything = (filter: Filter): boolean => Object.values(filter).every((one) => !one.trim());

interface End {
  items: readonly DocumentLine[];
  next: string | null;
  searchedTo: string | null;
}

/** What is true of the list's end: never that there is none where more was not looked through. */
function endOf({ items, next, searchedTo }: End, { isWriter, isAll }: { isWriter: boolean; isAll: boolean }) {
  if (next) return searchedTo && !isAll ? `Looked through what was changed since ${dayOf(searchedTo)}.` : '';
  if (items.length) return '';
  if (!isAll) return isWriter ? 'None of yours is like that.' : 'None is like that.';
  return isWriter ? 'None of yours yet.' : 'There are none yet.';
}

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
