import type { Envelope, MailContent, Pair } from './mail-store.ts';
import { badRequest, SesError } from './ses-error.ts';

/** SES's limits: of a message's recipients and of a bulk call's entries; headers; tags; bytes. */
const mostRecipients = 50;
const mostHeaders = 15;
const mostTags = 50;
const longestHeader = { name: 126, value: 870 };
const longestTag = 256;
const largestMessage = 40 * 1024 * 1024;
const largestTemplate = 500 * 1024;

/** Throws a SesError for what SES does not send to, or with these headers and tags. */
export function checkEnvelope(envelope: Envelope): void {
  checkAddress(envelope.from);
  for (const address of envelope.replyTo) checkAddress(address);
  const recipients = [...envelope.to, ...envelope.cc, ...envelope.bcc];
  if (!recipients.length) throw badRequest('At least one destination is required.');
  if (recipients.length > mostRecipients) throw badRequest(`Recipient count exceeds ${mostRecipients}.`);
  for (const address of recipients) checkAddress(address);
  checkHeaders(envelope.headers);
  checkTags(envelope.tags);
}

export function checkEntryCount(entries: number): void {
  if (entries < 1 || entries > mostRecipients)
    throw badRequest(`BulkEmailEntries has ${entries} members; SES takes 1 to ${mostRecipients}.`);
}

/** `reader@home.example` or `A Reader <reader@home.example>`. */
const mailbox = /^(?:(?<display>[^<>]*)<(?<inner>[^<>]*)>|(?<bare>[^<>]*))$/;

/** The address without a display name. */
export function bareAddress(text: string): string {
  const { inner, bare = '' } = mailbox.exec(text.trim())?.groups ?? {};
  return (inner ?? bare).trim();
}

const local = /^[!#-'*+\-/-9=?A-Z^-~]+(?:\.[!#-'*+\-/-9=?A-Z^-~]+)*$|^"[ !#-[\]-~]*"$/;
const domain =
  /^(?=.{1,255}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const longestAddress = 320;
const longestLocal = 64;

/** SES does not know SMTPUTF8: all of an address is ASCII, a display name in encoded words. */
function checkAddress(text: string): void {
  if (!/^[ -~]*$/.test(text)) throw badRequest('Address contains a control or non-ASCII character.');
  const address = bareAddress(text);
  const at = address.lastIndexOf('@');
  if (at < 0) throw badRequest("Missing final '@domain'.");
  if (address.length > longestAddress || at > longestLocal) throw badRequest('Address is too long.');
  if (!local.test(address.slice(0, at)))
    throw badRequest('Local address contains control or whitespace, or is not valid.');
  if (!domain.test(address.slice(at + 1))) throw badRequest('Domain contains illegal character.');
}

/** What a message sets itself: another one of these would contradict it. */
const reserved = new Set(
  (
    'bcc cc content-disposition content-transfer-encoding content-type date from message-id mime-version ' +
    'reply-to return-path subject to'
  ).split(' '),
);

function checkHeaders(headers: readonly Pair[]): void {
  if (headers.length > mostHeaders) throw badRequest(`A message has at most ${mostHeaders} headers.`);
  const names = new Set<string>();
  for (const { name, value } of headers) {
    if (!/^[!-9;-~]+$/.test(name) || name.length > longestHeader.name)
      throw badRequest('Header name is not of up to 126 printable ASCII characters without a colon.');
    if (!/^[ -~]+$/.test(value) || value.length > longestHeader.value)
      throw badRequest(`Header ${name} is not of up to 870 printable ASCII characters.`);
    const known = name.toLowerCase();
    if (reserved.has(known)) throw badRequest(`Header ${name} is set by SES.`);
    if (names.has(known)) throw badRequest(`Header ${name} may not appear more than once.`);
    names.add(known);
  }
}

function checkTags(tags: readonly Pair[]): void {
  if (tags.length > mostTags) throw badRequest(`A message has at most ${mostTags} tags.`);
  for (const { name, value } of tags) {
    if (!/^[\w-]+$/.test(name) || name.length > longestTag)
      throw badRequest('Tag name contains characters other than letters, digits, _ and -.');
    if (!/^[\w.@-]+$/.test(value) || value.length > longestTag)
      throw badRequest(`Value of tag ${name} contains characters other than letters, digits, _, -, . and @.`);
  }
}

/** Throws a SesError for content without a subject or body, or of more bytes than SES takes. */
export function checkContent({ subject, html, text, attachments, defaults }: MailContent): void {
  if (!subject) throw badRequest('A message needs a subject.');
  if (!html && !text) throw badRequest('A message needs an HTML or a text body.');
  const bytes = [subject, html, text].reduce((sum, part) => sum + Buffer.byteLength(part ?? ''), 0);
  if (defaults && bytes > largestTemplate)
    throw badRequest(`The template is larger than ${largestTemplate} bytes.`);
  // Base64 makes four characters of three bytes.
  const encoded = attachments.reduce((sum, { bytes: { length } }) => sum + Math.ceil(length / 3) * 4, bytes);
  if (encoded > largestMessage)
    throw badRequest(`Message length is more than ${largestMessage} bytes long: '${encoded}'.`);
}

export const notVerified = (addresses: readonly string[], region: string): SesError =>
  new SesError(
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${addresses.join(', ')}`,
    'MESSAGE_REJECTED',
  );
