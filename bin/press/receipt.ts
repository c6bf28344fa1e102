/** What the press answers about an upload (`GET /api/uploads/{id}`). */
export interface Receipt {
  id: string;
  state: 'waiting' | 'working' | 'done' | 'refused';
  documents: { slug: string; kind: string; title: string; revision: number; status: string; url: string }[];
  notices: { level: 'error' | 'warning' | 'note'; file: string; line?: number; text: string }[];
}

const signs = { error: '✗', warning: '!', note: '·' } as const;

/** A receipt as lines for the terminal: what became what, then what to look at. */
export function receiptLines({ documents, notices }: Receipt): string[] {
  return [
    ...documents.map(
      ({ title, revision, status, url }) => `✓ ${title} — ${status}, revision ${revision}: ${url}`,
    ),
    ...notices.map(
      ({ level, file, line, text }) => `${signs[level]} ${file}${line ? `:${line}` : ''}: ${text}`,
    ),
  ];
}

export const hasErrors = ({ state, notices }: Receipt): boolean =>
  state === 'refused' || notices.some(({ level }) => level === 'error');
