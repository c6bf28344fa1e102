import {
  type Archive,
  type ArchivedIssue,
  archiveLines,
  archivePosition,
} from '../../../../functions/newsletters/archive/archived-issue.ts';
import type { Issue } from '../../../../functions/newsletters/issues/issue.ts';

/** The lists of the web archive, as the rows of the issues have them. */
export class MemoryArchive implements Archive {
  readonly #issues: () => Iterable<Issue>;

  constructor(issues: () => Iterable<Issue>) {
    this.#issues = issues;
  }

  async older(list: string, limit: number, before?: string): Promise<ArchivedIssue[]> {
    return this.#lines(list)
      .filter((line) => before === undefined || archivePosition(line) < before)
      .reverse()
      .slice(0, limit);
  }

  async newer(list: string, after: string): Promise<ArchivedIssue | undefined> {
    return this.#lines(list).find((line) => archivePosition(line) > after);
  }

  #lines(list: string): ArchivedIssue[] {
    return [...this.#issues()]
      .flatMap((issue) => archiveLines(issue).get(list) ?? [])
      .sort((one, other) => (archivePosition(one) < archivePosition(other) ? -1 : 1));
  }
}
