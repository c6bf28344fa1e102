import { readFileSync } from 'node:fs';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { StartRefused } from '../cloud.ts';

const probability = z._default(z.number().check(z.minimum(0), z.maximum(1)), 0);
/** SQS's longest delay, in milliseconds. */
const latest = 900_000;
const milliseconds = (otherwise: number) =>
  z._default(z.int().check(z.minimum(0), z.maximum(latest)), otherwise);

const faults = z.strictObject({
  /** The same seed gives the same weather. */
  seed: z.int(),

  /** Calls to AWS: each a probability a call. */
  throttled: probability,
  /** A TransactionConflict: another transaction uses the same item. */
  conflicting: probability,
  timedOutBefore: probability,
  timedOutAfter: probability,
  /** Of a batch (SendMessageBatch, PutEvents, BatchGetItem, BatchWriteItem, SendBulkEmail) some entries take no effect, and the
   *  answer says which. Nothing else is ever done in part. */
  partly: probability,
  slow: probability,
  slowBy: milliseconds(100),
  /** The function's worker dies just before or after a call takes effect. */
  killedBefore: probability,
  killedAfter: probability,

  /** Messages in queues; late ones arrive out of order. */
  twice: probability,
  late: probability,
  lateBy: milliseconds(500),

  /** Batches of a table's stream. */
  streamTwice: probability,
  streamLate: probability,
  streamLateBy: milliseconds(500),

  /** What SES reports of mails, which it promises to nobody: each a probability an event. */
  feedbackLost: probability,
  feedbackTwice: probability,
  feedbackLate: probability,
  feedbackLateBy: milliseconds(500),

  /** What SES allows the account: recipients a second and in any 24 hours, and whether it is in the sandbox. */
  mailPerSecond: z._default(z.int().check(z.minimum(1)), 500),
  mailPerDay: z._default(z.int().check(z.minimum(1)), 1_000_000),
  mailSandbox: z._default(z.boolean(), false),
  /** SES answers so many milliseconds after it took a mail. */
  mailAnswersLateBy: milliseconds(0),

  /** Secondary indexes show changes up to so many milliseconds late. */
  indexLateBy: z._default(z.int().check(z.minimum(0), z.maximum(5000)), 0),
});

/** What the weather is made of: probabilities, and times in milliseconds. */
export type Faults = z.output<typeof faults>;
export type FaultsGiven = z.input<typeof faults>;

/** Completes what was given. Throws StartRefused with what is wrong and what there is. */
export function faultsOf(given: unknown, where = 'The weather'): Faults {
  const read = faults.safeParse(given, { error: en().localeError });
  if (read.success) return read.data;
  const complaints = read.error.issues.map(({ path, message, ...issue }) => {
    if (issue.code === 'unrecognized_keys') return `unknown: ${issue.keys.join(', ')}`;
    const name = path.join('.') || 'the file';
    return message.endsWith('received undefined') ? `${name} is missing` : `${name}: ${message}`;
  });
  const known = Object.keys(faults.shape).join(', ');
  throw new StartRefused(
    `${where} cannot be made (${complaints.join('; ')}). There is: ${known}. ${example}`,
  );
}

const example = 'examples/weather.json is one to start from.';

/** Reads a file of faults (JSON). Throws StartRefused. */
export function readFaults(file: string): Faults {
  return faultsOf(parsed(file), `The weather of ${file}`);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartRefused(`--faults ${file} cannot be read: ${why}. ${example}`, { cause });
  }
}
