import {
  DeleteSuppressedDestinationCommand,
  NotFoundException,
  type SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { Attachment } from '../contract/letter.ts';
import type { OutgoingMail } from '../letters/letter-mail.ts';
import type { AccountSuppressions, MailAnswer, Mailer } from '../ports.ts';

/** Sends through the letters' configuration set. The client must try once only. */
export const sesMailer = (client: SESv2Client, configurationSet: string): Mailer => ({
  async send(mail) {
    try {
      const { MessageId } = await client.send(new SendEmailCommand(requestOf(mail, configurationSet)));
      return MessageId ? { outcome: 'sent', messageId: MessageId } : { outcome: 'unknown' };
    } catch (error) {
      return answerIn(error);
    }
  },
});

export const sesAccountSuppressions = (client: SESv2Client): AccountSuppressions => ({
  async remove(address) {
    try {
      await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: address }));
      return true;
    } catch (error) {
      if (error instanceof NotFoundException) return false;
      throw error;
    }
  },
});

function requestOf(mail: OutgoingMail, set: string) {
  const { from, replyTo, to, subject, html, text, headers, tags, attachments } = mail;
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return {
    FromEmailAddress: from,
    ReplyToAddresses: [replyTo],
    Destination: { ToAddresses: [to] },
    ConfigurationSetName: set,
    EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Html: utf8(html), Text: utf8(text) },
        Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
        ...(attachments && { Attachments: attachments.map(attached) }),
      },
    },
  };
}

/** The SDK encodes the bytes for the way to SES; how they stand in the mail is seven-bit unless it is said. */
const attached = ({ filename, type, base64 }: Attachment) => ({
  FileName: filename,
  ContentType: type,
  ContentDisposition: 'ATTACHMENT' as const,
  ContentTransferEncoding: 'BASE64' as const,
  RawContent: Buffer.from(base64, 'base64'),
});

/** The connection did not come about: SES has not seen the mail. */
const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * What SES's error means for the mail: an answer of 4xx says that SES did not take it; anything else says nothing. Its
 * text may name the address and goes no further.
 */
export function answerIn(error: unknown): MailAnswer {
  const { name = '', message = '', code = '', $metadata } = Object(error);
  if (unreachable.has(String(code))) return { outcome: 'later', why: 'unreachable' };
  const status: unknown = $metadata?.httpStatusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500 || status === 408)
    return { outcome: 'unknown' };
  const text = String(message);
  if (/quota/i.test(text)) return { outcome: 'later', why: 'over-quota' };
  if (status === 429 || /Throttl|TooManyRequests/.test(name)) return { outcome: 'later', why: 'throttled' };
  // Also of an address that the sandbox does not know.
  if (name === 'MessageRejected' && !/not verified/i.test(text))
    return { outcome: 'refused', why: 'rejected' };
  if (!/BadRequest|Validation|InvalidParameter/.test(name)) return { outcome: 'later', why: 'account' };
  return { outcome: 'refused', why: /address|domain|recipient/i.test(text) ? 'address' : 'invalid' };
}
