import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Queue } from '../sqs/queue.ts';

/** What messages of a press may name: a page, an upload, a document, an object, a key of the content table. */
const named = z.object({
  path: z.optional(z.string()),
  upload: z.optional(z.string()),
  unannounced: z.optional(z.object({ pk: z.string(), sk: z.string() })),
  detail: z.optional(
    z.object({ slug: z.optional(z.string()), object: z.optional(z.object({ key: z.string() })) }),
  ),
});

/** How many messages the queues hold and what the newest is about; `errorOf` gives the error by message id. */
export function describeDeadLetters(
  queues: readonly Queue[],
  errorOf: (id: string) => string | undefined,
): string {
  return queues
    .flatMap((queue) => {
      const newest = queue.newest();
      if (!newest) return [];
      const error = errorOf(newest.id);
      const about = [subjectOf(newest.body) ?? `message ${newest.id}`, ...(error ? [error] : [])].join(': ');
      return [`${queue.settings.name} holds ${queue.counts.visible}, the newest about ${about}.`];
    })
    .join(' ');
}

function subjectOf(body: string): string | undefined {
  const { data } = named.safeParse(parsed(body));
  if (!data) return undefined;
  const { unannounced: key } = data;
  return (
    data.path ??
    data.detail?.slug ??
    data.detail?.object?.key ??
    data.upload ??
    (key && `${key.pk} ${key.sk}`)
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const entry = z.object({
  record: z.string(),
  error: z.object({ name: z.string(), message: z.string() }),
});

/** How much of a log's end is searched, in bytes. */
const tailBytes = 200_000;

/** The first line of the last error that a function logged for a record, by the record's id. */
export function loggedError(data: string, record: string): string | undefined {
  const folder = join(data, 'logs');
  if (!existsSync(folder)) return undefined;
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.log'))) {
    const line = endOf(join(folder, name))
      .split('\n')
      .findLast((one) => one.includes(record) && one.includes('"error"'));
    const error = line && errorIn(line, record);
    if (error) return error;
  }
  return undefined;
}

function errorIn(line: string, record: string): string | undefined {
  try {
    const { data } = entry.safeParse(JSON.parse(line.slice(line.indexOf('{'))));
    if (data?.record !== record) return undefined;
    return `${data.error.name}: ${data.error.message.split('\n')[0]}`;
  } catch {
    return undefined;
  }
}

function endOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const end = Buffer.alloc(Math.min(size, tailBytes));
    readSync(descriptor, end, 0, end.length, size - end.length);
    return end.toString();
  } finally {
    closeSync(descriptor);
  }
}
