import { call, type Press } from '../client.ts';

/* Newsletters as the API shows them, and their lines for people. */

/** A line of `GET /api/newsletters`, of an issue. */
export interface IssueLine {
  slug: string;
  title: string;
  subject: string;
  state: string;
  lists: string[];
  sendAt?: string;
  audience?: number;
  started?: string;
  ended?: string;
  stop?: { why: string; said: string };
}

/** And of a digest. */
export interface DigestLine {
  slug: string;
  title: string;
  state: string;
  lists: string[];
  every: string;
  why?: string;
  next?: string;
}

export interface Finding {
  code: string;
  level: string;
  text: string;
}

interface Looked {
  /** About how many people it goes to. */
  people: number;
  findings: Finding[];
}

/** `GET /api/newsletters/{slug}`. */
export type Newsletter = (IssueLine & Looked & { waitsUntil?: string }) | (DigestLine & Looked);

export interface Preview extends Looked {
  from: string;
  subject: string;
  preview?: string;
  html: string;
  text: string;
  bytes: number;
}

export interface Report {
  state: string;
  audience: number;
  waiting: number;
  claimed: number;
  sent: number;
  delivered: number;
  bounced: number;
  complained: number;
  suppressed: number;
  failed: number;
  inDoubt: number;
  notSent: number;
  unsubscribed: number;
}

export const isDigest = (one: object): one is DigestLine => 'every' in one;

/** @param slug Encoded for a path. */
export const newsletterAt = (press: Press, slug: string): Promise<Newsletter> =>
  call<Newsletter>(press, 'GET', `/newsletters/${slug}`);

/** @param slug Encoded for a path. */
export const reportOf = (press: Press, slug: string): Promise<Report> =>
  call<Report>(press, 'GET', `/newsletters/${slug}/report`);

/** An instant for people. */
export const minute = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

export function lineOf(one: IssueLine | DigestLine): string {
  const { slug, title, state, lists } = one;
  const when = isDigest(one) ? digestTime(one) : issueTime(one);
  return `${state.padEnd(10)} ${slug}  —  ${title}  (${[lists.join(', '), when].filter(Boolean).join('; ')})`;
}

const digestTime = ({ every, next }: DigestLine): string => (next ? `${every}, next ${minute(next)}` : every);

function issueTime({ state, sendAt, started, ended, audience }: IssueLine): string {
  const people = audience === undefined ? '' : `, to ${audience}`;
  if (ended && started)
    return state === 'sent'
      ? `sent ${minute(started)}${people}`
      : `ended ${minute(ended)}, of ${audience ?? 0}`;
  if (started) return `since ${minute(started)}${people}`;
  return sendAt && ['scheduled', 'missed'].includes(state) ? `for ${minute(sendAt)}` : '';
}

/** Why it stands still, or ended without being sent; with the way out. */
export function whyOf(
  one: { state: string } & Partial<Pick<IssueLine, 'stop'> & Pick<DigestLine, 'why'>>,
): string[] {
  const said = one.stop?.said ?? one.why;
  return said && !['sent', 'sending', 'preparing'].includes(one.state) ? [said] : [];
}

/** What somebody should know of it, and why it stands still. */
export const findingLines = ({ findings }: { findings: readonly Finding[] }): string[] =>
  findings.map(({ level, text }) => `${level === 'warning' ? '!' : '·'} ${text}`);
