import * as z from 'zod/mini';
import { dynamoPressDocument } from '../../content/contract/dynamo-press-document.ts';
import { dynamoClient, eventBridgeClient, s3Client, sqsClient } from '../../runtime/clients.ts';
import { systemClock } from '../../runtime/clock.ts';
import { eachRecord } from '../../runtime/each-record.ts';
import { readEnv } from '../../runtime/env.ts';
import { ulids } from '../../runtime/ids.ts';
import { logOf } from '../../runtime/log.ts';
import { copyPress } from '../../runtime/press/copy-press.ts';
import { sqsRetryDelay } from '../../runtime/sqs-retry-delay.ts';
import { letterNotWanted, notWantedReasons, personErased } from '../contract/letter.ts';
import { busPost } from '../store/bus-post.ts';
import { dynamoAddresses } from '../store/dynamo-addresses.ts';
import { dynamoOutbox } from '../store/dynamo-outbox.ts';
import { pressCopyIn, settingsFrom } from '../store/press-copy.ts';
import { s3SuppressionLog } from '../store/s3-suppression-log.ts';
import { closeNotWanted, forgetPerson, hearFeedback } from './hear-feedback.ts';

const env = readEnv('postTable', 'contentTable', 'leaveLog', 'eventBus', 'workQueue');
const log = logOf('hear-feedback');
const dynamo = dynamoClient();
const retryDelay = sqsRetryDelay(sqsClient(), env.workQueue);
const deps = {
  outbox: dynamoOutbox(dynamo, env.postTable),
  addresses: dynamoAddresses(dynamo, env.postTable),
  suppressionLog: s3SuppressionLog(s3Client(), env.leaveLog, ulids(systemClock)),
  announcer: busPost(eventBridgeClient(), env.eventBus),
  clock: systemClock,
};
const document = dynamoPressDocument(dynamo, env.contentTable);
const pressDeps = {
  pressDocument: { read: async () => settingsFrom(await document.read()) },
  pressCopy: pressCopyIn(dynamo, env.postTable),
};

const isoInstant = z.pipe(
  z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
  z.transform((text) => new Date(text).toISOString()),
);

/** A tag's values by its name. */
const tags = z.record(z.string(), z.array(z.string()));

/** What the rules of lib/post.ts make of SES's events. */
const fromSes = z.object({
  feedback: z.object({
    type: z.enum(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject']),
    messageId: z.string(),
    time: isoInstant,
    bounce: z.optional(z.string()),
    tags,
  }),
});

const fromBus = z.object({ 'detail-type': z.string(), detail: z.optional(z.unknown()) });
const erased = z.object({ hash: z.string(), at: isoInstant });
const unwanted = z.object({ letter: z.string(), next: z.string(), why: z.enum(notWantedReasons) });

/**
 * A room has one standard queue. What SES reports of a mail comes through an input transformer; the other events, as they
 * are on their bus: a person was erased, a room has no letter to send again, the press document changed, or a deploy is
 * done, after which that document is read whatever was missed.
 */
export const handler = eachRecord({ log, retryDelay }, async ({ body }) => {
  const message: unknown = JSON.parse(body);
  const ses = fromSes.safeParse(message);
  if (ses.success) return hearFeedback(feedbackOf(ses.data), deps);
  const event = fromBus.parse(message);
  if (event['detail-type'] === personErased) return forgetPerson(erased.parse(event.detail), deps);
  if (event['detail-type'] === letterNotWanted) return closeNotWanted(unwanted.parse(event.detail), deps);
  await copyPress(pressDeps);
});

function feedbackOf({ feedback: { time, tags, ...feedback } }: z.output<typeof fromSes>) {
  const tag = (name: string): string | undefined => tags[name]?.[0];
  return {
    ...feedback,
    at: time,
    hash: tag('hash'),
    letter: tag('letter'),
    attempt: Number(tag('attempt') ?? 0),
  };
}
