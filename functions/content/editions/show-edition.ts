import type * as z from 'zod/mini';
import { shownDate } from '../api/shown-values.ts';
import { isPublic, type StoredHead } from '../contract/document.ts';
import { scheduledOf } from '../documents/schedule.ts';
import type { Fields } from '../kinds/kinds.ts';
import type { DocumentReader } from '../ports.ts';
import type { edition, editionWithDocuments } from './edition-answers.ts';
import { editorsDraft, gatherMembers } from './readiness.ts';

type Edition = z.output<typeof edition>;
type EditionWithDocuments = z.output<typeof editionWithDocuments>;

/** How far an edition is, by its head alone; undefined for other documents. */
export function editionState(head: StoredHead): Edition | undefined {
  if (head.fields.kind !== 'edition') return undefined;
  const { going, failed } = head;
  if (going) return { state: 'going', at: shownDate(going.at) };
  const publishAt = scheduledOf(head)?.publishAt;
  if (publishAt !== undefined) return { state: 'scheduled', at: shownDate(publishAt) };
  if (failed && failed.revision === editorsDraft(head)?.revision)
    return { state: 'failed', at: shownDate(failed.at), notReady: failed.documents };
  if (!isPublic(head)) return { state: 'draft' };
  const left = failed?.revision === head.revision ? failed.documents : undefined;
  return {
    state: 'gone',
    ...(head.first !== undefined && { at: shownDate(head.first) }),
    ...(left && { notReady: left }),
  };
}

/** The same with its documents; those of what waits beside one that has gone. */
export async function editionWithMembers(
  head: StoredHead,
  documents: Pick<DocumentReader, 'heads' | 'revision'>,
): Promise<EditionWithDocuments | undefined> {
  const state = editionState(head);
  if (!state) return undefined;
  const slugs = documentsIn(await nextFields(head, documents));
  const members = await gatherMembers(slugs, scheduledOf(head)?.publishAt, { documents });
  return {
    ...state,
    documents: members.map(({ slug, head: member, readiness }) => ({
      slug,
      ...(member && { title: member.fields.title, kind: member.fields.kind }),
      ...readiness,
    })),
  };
}

async function nextFields(head: StoredHead, documents: Pick<DocumentReader, 'revision'>): Promise<Fields> {
  const waiting = editorsDraft(head);
  const next = waiting && waiting.revision !== head.revision;
  const revision = next ? await documents.revision(head.slug, waiting.revision, head.since) : undefined;
  return revision?.fields ?? head.fields;
}

const documentsIn = (fields: Fields): string[] => (fields.kind === 'edition' ? fields.documents : []);
