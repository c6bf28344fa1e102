import type { Clock } from '../../runtime/clock.ts';
import { parseAddress } from '../../runtime/people/address.ts';
import type { Keys } from '../../runtime/people/keys.ts';
import type { Limit, Limits } from '../../runtime/people/limits.ts';
import { Problem } from '../../runtime/problem.ts';
import { sampleLinks } from '../compose/compose-issue.ts';
import type { FrozenIssue } from '../compose/issue-content.ts';
import { findPerson } from '../find-person.ts';
import type { CallResult, EntryResult } from '../issues/batch.ts';
import type { Issue } from '../issues/issue.ts';
import type { BulkMailer } from '../issues/ports.ts';
import { departuresOf } from '../person.ts';
import type { Subscribers } from '../ports.ts';
import { frozenOrComposed, type PreviewDeps } from './preview-issue.ts';

export interface TestDeps extends Pick<PreviewDeps, 'composer' | 'files'> {
  mailer: BulkMailer;
  limits: Limits;
  keys: Pick<Keys, 'hash'>;
  subscribers: Pick<Subscribers, 'person' | 'address'>;
  clock: Clock;
}

const dayInSeconds = 86_400;

/** Test mails a day: an editor's, and all to one address. The way in is no way to write to strangers. */
const most = { editor: 30, address: 10 };

/**
 * Mails an issue to one address, as its people would get it, marked as a test. It has the way of the real one, its
 * configuration set too, but names no issue in its tags and carries nobody's links: no report counts it, and nobody leaves
 * by it. One attempt. An address that left, was erased, or gets no mail is passed by, and the answer is the same: whoever
 * publishes need not see who reads.
 * @throws Problem (409, 422, 429, 503)
 */
export async function sendTest(
  issue: Issue,
  { email, by }: { email: string; by: string },
  deps: TestDeps,
): Promise<void> {
  const address = parseAddress(email);
  if (!address.ok) throw new Problem(422, `to: ${address.why}`);
  const frozen = await frozenOrComposed(issue, deps);
  if ('said' in frozen) throw new Problem(409, frozen.said);
  const hash = await deps.keys.hash(address.key);
  await count(limitsOf(await deps.keys.hash(by), hash), deps);
  if (await getsNone(hash, deps)) return;
  const recipient = {
    ...{ to: address.address, data: sampleLinks, headers: { 'Auto-Submitted': 'auto-generated' } },
    tags: { hash, test: issue.id.replaceAll('.', '_') },
  };
  refuseUnlessSent(
    await deps.mailer.send({ from: frozen.from, frozen: marked(frozen), recipients: [recipient] }),
  );
}

const marked = (frozen: FrozenIssue): FrozenIssue => ({
  ...frozen,
  composed: { ...frozen.composed, subject: `[Test] ${frozen.composed.subject}` },
});

const limitsOf = (by: string, to: string): Limit[] => [
  { name: 'tests-by', hash: by, most: most.editor, seconds: dayInSeconds },
  { name: 'tests-to', hash: to, most: most.address, seconds: dayInSeconds },
];

async function count(wanted: readonly Limit[], { limits }: Pick<TestDeps, 'limits'>): Promise<void> {
  for (const limit of wanted) {
    const allowance = await limits.count(limit);
    if (!allowance.allowed)
      throw new Problem(
        429,
        `${limit.most} tests in a day are the most ${limit.name === 'tests-by' ? 'that one editor sends' : 'that one address gets'}. “press newsletter preview” shows the mail without sending it.`,
        { headers: { 'retry-after': `${allowance.retryAfter}` } },
      );
  }
}

async function getsNone(hash: string, { subscribers }: Pick<TestDeps, 'subscribers'>): Promise<boolean> {
  const address = await subscribers.address(hash);
  const person = address?.person === undefined ? undefined : await findPerson(subscribers, address.person);
  const { leftAt, erasedAt } = departuresOf(address, person);
  return Boolean(address?.suppressed ?? person?.suppressed ?? leftAt ?? erasedAt);
}

function refuseUnlessSent(result: CallResult): void {
  const one: CallResult | EntryResult | undefined =
    result.outcome === 'answered' ? result.entries[0] : result;
  if (one?.outcome === 'sent') return;
  throw problemOf(one);
}

/** SES's own words stay in the log of SES: they may name an address. */
function problemOf(result: CallResult | EntryResult | undefined): Problem {
  switch (result?.outcome) {
    case 'throttled':
    case 'quota':
      return new Problem(503, 'The mail service takes no more just now. Please try again in a minute.', {
        headers: { 'retry-after': '60' },
      });
    case 'failed':
    case 'refused':
      return new Problem(
        422,
        `The mail service does not take it (${result.why}). Look at the address, and at the findings of “press newsletter preview”.`,
      );
    case 'stopped':
      return new Problem(
        409,
        `The mail service takes no mail from this press (${result.why}). “press doctor mail” tells why, and what to do.`,
      );
    default:
      return new Problem(
        503,
        'Nobody knows whether the test left: the answer of the mail service was lost. Look into the mailbox before you try again.',
      );
  }
}
