import { actOnIssues } from '../../../../functions/newsletters/issues/act-on-issues.ts';
import type { Heard } from '../../../../functions/newsletters/issues/batch.ts';
import { hearReports } from '../../../../functions/newsletters/issues/hear-report.ts';
import { sendIssue } from '../../../../functions/newsletters/issues/send-issue.ts';
import type { ReportKind, Work } from './life-steps.ts';

const heardOf: Partial<Record<ReportKind, keyof Heard>> = {
  ...{ Delivery: 'delivered', Bounce: 'bounced', Complaint: 'complained' },
};

/** The use cases under test. */
export const work: Work = {
  send: (message, deps) => sendIssue(message, deps),
  tick: (deps) => actOnIssues(deps),
  hear: ({ mail, what, at }, deps) => {
    const { issue = '', batch = '', attempt = '', person = '' } = mail.recipient.tags;
    const heard = heardOf[what];
    const report = { issue: issue.replaceAll('_', '.'), position: batch, attempt: Number(attempt), person };
    return hearReports(
      [{ ...report, message: mail.message, left: what !== 'Reject', at, ...(heard && { heard }) }],
      deps,
    );
  },
};
