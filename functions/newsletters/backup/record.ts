import * as z from 'zod/mini';
import type { ComposedIssue, FrozenIssue, IssueContent } from '../compose/issue-content.ts';
import type { Digest } from '../digests/digest.ts';
import type { Report } from '../issues/batch.ts';
import type { Frozen, Issue, IssueText, Stop } from '../issues/issue.ts';

/*
 * Newsletters as the API gives them to a backup, as that holds them, and as they are handed in again: issues with what
 * they showed and their figures, digests, and which list had which article. People and who got what are not among them.
 */

const instant = z.iso.datetime();
const identity = z.string().check(z.regex(/^[A-Za-z0-9.-]{1,100}$/, 'has to be the identity of a document'));
const slug = z.string().check(z.regex(/^[a-z0-9-]{1,200}$/, 'has to be a slug'));
const words = z.string().check(z.maxLength(10_000, 'is too long'));
const lists = z
  .array(slug)
  .check(z.minLength(1, 'has to name a list'), z.maxLength(50, 'names too many lists'));
const counted = z.int().check(z.gte(0, 'has to count from 0'));
const text = z.optional(words);

const pieces = z.array(z.strictObject({ slug, line: text }));
/** Key of a Body. */
const body = z.string().check(z.maxLength(300));

const issueText = z.strictObject({
  ...{ slug, revision: counted, title: words, subject: words, preview: text, language: text },
  ...{ lists, pieces, sinceLast: z.optional(z.literal(true)), body },
  unpublished: z.optional(z.literal(true)),
});

const stop = z.strictObject({
  why: z.enum([
    ...(['editor', 'withdrawn', 'piece-withdrawn', 'sandbox', 'mail-service', 'refused'] as const),
    ...(['bounces', 'complaints', 'nobody', 'restored'] as const),
  ]),
  ...{ said: words, at: instant, by: text },
}) satisfies z.ZodMiniType<Stop>;

/** Without its key, which follows from the issue, and what got a mark, which the marks tell themselves. */
const frozen = z.strictObject({
  ...{ at: instant, revision: counted, lists, carries: z.array(identity) },
  batchSize: z.int().check(z.gte(1), z.lte(50)),
});

/** Without what a function goes on with, and without `version` and `writes`, which count in one press. */
const issue = z.strictObject({
  text: issueText,
  state: z.enum([
    ...(['draft', 'scheduled', 'missed', 'preparing', 'sending', 'paused'] as const),
    ...(['sent', 'cancelled', 'failed'] as const),
  ]),
  digest: z.optional(identity),
  sendAt: z.optional(instant),
  stop: z.optional(stop),
  frozen: z.optional(frozen),
  round: z.int().check(z.gte(1)),
  audience: z.optional(counted),
  startedAt: z.optional(instant),
  endedAt: z.optional(instant),
  withdrawnAt: z.optional(instant),
});

const figures = z.strictObject({
  ...{ audience: counted, waiting: counted, claimed: counted, sent: counted, suppressed: counted },
  ...{ failed: counted, inDoubt: counted, notSent: counted },
  ...{ delivered: counted, bounced: counted, complained: counted, unsubscribed: counted },
}) satisfies z.ZodMiniType<Report>;

const sitePath = z.string().check(z.regex(/^\/(?![/\\])/, 'has to be a path of the site'));

const picture = z.strictObject({
  ...{ name: words, width: counted, height: counted, src: sitePath },
  variants: z.array(z.strictObject({ path: sitePath, width: counted, height: counted, type: words })),
  ...{ alt: text, credit: text, caption: text },
});

const piece = z.strictObject({
  ...{ id: identity, slug, title: words, standfirst: text, line: text, authors: z.array(words) },
  ...{ section: text, language: text, picture: z.optional(picture) },
});

/** What an issue shows. Its pages run no script, whatever the intro says (`runtime/page-http.ts`). */
const content = z.strictObject({
  ...{ slug, title: words, subject: words, preview: text, language: text },
  // Its lists may have left the press since.
  lists: z.array(slug).check(z.maxLength(50, 'names too many lists')),
  intro: z.strictObject({ html: z.string(), text: z.string(), pictures: z.array(picture) }),
  pieces: z.array(piece),
  more: z.optional(z.strictObject({ count: counted, path: sitePath })),
  archive: z.optional(sitePath),
  missing: z.optional(z.array(words)),
}) satisfies z.ZodMiniType<IssueContent>;

