import * as z from 'zod/mini';
import { badRequest } from './ses-error.ts';

/** Bodies of SES v2's calls; https://docs.aws.amazon.com/ses/latest/APIReference-V2/. */

const text = z.strictObject({ Data: z.string(), Charset: z.optional(z.string()) });
const pairs = z._default(z.array(z.strictObject({ Name: z.string(), Value: z.string() })), []);
const addresses = z._default(z.array(z.string()), []);

const ofAtMost = (length: number) => z.string().check(z.minLength(1), z.maxLength(length));

/** Its extension must not be one that SES takes for dangerous, which are not imitated. */
const attachments = z._default(
  z.array(
    z.strictObject({
      FileName: ofAtMost(255),
      /** Base64. */
      RawContent: z.string(),
      ContentType: z.optional(ofAtMost(78)),
      ContentDisposition: z.optional(z.enum(['ATTACHMENT', 'INLINE'])),
      ContentId: z.optional(ofAtMost(78)),
      ContentDescription: z.optional(ofAtMost(1000)),
      ContentTransferEncoding: z.optional(z.enum(['BASE64', 'QUOTED_PRINTABLE', 'SEVEN_BIT'])),
    }),
  ),
  [],
);

const destination = z.strictObject({
  ToAddresses: addresses,
  CcAddresses: addresses,
  BccAddresses: addresses,
});

const template = z.strictObject({
  TemplateName: z.optional(z.string()),
  TemplateArn: z.optional(z.string()),
  TemplateContent: z.optional(
    z.strictObject({
      Subject: z.optional(z.string()),
      Html: z.optional(z.string()),
      Text: z.optional(z.string()),
    }),
  ),
  TemplateData: z._default(z.string(), '{}'),
  Headers: pairs,
  Attachments: attachments,
});

/** Bounces are not mailed to anybody, and there are no endpoints in other regions. */
const ignored = {
  FromEmailAddressIdentityArn: z.optional(z.string()),
  FeedbackForwardingEmailAddress: z.optional(z.string()),
  FeedbackForwardingEmailAddressIdentityArn: z.optional(z.string()),
};

export const sendEmailShape = z.strictObject({
  FromEmailAddress: z.string(),
  ReplyToAddresses: addresses,
  Destination: destination,
  Content: z.strictObject({
    Simple: z.optional(
      z.strictObject({
        Subject: text,
        Body: z.strictObject({ Html: z.optional(text), Text: z.optional(text) }),
        Headers: pairs,
        Attachments: attachments,
      }),
    ),
    Template: z.optional(template),
  }),
  EmailTags: pairs,
  ConfigurationSetName: z.optional(z.string()),
  ...ignored,
});

export const sendBulkEmailShape = z.strictObject({
  FromEmailAddress: z.string(),
  ReplyToAddresses: addresses,
  DefaultContent: z.strictObject({ Template: template }),
  DefaultEmailTags: pairs,
  BulkEmailEntries: z.array(
    z.strictObject({
      Destination: destination,
      ReplacementEmailContent: z.optional(
        z.strictObject({
          ReplacementTemplate: z.optional(
            z.strictObject({ ReplacementTemplateData: z._default(z.string(), '{}') }),
          ),
        }),
      ),
      ReplacementHeaders: pairs,
      ReplacementTags: pairs,
    }),
  ),
  ConfigurationSetName: z.optional(z.string()),
  ...ignored,
});

export const putSuppressedShape = z.strictObject({
  EmailAddress: z.string(),
  Reason: z.enum(['BOUNCE', 'COMPLAINT']),
});

export type SendEmailRequest = z.output<typeof sendEmailShape>;
export type SendBulkEmailRequest = z.output<typeof sendBulkEmailShape>;
export type Template = z.output<typeof template>;
export type Destination = z.output<typeof destination>;

/** Reads a body; throws a SesError that names what is missing or not imitated. */
export function readBody<T extends z.ZodMiniType>(shape: T, body: unknown): z.output<T> {
  const read = shape.safeParse(body);
  if (read.success) return read.data;
  const complaints = read.error.issues.map((issue) => {
    const path = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return `${path}: ${issue.message}`;
    return issue.keys.map((key) => `${path ? `${path}.` : ''}${key} is not imitated`).join('; ');
  });
  throw badRequest(`The request is not what SES takes (${complaints.join('; ')}).`);
}
