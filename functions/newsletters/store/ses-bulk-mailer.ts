import {
  type BulkEmailEntryResult,
  GetAccountCommand,
  type SESv2Client,
  SendBulkEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { FrozenIssue } from '../compose/issue-content.ts';
import type { CallResult, EntryResult } from '../issues/batch.ts';
import type { BulkMailer, MailAccount, Recipient } from '../issues/ports.ts';

/** Sends through the newsletters' configuration set. The client must try once only: SES has no idempotency tokens. */
export const sesBulkMailer = (client: SESv2Client, configurationSet: string): BulkMailer => ({
  async send({ from, frozen, recipients }) {
    try {
      const request = requestOf(from, frozen, recipients, configurationSet);
      const { BulkEmailEntryResults = [] } = await client.send(new SendBulkEmailCommand(request));
      const entries = recipients.map((_, at) => entryResult(BulkEmailEntryResults[at]));
      return { outcome: 'answered', entries };
    } catch (error) {
      return callResult(error);
    }
  },
});

export const sesMailAccount = (client: SESv2Client): MailAccount => ({
  async read() {
    const account = await client.send(new GetAccountCommand({}));
    const { Max24HourSend = 0, MaxSendRate = 0, SentLast24Hours = 0 } = account.SendQuota ?? {};
    return {
      sandbox: !account.ProductionAccessEnabled,
      enabled: account.SendingEnabled === true && account.EnforcementStatus !== 'SHUTDOWN',
      perSecond: MaxSendRate,
      perDay: Max24HourSend,
      sentInADay: SentLast24Hours,
    };
  },
});

/** Characters that a template would take for its own; content has them as placeholders. */
const constant = { brace: '{', backslash: '\\' };

function requestOf(
  from: string,
  { composed, replyTo }: FrozenIssue,
  recipients: readonly Recipient[],
  ConfigurationSetName: string,
) {
  const { subject: Subject, html: Html, text: Text } = composed;
  return {
    FromEmailAddress: from,
    ReplyToAddresses: [replyTo],
    ConfigurationSetName,
    DefaultContent: {
      Template: { TemplateContent: { Subject, Html, Text }, TemplateData: JSON.stringify(constant) },
    },
    BulkEmailEntries: recipients.map(({ to, data, headers, tags }) => ({
      Destination: { ToAddresses: [to] },
      ReplacementEmailContent: {
        ReplacementTemplate: { ReplacementTemplateData: JSON.stringify({ ...constant, ...data }) },
      },
      ReplacementHeaders: pairs(headers),
      ReplacementTags: pairs(tags),
    })),
  };
}

const pairs = (record: Readonly<Record<string, string>>) =>
  Object.entries(record).map(([Name, Value]) => ({ Name, Value }));

/** Texts of SES may name an address: what goes on is its code alone. */
const codeOf = (text: string): string => (/^\w{1,60}$/.test(text) ? text : 'UNKNOWN');

/** The identity is at fault, or the sandbox. */
const notVerified = /not verified/i;

/** What the account or its configuration is at fault for, by the status of an entry. */
const stopping = new Set([
  'ACCOUNT_SUSPENDED',
  'ACCOUNT_SENDING_PAUSED',
  'CONFIGURATION_SET_NOT_FOUND',
  'CONFIGURATION_SET_SENDING_PAUSED',
  'INVALID_SENDING_POOL_NAME',
  'MAIL_FROM_DOMAIN_NOT_VERIFIED',
  'TEMPLATE_NOT_FOUND',
]);

/** A status that is not known here says nothing: in doubt, as without an id. */
function entryResult(result: BulkEmailEntryResult | undefined): EntryResult {
  const { Status: status = 'NO_RESULT', MessageId: message, Error: text = '' } = result ?? {};
  if (status === 'SUCCESS')
    return message ? { outcome: 'sent', message } : { outcome: 'doubt', why: 'NO_ID' };
  if (status === 'ACCOUNT_THROTTLED') return { outcome: 'throttled' };
  if (status === 'ACCOUNT_DAILY_QUOTA_EXCEEDED') return { outcome: 'quota' };
  if (stopping.has(status)) return { outcome: 'stopped', why: status };
  if (status === 'MESSAGE_REJECTED' && notVerified.test(text))
    return { outcome: 'stopped', why: 'IDENTITY_NOT_VERIFIED' };
  if (status === 'MESSAGE_REJECTED' || status === 'INVALID_PARAMETER')
    return { outcome: 'failed', why: status };
  return { outcome: 'doubt', why: codeOf(status) };
}

/** The connection did not come about: SES has not seen the call. */
const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

const faultOfAccount = /Suspended|Paused|NotVerified|NotFound/;
/** SES also says in the text of a bad request what it does not find. */
const missing = /(?:configuration set|identity|template|pool)\b.*(?:not exist|not found|disabled|paused)/i;

/** An answer of 4xx says that SES took none of it; anything else, a timeout above all, says nothing. */
function callResult(error: unknown): CallResult {
  const { name = '', message = '', code = '', $metadata } = Object(error);
  if (unreachable.has(String(code))) return { outcome: 'throttled' };
  const why = codeOf(String(name));
  const status: unknown = $metadata?.httpStatusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500 || status === 408)
    return { outcome: 'doubt', why };
  const text = String(message);
  if (/quota/i.test(text)) return { outcome: 'quota' };
  if (status === 429 || /Throttl|TooManyRequests|LimitExceeded/.test(why)) return { outcome: 'throttled' };
  const isOfAccount = faultOfAccount.test(why) || notVerified.test(text) || missing.test(text);
  return isOfAccount || status !== 400 ? { outcome: 'stopped', why } : { outcome: 'refused', why };
}
