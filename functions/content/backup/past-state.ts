import { basename } from 'node:path';
import type { Revision } from '../contract/document.ts';
import type { PastState } from './history.ts';

/** A revision without what reading its files shows anew. */
export function pastStateOf(revision: Revision): PastState {
  const { status, name, order, by, at, byWriter, published, reason, to, fields, originals } = revision;
  const pictures = Object.entries(originals).map(([picture, key]) => [picture, hashIn(key)] as const);
  return {
    ...{ revision: revision.revision, status, kind: fields.kind, name, order, by, at, byWriter, published },
    ...{ reason, to },
    manuscript: revision.manuscript ? hashIn(revision.manuscript) : undefined,
    pictures: Object.fromEntries(pictures.sort()),
  };
}

/** Every file of a revision: key in the archive by SHA-256. */
export const filesOfRevision = ({ manuscript, originals }: Revision): Map<string, string> =>
  new Map([manuscript, ...Object.values(originals)].filter(Boolean).map((key) => [hashIn(key), key]));

/** Keys in the archive end with the hash of what lies there. */
const hashIn = (key: string): string => basename(key);
