import type { Issue } from './issue.ts';
import type { Batches, IssueFiles, Issues, News, NewsItem } from './ports.ts';

/** Pieces that are looked up, and marked, in one step. */
const slice = 50;

export interface MarkDeps {
  news: Pick<News, 'carried' | 'mark' | 'unmark'>;
  files: Pick<IssueFiles, 'marks'>;
}

/**
 * Marks what an issue carries, by list, from its stored file: those without a mark yet, so that a call which ran out of
 * time or died goes on where it was. False: there was no time for all.
 */
export async function writeMarks(
  { id, frozen }: Issue,
  hasTime: () => boolean,
  { news, files }: MarkDeps,
): Promise<boolean> {
  return eachSlice(frozen?.marks, { files, hasTime }, async (list, pieces) => {
    const marked = await news.carried(
      list,
      pieces.map((piece) => piece.id),
    );
    const bare = pieces.filter((piece) => !marked.has(piece.id));
    if (bare.length) await news.mark(list, bare, id);
  });
}

/** Takes the marks of an issue back: those pieces are news again. */
export async function takeBackMarks(
  { id, frozen }: Issue,
  hasTime: () => boolean,
  { news, files }: MarkDeps,
): Promise<boolean> {
  return eachSlice(frozen?.marks, { files, hasTime }, async (list, pieces) => {
    const marked = await news.carried(
      list,
      pieces.map((piece) => piece.id),
    );
    const ours = pieces.filter((piece) => marked.get(piece.id) === id);
    if (ours.length) await news.unmark(list, ours, id);
  });
}

async function eachSlice(
  key: string | undefined,
  { files, hasTime }: { files: MarkDeps['files']; hasTime: () => boolean },
  work: (list: string, pieces: NewsItem[]) => Promise<void>,
): Promise<boolean> {
  if (key === undefined) return true;
  for (const [list, pieces] of Object.entries(await files.marks(key)))
    for (let at = 0; at < pieces.length; at += slice) {
      if (!hasTime()) return false;
      await work(list, pieces.slice(at, at + slice));
    }
  return true;
}

/**
 * Finishes the marks of all issues that froze and have not begun to leave: what is composed next finds the news as those
 * leave it, and no piece is carried twice.
 */
export async function finishMarks(
  hasTime: () => boolean,
  deps: MarkDeps & { issues: Pick<Issues, 'active'>; batches: Pick<Batches, 'last'> },
): Promise<boolean> {
  for (const issue of await deps.issues.active()) {
    const isBefore = issue.frozen?.marks && issue.startedAt === undefined;
    if (!isBefore || (await deps.batches.last(issue.id))) continue;
    if (!(await writeMarks(issue, hasTime, deps))) return false;
  }
  return true;
}
