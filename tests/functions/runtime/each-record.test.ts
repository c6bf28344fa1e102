import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { eachGroup, eachRecord } from '../../../functions/runtime/each-record.ts';
import { remembered } from './remembered-log.ts';

const record = (messageId: string, body: string, MessageGroupId?: string) =>
  ({ messageId, body, attributes: { MessageGroupId } }) as SQSRecord;
const batch = (...Records: SQSRecord[]): SQSEvent => ({ Records });
const failed = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

it('does not let one bad record repeat its neighbours', async () => {
  const done: string[] = [];
  const log = remembered();
  const run = eachRecord(log, async ({ body }) => {
    if (body === 'bad') throw new Error('no');
    done.push(body);
  });
  expect(await run(batch(record('1', 'a'), record('2', 'bad'), record('3', 'c')))).toEqual(failed('2'));
  expect(done).toEqual(['a', 'c']);
  expect(log.lines).toHaveLength(1);
});

it('takes each group of a FIFO batch once, and returns all of a group that failed', async () => {
  const done: string[] = [];
  const run = eachGroup(remembered(), async (records) => {
    if (records[0].body === '/b') throw new Error('no');
    done.push(`${records[0].body} ${records.length}`);
  });
  const event = batch(
    record('1', '/a', 'a'),
    record('2', '/b', 'b'),
    record('3', '/a', 'a'),
    record('4', '/b', 'b'),
  );
  expect(await run(event)).toEqual(failed('2', '4'));
  expect(done).toEqual(['/a 2']);
});
