import type { Keys } from '../../runtime/people/keys.ts';
import { lineBreak, mailbox } from '../../runtime/people/mail-header.ts';
import { inIssue, leaveLink, leavePath, preferencesLink } from '../links.ts';
import { titleOf } from '../lists.ts';
import type { Person } from '../person.ts';
import type { Press } from '../press.ts';
import type { Recipient } from './ports.ts';
import { listFor } from './who-gets-it.ts';

/** Of which claim of which batch a mail is. */
export interface MailOf {
  issue: string;
  position: string;
  attempt: number;
  /** Those that the issue goes to. */
  lists: readonly string[];
}

/**
 * One person's part of a bulk call. The headers let every mail program show a way out: List-Id (RFC 2919), and leaving by one POST without a page (RFC 8058).
 */
export async function recipientOf(
  person: Person,
  of: MailOf,
  { press, keys }: { press: Press; keys: Pick<Keys, 'sign'> },
): Promise<Recipient> {
  const leave = inIssue(await leaveLink(keys, person.id), of.issue);
  const preferences = await preferencesLink(keys, { person: person.id, version: person.version });
  const { site } = press.config;
  const list = listFor(person, of.lists) ?? '';
  const tags = {
    hash: person.addressHash,
    issue: issueTag(of.issue),
    batch: of.position,
    attempt: `${of.attempt}`,
    person: person.id,
  };
  const headers = {
    'List-Id': mailbox(titleOf(press.lists, list).replace(/\s+/g, ' '), `${list}.${new URL(site).hostname}`),
    'List-Unsubscribe': `<${site}${leavePath(leave)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  return { to: toHeader(person), data: { leave, preferences }, headers, tags };
}

/** A name that cannot stand in a header costs nobody their mail. */
const toHeader = ({ name = '', email }: Person): string =>
  mailbox(lineBreak.test(name) ? undefined : name, email);

/** SES takes letters, digits, `_` and `-` in a tag's value; ids of issues have no `_`. */
const issueTag = (issue: string): string => issue.replaceAll('.', '_');

/** Id of the issue that a tag names. */
export const issueOfTag = (tag: string): string => tag.replaceAll('_', '.');
