import { Problem } from '../../runtime/problem.ts';
import type { Issue } from '../issues/issue.ts';
import type { Batches, Digests, IssueFiles, Issues, News } from '../issues/ports.ts';
import { reportOf } from '../issues/report.ts';
import { digestIn, issueIn, type NewsletterRecord, namedBy, nameOf } from './record.ts';

export interface CopyDeps {
  issues: Pick<Issues, 'read' | 'list'>;
  batches: Pick<Batches, 'all' | 'leaves'>;
  digests: Pick<Digests, 'read' | 'all'>;
  news: Pick<News, 'starts' | 'all'>;
  files: Pick<IssueFiles, 'frozen' | 'page'>;
}

/** Names of all records: issues, the newest first; before the first of them digests and lists, which are few. */
export async function listRecords(
  { limit, cursor }: { limit: number; cursor?: string },
  { issues, digests, news }: Pick<CopyDeps, 'issues' | 'digests' | 'news'>,
) {
  const [page, all, starts] = await Promise.all([
    issues.list(limit, cursor === undefined ? undefined : positionIn(cursor)),
    cursor === undefined ? digests.all() : [],
    cursor === undefined ? news.starts() : new Map<string, string>(),
  ]);
  const items = [
    ...[...starts.keys()].map((id) => ({ name: nameOf({ kind: 'news', id }) })),
    ...all.map(({ id }) => ({ name: nameOf({ kind: 'digest', id }) })),
    ...page.items.map(({ id, state, movedAt }) => ({
      name: nameOf({ kind: 'issue', id }),
      ...{ state, changed: movedAt },
    })),
  ];
  return { items, next: page.next === undefined ? null : Buffer.from(page.next).toString('base64url') };
}

function positionIn(cursor: string): string {
  const position = Buffer.from(cursor, 'base64url').toString();
  if (/^[\x20-\x7e]{1,200}$/.test(position)) return position;
  throw new Problem(400, 'cursor: has to be the “next” of the answer before, as it came.');
}

/** One record, whole. @throws Problem (404) */
export async function copyRecord(name: string, deps: CopyDeps): Promise<NewsletterRecord> {
  const { kind, id } = namedBy(name) ?? {};
  const found = kind && id ? await copies[kind](id, deps) : undefined;
  if (!found) throw new Problem(404, `There is no record “${name}”. GET /api/newsletter-records names all.`);
  return found;
}

type Copy = (id: string, deps: CopyDeps) => Promise<NewsletterRecord | undefined>;

const copies: Readonly<Record<NewsletterRecord['kind'], Copy>> = {
  async issue(id, { issues, batches, files }) {
    const row = await issues.read(id);
    if (!row) return undefined;
    const [figures, mail, page] = await Promise.all([
      reportOf(row, { batches }),
      row.frozen && !row.erasedAt ? files.frozen(row.frozen.key) : undefined,
      hasPage(row) ? files.page(id) : undefined,
    ]);
    return { kind: 'issue', id, changed: row.movedAt, issue: issueIn(row), figures, mail, page };
  },

  async digest(id, { digests }) {
    const row = await digests.read(id);
    return row && { kind: 'digest', id, digest: digestIn(row) };
  },

  async news(id, { news }) {
    const start = (await news.starts()).get(id);
    if (start === undefined) return undefined;
    const { waiting, marks } = await news.all(id);
    const carried = [...marks].map(([piece, issue]) => ({ piece, issue }));
    return { kind: 'news', id, start, waiting, marks: carried };
  },
};

const hasPage = ({ startedAt }: Issue): boolean => startedAt !== undefined;
