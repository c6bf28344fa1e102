import type { IssueContent } from '../compose/issue-content.ts';
import type { Issue, IssueText } from './issue.ts';
import type { IssueFiles } from './ports.ts';

export interface CorrectedPageDeps {
  files: Pick<IssueFiles, 'frozen'>;
  /** What a text shows as things stand: `gather-content.ts`. */
  gather: (text: IssueText) => Promise<IssueContent>;
}

/**
 * What the archive shows of an issue whose mail is frozen: the document as it stands now, with the pieces that the mail
 * had, on the lists to which it went. What was news then is news no more, so it is named by its slugs.
 * @throws Error for an issue that is not frozen.
 */
export async function correctedPage(
  { text, frozen }: Issue,
  { files, gather }: CorrectedPageDeps,
): Promise<IssueContent> {
  if (!frozen) throw new Error('Only of an issue that is frozen');
  const { content } = await files.frozen(frozen.key);
  const { sinceLast, ...named } = text;
  const own = new Set(text.pieces.map(({ slug }) => slug));
  const news = sinceLast ? content.pieces.filter(({ slug }) => !own.has(slug)) : [];
  const pieces = [...text.pieces, ...news.map(({ slug }) => ({ slug }))];
  const page = await gather({ ...named, pieces, lists: frozen.lists });
  return { ...page, ...(content.more && { more: content.more }) };
}
