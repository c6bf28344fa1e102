import { lineBreak } from '../../runtime/people/mail-header.ts';
import { type Attachment, type Letter, type MailTags, mostAttached } from '../contract/letter.ts';
import type { OutboxLetter } from './outbox-letter.ts';

/** What letters need of the press document. */
export interface PressSettings {
  /** An address, or a name and an address: `The Lantern <post@lantern.example>`. Without one letters come from an
   *  address at the site's own host, which SES takes once that is verified. */
  sender?: string;
  /** Postal address. */
  imprint?: string;
  /** Letters that sign-ups cause, in an hour. */
  ceiling: number;
}

/** A mail as SES takes it; addresses and headers are printable ASCII. */
export interface OutgoingMail {
  from: string;
  replyTo: string;
  to: string;
  /** In any script: SES makes encoded words of it. */
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
  attachments?: Attachment[];
}

/** Header values of at most this length, of printable ASCII: SES refuses a mail with others. */
const headerValue = /^[\x20-\x7e]{1,870}$/;

/** As SES takes them (`Attachment` in its API), and such that a name or a type is nothing else in a header. */
const filename = /^\w[\w.-]{0,99}\.\w{1,10}$/;
const mediaType = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w.-]+)*$/;
const longestType = 78;

/** The letter as it leaves; undefined when SES would refuse it: a line break in its subject, a header that is none, a
 *  file that is too large. */
export function outgoing(
  letter: OutboxLetter,
  attempt: number,
  from: string,
  { imprint }: PressSettings,
): OutgoingMail | undefined {
  const { to, mail } = letter;
  if (!to || !mail || lineBreak.test(mail.subject) || lineBreak.test(to)) return undefined;
  const headers = {
    // RFC 3834: out-of-office replies and the like do not answer.
    'Auto-Submitted': 'auto-generated',
    ...mail.headers,
  };
  if (!Object.values(headers).every((value) => headerValue.test(value))) return undefined;
  if (!areSendable(mail.attachments)) return undefined;
  const tags: MailTags = { hash: letter.addressHash, letter: letter.id, attempt: `${attempt}` };
  return {
    ...withImprint(mail, imprint),
    from,
    replyTo: from,
    to,
    subject: mail.subject,
    headers,
    tags: { ...tags, room: letter.room, kind: letter.kind },
    ...(mail.attachments?.length && { attachments: mail.attachments }),
  };
}

const areSendable = (attachments: readonly Attachment[] = []): boolean =>
  attachments.every(
    (one) => filename.test(one.filename) && mediaType.test(one.type) && one.type.length <= longestType,
  ) && attachments.reduce((sum, { base64 }) => sum + base64.length, 0) <= mostAttached;

/** With the postal address at its end, where the room that composed it has not put it. */
function withImprint({ html, text }: Letter['mail'], imprint = ''): Pick<OutgoingMail, 'html' | 'text'> {
  const line = plain(imprint);
  if (!line || plain(text).includes(line)) return { html, text };
  const paragraph = `<p style="font:14px sans-serif">${escaped(imprint.trim()).replaceAll('\n', '<br>')}</p>`;
  const end = html.lastIndexOf('</body>');
  return {
    html: end < 0 ? html + paragraph : html.slice(0, end) + paragraph + html.slice(end),
    text: `${text.trimEnd()}\n\n${imprint.trim()}\n`,
  };
}

/** Without line breaks, which a composer may set anew. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
