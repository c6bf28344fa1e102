import { sampleLinks } from '../compose/compose-issue.ts';
import type { Finding, FrozenIssue } from '../compose/issue-content.ts';
import { filled } from '../compose/placeholders.ts';
import type { People } from '../editors/ports.ts';
import { type Issue, isFinished } from '../issues/issue.ts';
import type { IssueComposer, IssueFiles, MailAccount } from '../issues/ports.ts';
import type { Press } from '../press.ts';

export interface PreviewDeps {
  composer: IssueComposer;
  files: Pick<IssueFiles, 'frozen'>;
  people: Pick<People, 'growth'>;
  account: MailAccount;
  press: () => Promise<Press>;
  /** What its content and its mail give cause to say. */
  findings(issue: Issue, frozen: FrozenIssue, press: Press): Finding[];
}

/** An issue as one of its people would get it. */
export interface Preview {
  /** Absent: it cannot be composed, and a finding says why. */
  mail?: Mail;
  findings: Finding[];
  /** About how many people it goes to: who is on two of its lists counts twice. */
  people: number;
}

export interface Mail {
  from: string;
  replyTo: string;
  subject: string;
  preview?: string;
  html: string;
  text: string;
  /** Of the HTML part. */
  bytes: number;
}

/** The mail as it was frozen, or as it would be now, and what somebody should know before it is sent. */
export async function previewIssue(issue: Issue, deps: PreviewDeps): Promise<Preview> {
  const [composed, press, people, isSandboxed] = await Promise.all([
    frozenOrComposed(issue, deps),
    deps.press(),
    peopleOf(issue, deps),
    inSandbox(deps),
  ]);
  const general = [...(people ? [] : [nobody(issue)]), ...(isSandboxed ? [sandbox] : [])];
  if ('said' in composed) return { findings: [refused(composed.said), ...general], people };
  return {
    mail: asOnePersonGetsIt(composed),
    findings: [
      ...deps.findings(issue, composed, press),
      ...(isWithoutNews(issue, composed) ? [noNews] : []),
      ...general,
    ],
    people,
  };
}

/** What is sent, or would be now; else why it cannot be. */
export async function frozenOrComposed(
  issue: Issue,
  { composer, files }: Pick<PreviewDeps, 'composer' | 'files'>,
): Promise<FrozenIssue | { said: string }> {
  if (issue.erasedAt) return { said: 'Its document was deleted, and its text with it.' };
  if (issue.frozen) return files.frozen(issue.frozen.key);
  if (isFinished(issue)) return { said: endedBefore };
  const composed = await composer.compose(issue);
  return composed.outcome === 'composed' ? composed.frozen : { said: composed.said };
}

const endedBefore =
  'It ended before there was a mail of it. To send it after all, hand it in as a new document.';

/** With links that are nobody's. */
function asOnePersonGetsIt({ composed, content, from, replyTo }: FrozenIssue): Mail {
  const fill = (template: string): string => filled(template, sampleLinks);
  return {
    ...{ from, replyTo, subject: fill(composed.subject), html: fill(composed.html) },
    ...{ text: fill(composed.text), bytes: composed.bytes },
    ...(content.preview !== undefined && { preview: content.preview }),
  };
}

async function peopleOf(issue: Issue, { people }: Pick<PreviewDeps, 'people'>): Promise<number> {
  if (issue.audience !== undefined) return issue.audience;
  let sum = 0;
  // A newsletter goes to few lists.
  for (const list of issue.frozen?.lists ?? issue.text.lists)
    for (const { joined, left } of await people.growth(list)) sum += joined - left;
  return Math.max(0, sum);
}

/** SES that does not answer is no reason to show nothing. */
const inSandbox = ({ account }: Pick<PreviewDeps, 'account'>): Promise<boolean> =>
  account.read().then(
    ({ sandbox: isSandboxed }) => isSandboxed,
    () => false,
  );

const isWithoutNews = ({ text }: Issue, { content }: FrozenIssue): boolean =>
  text.sinceLast === true && content.pieces.length === 0;

const noNews: Finding = {
  code: 'no-news',
  level: 'note',
  text: 'Its lists have had all that is published: a digest makes no issue until there is something new.',
};

const refused = (text: string): Finding => ({ code: 'refused', level: 'warning', text });

const nobody = ({ text: { lists } }: Issue): Finding => ({
  code: 'nobody',
  level: 'warning',
  text: `Nobody is on ${lists.join(', ')} yet: it would go to no one. “press subscribers list” shows who is on which list.`,
});

const sandbox: Finding = {
  code: 'sandbox',
  level: 'warning',
  text:
    'The account of the mail service is in its sandbox: mail goes only to addresses that are proved there. ' +
    '“press doctor mail” tells how to leave it.',
};
