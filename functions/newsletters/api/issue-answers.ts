import * as z from 'zod/mini';

/* What the API answers of newsletters. Tests hold the answers and the examples to these schemas. */

const instant = z.iso.datetime({ precision: 0 });
const optionalText = z.optional(z.string());
const state = z.enum([
  'draft',
  'scheduled',
  'missed',
  'preparing',
  'sending',
  'paused',
  'sent',
  'cancelled',
  'failed',
]);

const stop = z.strictObject({ why: z.string(), said: z.string(), at: instant, by: optionalText });

const issueMembers = {
  slug: z.string(),
  title: z.string(),
  subject: z.string(),
  state,
  lists: z.array(z.string()),
  digest: optionalText,
  sendAt: z.optional(instant),
  audience: z.optional(z.int()),
  started: z.optional(instant),
  ended: z.optional(instant),
  stop: z.optional(stop),
};

const digestMembers = {
  slug: z.string(),
  title: z.string(),
  subject: z.string(),
  state: z.enum(['awake', 'asleep']),
  lists: z.array(z.string()),
  every: z.string(),
  why: optionalText,
  next: z.optional(instant),
  last: optionalText,
};

export const newsletterLine = z.strictObject(issueMembers);
export const digestLine = z.strictObject(digestMembers);

export const newsletterList = z.strictObject({
  digests: z.array(digestLine),
  items: z.array(newsletterLine),
  next: z.nullable(z.string()),
});

export const finding = z.strictObject({
  code: z.string(),
  level: z.enum(['warning', 'note']),
  text: z.string(),
});

const whole = {
  revision: z.int(),
  pieces: z.array(z.strictObject({ slug: z.string(), line: optionalText })),
  preview: optionalText,
  language: optionalText,
  people: z.int(),
  findings: z.array(finding),
};

export const newsletter = z.strictObject({
  ...{ ...issueMembers, ...whole },
  round: z.int(),
  sinceLast: z.optional(z.literal(true)),
  frozen: z.optional(instant),
  pausedFrom: z.optional(z.enum(['preparing', 'sending'])),
  waitsUntil: z.optional(instant),
  again: z.optional(z.enum(['failed', 'doubt'])),
  withdrawn: z.optional(instant),
});

export const digest = z.strictObject({ ...digestMembers, ...whole });

export const newsletterOrDigest = z.union([newsletter, digest]);

const figure = z.int();

export const report = z.strictObject({
  ...{ state, audience: figure, waiting: figure, claimed: figure, sent: figure },
  ...{ delivered: figure, bounced: figure, complained: figure, suppressed: figure },
  ...{ failed: figure, inDoubt: figure, notSent: figure, unsubscribed: figure },
});

export const preview = z.strictObject({
  ...{ from: z.string(), replyTo: z.string(), subject: z.string(), preview: optionalText },
  ...{ html: z.string(), text: z.string(), bytes: z.int() },
  ...{ people: z.int(), findings: z.array(finding) },
});

export const lineOfEither = z.union([newsletterLine, digestLine]);

export const testAccepted = z.strictObject({ requested: z.literal(true) });

export const ledgerLink = z.strictObject({ url: z.url(), expires: instant });

const proof = z.enum(['on', 'pending', 'failed', 'off']);

export const mailCheck = z.strictObject({
  sender: z.strictObject({ address: z.string(), domain: z.string() }),
  account: z.strictObject({
    ...{ sandbox: z.boolean(), enabled: z.boolean(), perSecond: z.number() },
    ...{ perDay: z.nullable(z.number()), sentInADay: z.number() },
  }),
  identity: z.nullable(
    z.strictObject({
      ...{ name: z.string(), verified: z.boolean(), dkim: proof },
      mailFrom: z.optional(z.strictObject({ domain: z.string(), state: proof })),
      records: z.array(z.strictObject({ type: z.string(), name: z.string(), value: z.string() })),
    }),
  ),
  checks: z.array(
    z.strictObject({ what: z.string(), state: z.enum(['ok', 'warning', 'fault']), text: z.string() }),
  ),
});