const composed = z.strictObject({
  ...{ subject: words, html: z.string(), text: z.string(), bytes: counted },
}) satisfies z.ZodMiniType<ComposedIssue>;

const mail = z.strictObject({
  ...{ content, composed, from: words, replyTo: words },
}) satisfies z.ZodMiniType<FrozenIssue>;

/** `changed`: when it last came further, as the line of it says. `mail`: as it was frozen; `page`: as the archive shows it. */
const issueRecord = z.strictObject({
  ...{ kind: z.literal('issue'), id: identity, changed: z.optional(instant), issue, figures },
  ...{ mail: z.optional(mail), page: z.optional(content) },
});

const digest = z.strictObject({
  ...{ slug, revision: counted, every: words, title: words, subject: words, preview: text, language: text },
  ...{ lists, pieces, body, state: z.enum(['awake', 'asleep']), why: text },
  asleepFor: z.optional(z.enum(['editor', 'withdrawn', 'restored'])),
  last: text,
});

const digestRecord = z.strictObject({ kind: z.literal('digest'), id: identity, digest });

/** More come with another call: each is one write. */
const mostNews = 1_000;
const few = <T extends z.ZodMiniType>(one: T) =>
  z.array(one).check(z.maxLength(mostNews, `has at most ${mostNews} entries: hand it in in parts`));

const waitingPiece = z.strictObject({ id: identity, slug, first: instant });
const mark = z.strictObject({ piece: identity, issue: z.union([identity, z.literal('')]) });

/** Of a list: since when articles are news to it, those that wait, and those that it has had, with the issue that carried
 *  each (empty: none did). */
const newsRecord = z.strictObject({
  ...{ kind: z.literal('news'), id: slug, start: instant },
  waiting: few(waitingPiece),
  marks: few(mark),
});

export const newsletterRecord = z.discriminatedUnion('kind', [issueRecord, digestRecord, newsRecord]);
export type NewsletterRecord = z.output<typeof newsletterRecord>;
export type IssueRecord = z.output<typeof issueRecord>;
export type DigestRecord = z.output<typeof digestRecord>;
export type NewsRecord = z.output<typeof newsRecord>;

/** As the API gives it: of a list all there is, which is more than one call takes. */
export const wholeRecord = z.union([
  issueRecord,
  digestRecord,
  z.strictObject({
    ...newsRecord.shape,
    ...{ waiting: z.array(waitingPiece), marks: z.array(mark) },
  }),
]);

/** A line of what there is. `state` and `changed` of an issue: a backup that has it so needs no other. */
export const recordLine = z.strictObject({
  name: z.string(),
  state: z.optional(z.string()),
  changed: z.optional(instant),
});

export const recordList = z.strictObject({ items: z.array(recordLine), next: z.nullable(z.string()) });

/** What a record is called: in its address, and as a file of a backup. */
export const nameOf = ({ kind, id }: { kind: NewsletterRecord['kind']; id: string }): string =>
  `${kind}.${id}`;

/** The kind and the id in a name; undefined for no name of a record. */
export function namedBy(name: string): { kind: NewsletterRecord['kind']; id: string } | undefined {
  const kind = (['issue', 'digest', 'news'] as const).find((one) => name.startsWith(`${one}.`));
  return kind && { kind, id: name.slice(kind.length + 1) };
}

/** The record of an issue's row. */
export const issueIn = (row: Issue): IssueRecord['issue'] => {
  const { text: said, state, digest: from, sendAt, stop: why, frozen: is, round } = row;
  const { audience, startedAt, endedAt, withdrawnAt } = row;
  return {
    ...{ text: withoutVersion(said), state, digest: from, sendAt, stop: why, frozen: is && decided(is) },
    ...{ round, audience, startedAt, endedAt, withdrawnAt },
  };
};

const withoutVersion = ({ version, ...said }: IssueText) => said;
const decided = ({ key, marks, ...others }: Frozen) => others;

export const digestIn = ({ id, version, dueAt, writes, ...others }: Digest): DigestRecord['digest'] => others;
