import type { Issue } from './issue.ts';
import type { Issues } from './ports.ts';

/** Writes what `move` makes of the row as it stands, again as long as others write it. @returns the row after it;
 *  undefined when the row allows no such move. */
export async function changeIssue(
  id: string,
  { issues }: { issues: Pick<Issues, 'read' | 'write'> },
  move: (row: Issue) => Issue | undefined,
): Promise<Issue | undefined> {
  for (;;) {
    const before = await issues.read(id);
    const after = before && move(before);
    if (!before || !after) return undefined;
    if (await issues.write(before, after)) return { ...after, writes: before.writes + 1 };
  }
}
