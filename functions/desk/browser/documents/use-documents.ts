import { useEffect, useState } from 'preact/hooks';
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
  const load = async (cursor: string | null, signal?: AbortSignal) => {
    setProblem(undefined);
    try {
      const { items, ...page } = await call<DocumentList>(`/api/documents?${queryOf(filter, cursor)}`, {
        signal,
      });
      setFound((before) => ({ ...page, items: [...(cursor ? (before?.items ?? []) : []), ...items] }));
    } catch (cause) {
      if (!signal?.aborted) setProblem(wordsOf(cause));
    }
  };
  const { q, state, kind, author } = filter;
  useEffect(() => {
    const controller = new AbortController();
    // While somebody types nothing is asked for.
    const timer = setTimeout(() => void load(null, controller.signal), found ? 250 : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [q, state, kind, author]);
  return { found, problem, more: () => void load(found?.next ?? null) };
}

function queryOf(filter: Filter, cursor: string | null): URLSearchParams {
  const said = Object.entries({ ...filter, cursor: cursor ?? '' }).filter(([, value]) => value.trim());
  return new URLSearchParams([['limit', '50'], ...said]);
}
