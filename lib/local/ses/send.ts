import { randomUUID } from 'node:crypto';
import type { SentMail } from './feedback.ts';
import type { MailService } from './mail.ts';
import type { Attachment, Envelope, MailContent, Pair } from './mail-store.ts';
import { bareAddress, checkContent, checkEntryCount, checkEnvelope, notVerified } from './message-limits.ts';
import type { Destination, SendBulkEmailRequest, SendEmailRequest, Template } from './requests.ts';
import { badRequest, type EntryStatus, SesError } from './ses-error.ts';
import {
  attributesOf,
  checkTemplate,
  fillTemplate,
  MissingAttribute,
  mergeTemplateData,
  readTemplateData,
  requireAttribute,
  type TemplateData,
} from './template.ts';

/** What all mails of a call share: stored with the first of them that is sent. */
class SharedContent {
  readonly content: MailContent;
  readonly #attributes: readonly string[];
  #id: number | undefined;

  constructor(content: MailContent) {
    this.content = content;
    const { subject, html = '', text = '', defaults } = content;
    this.#attributes = defaults ? attributesOf([subject, html, text].join('\n')) : [];
  }

  idIn({ store }: MailService): number {
    this.#id ??= store.addContent(this.content);
    return this.#id;
  }

  /** SES takes a mail that it cannot render, and reports that later. */
  subjectOrFailure(data: TemplateData): { subject: string; failure?: string } {
    const { subject, defaults } = this.content;
    if (!defaults) return { subject };
    try {
      const all = mergeTemplateData(defaults, data);
      for (const path of this.#attributes) requireAttribute(path, all);
      return { subject: fillTemplate(subject, all) };
    } catch (error) {
      if (!(error instanceof MissingAttribute)) throw error;
      return { subject: '', failure: error.message };
    }
  }
}

/** One mail of a call. `data` completes the defaults of its content. */
interface Message {
  operation: SentMail['operation'];
  envelope: Envelope;
  shared: SharedContent;
  data: TemplateData;
}

/** Takes a mail: it is on disk when this returns. Throws a SesError. */
export function sendEmail(request: SendEmailRequest, mail: MailService): { MessageId: string } {
  const { Simple, Template } = request.Content;
  if (!Simple === !Template)
    throw badRequest('The content is one of Simple and Template; Raw is not imitated.');
  const content = Template ? templateContent(Template) : simpleContent(Simple);
  const headers = pairsOf((Template ?? Simple)?.Headers ?? []);
  const envelope = envelopeOf(request, request.Destination, headers, pairsOf(request.EmailTags));
  checkContent(content);
  checkSender(request, mail);
  const shared = new SharedContent(content);
  const message = { operation: 'SendEmail' as const, envelope, shared, data: {} };
  return mail.atomically(() => ({ MessageId: accept(message, mail) }));
}

/** One for each entry, in their order. */
export interface EntryResult {
  Status: 'SUCCESS' | EntryStatus;
  MessageId?: string;
  Error?: string;
}

/** Takes the entries that can be taken, together; the answer says which. Throws a SesError that is about all of them. */
export function sendBulkEmail(
  request: SendBulkEmailRequest,
  mail: MailService,
): { BulkEmailEntryResults: EntryResult[] } {
  const { Template } = request.DefaultContent;
  const content = templateContent(Template);
  checkEntryCount(request.BulkEmailEntries.length);
  checkContent(content);
  checkSender(request, mail);
  const shared = new SharedContent(content);
  const messageOf = (entry: SendBulkEmailRequest['BulkEmailEntries'][number]): Message => {
    const headers = replaced(Template.Headers, entry.ReplacementHeaders);
    const tags = replaced(request.DefaultEmailTags, entry.ReplacementTags);
    const replacement = entry.ReplacementEmailContent?.ReplacementTemplate?.ReplacementTemplateData ?? '{}';
    const envelope = envelopeOf(request, entry.Destination, headers, tags);
    return { operation: 'SendBulkEmail', envelope, shared, data: readTemplateData(replacement) };
  };
  return mail.atomically(() => ({
    BulkEmailEntryResults: request.BulkEmailEntries.map((entry) =>
      resultOf(() => accept(messageOf(entry), mail)),
    ),
  }));
}

function resultOf(take: () => string): EntryResult {
  try {
    return { Status: 'SUCCESS', MessageId: take() };
  } catch (error) {
    if (!(error instanceof SesError)) throw error;
    return { Status: error.entryStatus, Error: error.message };
  }
}

/** Throws a SesError before anything is stored. */
function accept({ operation, envelope, shared, data }: Message, mail: MailService): string {
  checkEnvelope(envelope);
  const recipients = recipientsOf(envelope);
  const unverified = mail.notVerified(envelope.from, recipients);
  if (unverified.length) throw notVerified(unverified, mail.place.region);
  mail.account.take(recipients.length);
  const at = mail.now();
  const rendered = shared.subjectOrFailure(data);
  const suppressed = mail.suppressed(recipients, envelope.configurationSet);
  const sent = { messageId: newMessageId(at), at, envelope, operation, suppressed, ...rendered };
  const reached = recipients.filter((address) => !suppressed.has(address));
  if (sent.failure === undefined && reached.length) {
    const left = withoutAddresses(envelope, suppressed);
    mail.store.add({ ...sent, envelope: left, recipients: reached }, shared.idIn(mail), data);
  }
  mail.report(sent);
  return sent.messageId;
}

function checkSender(
  {
    FromEmailAddress: from,
    ConfigurationSetName: set,
  }: { FromEmailAddress: string; ConfigurationSetName?: string },
  mail: MailService,
): void {
  mail.requireConfigurationSet(set);
  const unverified = mail.notVerified(from, []);
  if (unverified.length) throw notVerified(unverified, mail.place.region);
}

function simpleContent(simple: SendEmailRequest['Content']['Simple']): MailContent {
  return {
    subject: simple?.Subject.Data ?? '',
    html: simple?.Body.Html?.Data,
    text: simple?.Body.Text?.Data,
    attachments: attachmentsOf(simple?.Attachments ?? []),
  };
}

function templateContent(template: Template): MailContent {
  const stored = template.TemplateName ?? template.TemplateArn;
  if (stored !== undefined) throw new SesError('NotFoundException', `Template ${stored} does not exist.`);
  const { Subject: subject = '', Html: html, Text: text } = template.TemplateContent ?? {};
  for (const part of [subject, html ?? '', text ?? '']) checkTemplate(part);
  const defaults = readTemplateData(template.TemplateData);
  return { subject, html, text, defaults, attachments: attachmentsOf(template.Attachments) };
}

const attachmentsOf = (attachments: Template['Attachments']): Attachment[] =>
  attachments.map((one) => {
    const bytes = Buffer.from(one.RawContent, 'base64');
    return {
      filename: one.FileName,
      contentType: one.ContentType ?? 'application/octet-stream',
      contentDisposition: one.ContentDisposition,
      contentId: one.ContentId,
      size: bytes.length,
      bytes,
    };
  });

function envelopeOf(
  request: { FromEmailAddress: string; ReplyToAddresses: string[]; ConfigurationSetName?: string },
  { ToAddresses: to, CcAddresses: cc, BccAddresses: bcc }: Destination,
  headers: Pair[],
  tags: Pair[],
): Envelope {
  const {
    FromEmailAddress: from,
    ReplyToAddresses: replyTo,
    ConfigurationSetName: configurationSet,
  } = request;
  return { from, replyTo, to, cc, bcc, headers, tags, configurationSet };
}

type WirePairs = SendEmailRequest['EmailTags'];

const pairsOf = (pairs: WirePairs): Pair[] => pairs.map(({ Name: name, Value: value }) => ({ name, value }));

/** An entry's headers and tags stand in place of those of the call that have the same names. */
function replaced(defaults: WirePairs, replacements: WirePairs): Pair[] {
  const names = new Set(replacements.map(({ Name }) => Name));
  return pairsOf([...defaults.filter(({ Name }) => !names.has(Name)), ...replacements]);
}

const recipientsOf = ({ to, cc, bcc }: Envelope): string[] => [...to, ...cc, ...bcc].map(bareAddress);

function withoutAddresses(envelope: Envelope, without: ReadonlyMap<string, unknown>): Envelope {
  const left = (list: string[]) => list.filter((address) => !without.has(bareAddress(address)));
  return { ...envelope, to: left(envelope.to), cc: left(envelope.cc), bcc: left(envelope.bcc) };
}

/** In SES's form: when, and what makes it unique. */
const newMessageId = (at: number): string =>
  `0102${at.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
