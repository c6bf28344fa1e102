import type { Log } from '../../runtime/log.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import { issueOfLink, readLeaveLink } from '../links.ts';
import type { Batches } from './ports.ts';

export interface Deps {
  batches: Pick<Batches, 'of' | 'countLeave'>;
  keys: Pick<Keys, 'verify'>;
  report: Pick<Log, 'error'>;
}

/**
 * Counts who left by the link of an issue, once for each person and issue. The link's issue is not signed: it counts when
 * the person is in its ledger. The leave is written and answered as such whatever comes of this: a reader does not see an
 * error for a figure that is one short.
 */
export async function countLeave(link: string, { batches, keys, report }: Deps): Promise<void> {
  const issue = issueOfLink(link);
  if (issue === undefined) return;
  try {
    const person = await readLeaveLink(keys, link);
    if (person !== undefined && (await batches.of(issue, person))) await batches.countLeave(issue, person);
  } catch (error) {
    report.error('A leave was not counted for its issue', {
      issue,
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}
