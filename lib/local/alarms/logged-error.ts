import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

const entry = z.object({
  record: z.string(),
  error: z.object({ name: z.string(), message: z.string() }),
});

/** As much of a log's end as is looked through, in bytes. */
const most = 200_000;

/** The first line of the error that a function logged last of a record, by the record's id. */
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
    const end = Buffer.alloc(Math.min(size, most));
    readSync(descriptor, end, 0, end.length, size - end.length);
    return end.toString();
  } finally {
    closeSync(descriptor);
  }
}
