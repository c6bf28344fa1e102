import { randomUUID } from 'node:crypto';
import type { BusEvent } from '../cloud.ts';
import type { Place } from '../resource.ts';
import type { Envelope } from './mail-store.ts';
import { bareAddress } from './message-limits.ts';
import type { SuppressionReason } from './suppression-list.ts';

/** Kinds of events as the API names them, and their `detail-type` on the bus. */
const detailTypes = {
  Send: 'Email Sent',
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
  'Rendering Failure': 'Email Rendering Failed',
} as const;
export type FeedbackKind = keyof typeof detailTypes;

/** A mail that SES took, as its events tell of it. */
export interface SentMail {
  messageId: string;
  /** Milliseconds since the epoch. */
  at: number;
  envelope: Envelope;
  subject: string;
  operation: 'SendEmail' | 'SendBulkEmail';
  /** Addresses of the envelope that are on the suppression list, and why. */
  suppressed: ReadonlyMap<string, SuppressionReason>;
  /** Why it could not be rendered. */
  failure?: string;
}

/** What becomes of a mail to the addresses of SES's mailbox simulator (with or without `+label`); delivered otherwise. */
type Fate = 'delivered' | 'bounced' | 'complained' | 'answered' | 'on-list';

const simulator = /^(bounce|complaint|ooto|suppressionlist|success)(?:\+[^@]*)?@simulator\.amazonses\.com$/i;
const fates: Readonly<Record<string, Fate>> = {
  bounce: 'bounced',
  complaint: 'complained',
  ooto: 'answered',
  suppressionlist: 'on-list',
};

export const isSimulator = (address: string): boolean => simulator.test(address);

/** What became of a mail at a recipient; the address without a display name. */
export function fateOf(address: string): Fate {
  const [, box = ''] = simulator.exec(address) ?? [];
  return fates[box.toLowerCase()] ?? 'delivered';
}

/** One event of a mail: its kind, and the part of the detail that only this kind has. */
interface Feedback {
  kind: FeedbackKind;
  part: Readonly<Record<string, object>>;
}

/** Everything SES reports of a mail, in order. */
export function feedbackOf(mail: SentMail): Feedback[] {
  if (mail.failure !== undefined)
    return [
      { kind: 'Rendering Failure', part: { failure: { errorMessage: mail.failure, templateName: '' } } },
    ];
  const { to, cc, bcc } = mail.envelope;
  const addresses = [...to, ...cc, ...bcc].map(bareAddress);
  const byFate = Map.groupBy(addresses, (address): string => mail.suppressed.get(address) ?? fateOf(address));
  const having = (...wanted: string[]) => wanted.flatMap((fate) => byFate.get(fate) ?? []);
  return [
    { kind: 'Send', part: { send: {} } },
    ...each(having('delivered', 'complained', 'answered'), (some) => delivery(some, mail.at)),
    ...each(having('bounced'), (some) => bounce('Permanent', 'General', some, unknownUser, mail.at)),
    ...each(having('on-list'), (some) => bounce('Permanent', 'Suppressed', some, suppressedByAll, mail.at)),
    ...each(having('BOUNCE'), (some) =>
      bounce('Permanent', 'OnAccountSuppressionList', some, suppressedByAccount, mail.at),
    ),
    ...each(having('answered'), (some) => bounce('Transient', 'General', some, {}, mail.at)),
    ...each(having('complained'), (some) => complaint(null, some, mail.at)),
    ...each(having('COMPLAINT'), (some) => complaint('OnAccountSuppressionList', some, mail.at)),
  ];
}

const each = (addresses: string[], make: (addresses: string[]) => Feedback): Feedback[] =>
  addresses.length ? [make(addresses)] : [];

const unknownUser = { action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' };
const suppressed = (whose: string) => ({
  action: 'failed',
  status: '5.1.1',
  diagnosticCode: `Amazon SES did not send the message to this address because it is on the suppression list ${whose}.`,
});
const suppressedByAll = suppressed('of Amazon SES');
const suppressedByAccount = suppressed('for your account');

const reportingMta = 'local.smtp-out.amazonses.com';
const instant = (at: number): string => new Date(at).toISOString();

const delivery = (recipients: string[], at: number): Feedback => ({
  kind: 'Delivery',
  part: {
    delivery: {
      timestamp: instant(at),
      processingTimeMillis: 1,
      recipients,
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: reportingMta,
    },
  },
});

const bounce = (
  bounceType: string,
  bounceSubType: string,
  addresses: string[],
  why: object,
  at: number,
): Feedback => ({
  kind: 'Bounce',
  part: {
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress, ...why })),
      timestamp: instant(at),
      feedbackId: randomUUID(),
      reportingMTA: `dsn; ${reportingMta}`,
    },
  },
});

const complaint = (complaintSubType: string | null, addresses: string[], at: number): Feedback => ({
  kind: 'Complaint',
  part: {
    complaint: {
      complaintSubType,
      complainedRecipients: addresses.map((emailAddress) => ({ emailAddress })),
      timestamp: instant(at),
      feedbackId: randomUUID(),
      userAgent: 'Amazon SES Mailbox Simulator',
      complaintFeedbackType: 'abuse',
      arrivalDate: instant(at),
    },
  },
});

/** The event as it comes to the default bus; `resources` names the configuration set. */
export function eventOf({ kind, part }: Feedback, mail: SentMail, place: Place): BusEvent {
  const { region, account } = place;
  const set = mail.envelope.configurationSet ?? '';
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailTypes[kind],
    source: 'aws.ses',
    account,
    time: `${instant(mail.at).slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:ses:${region}:${account}:configuration-set/${set}`],
    detail: { eventType: kind, mail: mailPart(mail, place), ...part },
  };
}

function mailPart(
  { messageId, at, envelope, subject, operation }: SentMail,
  { region, account }: Place,
): object {
  const { from, to, cc, bcc, replyTo, headers, tags, configurationSet } = envelope;
  const domain = bareAddress(from).split('@').at(-1) ?? '';
  const own = Map.groupBy(tags, ({ name }) => name);
  return {
    timestamp: instant(at),
    source: from,
    sourceArn: `arn:aws:ses:${region}:${account}:identity/${domain}`,
    sendingAccountId: account,
    messageId,
    destination: [...to, ...cc, ...bcc].map(bareAddress),
    headersTruncated: false,
    headers: [...messageHeaders(envelope, subject), ...headers],
    commonHeaders: {
      from: [from],
      ...(replyTo.length ? { replyTo } : {}),
      to,
      ...(cc.length ? { cc } : {}),
      messageId,
      subject,
    },
    tags: {
      'ses:source-tls-version': ['TLSv1.3'],
      'ses:operation': [operation],
      'ses:configuration-set': [configurationSet ?? ''],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domain],
      ...Object.fromEntries([...own].map(([name, values]) => [name, values.map(({ value }) => value)])),
    },
  };
}

/** The headers that SES makes of an envelope. */
export function messageHeaders(
  { from, replyTo, to, cc }: Envelope,
  subject: string,
): { name: string; value: string }[] {
  const lists = { From: [from], 'Reply-To': replyTo, To: to, Cc: cc, Subject: [subject] };
  return Object.entries(lists)
    .filter(([, values]) => values.length)
    .map(([name, values]) => ({ name, value: values.join(', ') }));
}
