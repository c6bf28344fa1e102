import { useEffect, useRef, useState } from 'preact/hooks';
import type { DocumentLine, DocumentList } from '../api/answers.ts';
import { call, wordsOf } from '../api/client.ts';

/** What documents are looked for by; an empty text asks for all. */
export interface Filter {
  /** Words of title and file name. */
  q: string;
  state: string;
  kind: string;
  author: string;
}

export const everything: Filter = { q: '', state: '', kind: '', author: '' };

interface Found {
  items: DocumentLine[];
  /** Where to go on; null at the end. */
  next: string | null;
  /** How far back has been looked (ISO instant), where there is more behind it. */
  searchedTo: string | null;
}

/** The documents that fit, fifty at a time, and the way to more of them. */
export function useDocuments(filter: Filter) {
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState<string>();
  /** Of the filter that is set now: what was asked for another one is not shown. */
  const asking = useRef<AbortSignal>(undefined);
  /** Whether the list that is shown is of that filter, so that there is a way on from it. */
  const isFresh = useRef(false);
  const load = async (cursor: string | null, signal?: AbortSignal) => {
    setProblem(undefined);
    try {
      const { items, ...page } = await call<DocumentList>(`/api/documents?${queryOf(filter, cursor)}`, {
        signal,
      });
      // Another filter has begun a list of its own meanwhile.
      if (signal?.aborted) return;
      isFresh.current = true;
      setFound((before) => ({ ...page, items: [...(cursor ? (before?.items ?? []) : []), ...items] }));
    } catch (cause) {
      if (!signal?.aborted) setProblem(wordsOf(cause));
    }
  };
  const { q, state, kind, author } = filter;
  useEffect(() => {
    const controller = new AbortController();
    asking.current = controller.signal;
    isFresh.current = false;
    // While somebody types nothing is asked for.
    const timer = setTimeout(() => void load(null, controller.signal), found ? 250 : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [q, state, kind, author]);
  const more = () => void load(isFresh.current ? (found?.next ?? null) : null, asking.current);
  return { found, problem, more };
}

function queryOf(filter: Filter, cursor: string | null): URLSearchParams {
  const said = Object.entries({ ...filter, cursor: cursor ?? '' }).filter(([, value]) => value.trim());
  return new URLSearchParams([['limit', '50'], ...said]);
}
