import { revisionOf, type StoredHead } from '../../../functions/content/contract/document.ts';
import { decide, type Incoming } from '../../../functions/content/documents/decide.ts';
import { storedHead } from '../../../functions/content/documents/document-write.ts';
import type { ArticleFields } from '../../../functions/content/kinds/article.ts';
import type { Upload } from '../../../functions/content/uploads/upload.ts';

/** A manuscript of an editor, read. */
export function anIncoming(changes: Partial<Incoming> = {}, fields: Partial<ArticleFields> = {}): Incoming {
  return {
    slug: 'rent-strike',
    id: `id-of-${changes.slug ?? 'rent-strike'}`,
    order: '01HQ0000000000000000000001',
    by: 'rosa',
    at: '2024-03-01T09:00:00.000Z',
    editor: true,
    draft: false,
    name: 'rent-strike.md',
    fields: { kind: 'article', title: 'Rent strike', tags: [], authors: [], ...fields },
    source: 'source-1',
    body: 'bodies/1.json',
    manuscript: 'manuscripts/1',
    originals: {},
    ...changes,
  };
}

/** The write that makes a manuscript a state of its document. */
export function aWrite(seen: StoredHead | undefined, incoming: Incoming) {
  const decision = decide(seen, incoming);
  if (!('head' in decision)) throw new Error(decision.outcome);
  const revision = decision.outcome === 'unchanged' ? undefined : decision.revision;
  return {
    seen,
    head: storedHead({ seen, head: decision.head, revision }),
    revision,
    filename: incoming.name,
  };
}

/** A document as it stands after its first hand-in. */
export const aHead = (changes: Partial<Incoming> = {}, fields: Partial<ArticleFields> = {}): StoredHead =>
  aWrite(undefined, anIncoming(changes, fields)).head;

/** The write with the head as it is stored. */
export const headWrite = (seen: StoredHead | undefined, head: StoredHead) => ({
  seen,
  head: storedHead({ seen, head, revision: revisionOf(head) }),
  revision: revisionOf(head),
});

export const anUpload = (changes: Partial<Upload> = {}): Upload => ({
  id: '01HQ0000000000000000000001',
  files: [{ name: 'rent-strike.md', type: 'text/markdown', bytes: 100 }],
  by: 'rosa',
  editor: true,
  opened: '2024-03-01T09:00:00.000Z',
  expires: '2024-03-01T09:15:00.000Z',
  ready: [],
  ...changes,
});
