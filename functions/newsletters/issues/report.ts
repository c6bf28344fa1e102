import { type ClosedPerson, isClosed, type Person } from '../person.ts';
import type { Batch, Entry, EntryState, Heard, Report } from './batch.ts';
import type { Issue } from './issue.ts';
import type { Batches } from './ports.ts';

type Counted = { batch: Batch; heard: Heard };

/** How an entry counts: what waits in an issue that goes on no more is not sent. */
const stateIn = (
  { state: issueState }: Pick<Issue, 'state'>,
  { state }: Entry,
): Exclude<EntryState, 'doubt'> | 'inDoubt' | 'notSent' => {
  if (state === 'doubt') return 'inDoubt';
  const isOver = issueState === 'cancelled' || issueState === 'failed';
  return state === 'waiting' && isOver ? 'notSent' : state;
};

/**
 * The figures of an issue, read from its batches one after the other: each batch is of one moment, so that its people
 * add up whatever is sent meanwhile. While it is being prepared the audience is what is written by now.
 */
export async function reportOf(
  issue: Issue,
  { batches }: { batches: Pick<Batches, 'all' | 'leaves'> },
): Promise<Report> {
  if (issue.figures) return issue.figures;
  const report: Report = {
    ...{ audience: 0, waiting: 0, claimed: 0, sent: 0, suppressed: 0, failed: 0, inDoubt: 0, notSent: 0 },
    ...{ delivered: 0, bounced: 0, complained: 0 },
    unsubscribed: await batches.leaves(issue.id),
  };
  for await (const counted of batches.all(issue.id)) addTo(report, counted, issue);
  return report;
}

/** What was heard of somebody counts once their mail counts as sent: until then it is on its way to settle a doubt. */
function addTo(report: Report, { batch, heard }: Counted, issue: Issue): void {
  report.audience += batch.entries.length;
  for (const entry of batch.entries) {
    report[stateIn(issue, entry)] += 1;
    if (entry.state !== 'sent') continue;
    for (const what of heardOf(entry, heard)) report[what] += 1;
  }
}

const heardKinds = ['delivered', 'bounced', 'complained'] as const;

const heardOf = ({ person }: Entry, heard: Heard): (keyof Heard)[] =>
  heardKinds.filter((what) => heard[what].has(person));

/** Headings of the ledger as CSV. */
export const ledgerHeader = ['person', 'email', 'state', 'attempt', 'message', 'why', 'heard'];

/** The lines of a batch: of who is gone, or was joined to another entry, the id alone. */
export const ledgerRows = (
  { batch, heard }: Counted,
  people: ReadonlyMap<string, Person | ClosedPerson>,
  issue: Issue,
): string[][] =>
  batch.entries.map((entry) => {
    const person = people.get(entry.person);
    const email = person && !isClosed(person) ? person.email : '';
    const said = heardOf(entry, heard).join(' ');
    const { attempt, message = '', why = '' } = entry;
    return [entry.person, email, stateIn(issue, entry), attempt ? `${attempt}` : '', message, why, said];
  });
