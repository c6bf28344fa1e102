import type { Instant } from '../address.ts';
import type { Issue } from '../issues/issue.ts';

/** An issue as lists of the web archive show it. */
export interface ArchivedIssue {
  id: string;
  slug: string;
  title: string;
  /** What mailboxes show after the subject. */
  preview?: string;
  language?: string;
  /** When sending began: lists stand in this order. */
  startedAt: Instant;
}

/** The issues of each list that readers may see, newest first. Reads are consistent. */
export interface Archive {
  /** The newest, or the newest of those older than the issue at `before`. */
  older(list: string, limit: number, before?: string): Promise<ArchivedIssue[]>;
  /** The next newer than the issue at this position. */
  newer(list: string, after: string): Promise<ArchivedIssue | undefined>;
}

/** Where an issue stands in its lists, whether it is shown there or not. */
export const archivePosition = ({ startedAt, id }: Pick<ArchivedIssue, 'startedAt' | 'id'>): string =>
  `${startedAt}#${id}`;

/**
 * Its lines in the archive, by list: one in each of its lists from when sending begins until it is withdrawn. Lists whose
 * issues are for members alone have them too, for a press may change its mind; readers are shown none of these.
 */
export function archiveLines(issue: Issue | undefined): Map<string, ArchivedIssue> {
  const { startedAt, withdrawnAt, frozen } = issue ?? {};
  if (!issue || startedAt === undefined || withdrawnAt !== undefined) return new Map();
  const { slug, title, preview, language } = issue.text;
  const line = {
    id: issue.id,
    slug,
    title,
    startedAt,
    ...(preview && { preview }),
    ...(language && { language }),
  };
  return new Map((frozen?.lists ?? []).map((list) => [list, line]));
}
