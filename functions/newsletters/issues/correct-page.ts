import { canonicalList, issuePath } from '../archive/addresses.ts';
import type { IssueContent } from '../compose/issue-content.ts';
import type { Press } from '../press.ts';
import type { Issue } from './issue.ts';
import type { IssueFiles, Published } from './ports.ts';

export interface Deps {
  files: Pick<IssueFiles, 'frozen'>;
  published: Pick<Published, 'body'>;
  press: () => Promise<Pick<Press, 'lists'>>;
}

/** What the web archive shows of an issue whose mail is frozen: what it carried then, with the words of today. Its pieces
 *  link to what readers have of them. */
export async function correctedPage({ frozen, text }: Issue, deps: Deps): Promise<IssueContent> {
  if (!frozen) throw new Error('An issue that was never frozen has nothing to correct');
  const [{ content }, intro, { lists }] = await Promise.all([
    deps.files.frozen(frozen.key),
    deps.published.body(text.body),
    deps.press(),
  ]);
  const { preview: _p, language: _l, archive: _a, ...carried } = content;
  const { slug, title, subject, preview, language } = text;
  const home = canonicalList(frozen.lists, lists);
  const lines = new Map(text.pieces.map((piece) => [piece.slug, piece.line]));
  return {
    ...carried,
    ...{ slug, title, subject, intro },
    ...(preview && { preview }),
    ...(language && { language }),
    ...(home && { archive: issuePath(home, slug) }),
    pieces: content.pieces.map((piece) => {
      const line = lines.get(piece.slug);
      return line ? { ...piece, line } : piece;
    }),
  };
}
