import type { SQSMessageAttribute, SQSRecord } from 'aws-lambda';
import type { Cloud } from '../cloud.ts';
import {
  failuresOf,
  filterOf,
  invokeOnBatch,
  inWeather,
  type Mapping,
  mostAtOnce,
  reportsFailures,
} from '../events/mapping.ts';
import { reportWork } from '../pending-work.ts';
import { BatchLoop } from './batch-loop.ts';
import { attributesMd5, type Message, type MessageAttribute, md5 } from './message.ts';
import { queuesOf } from './queues.ts';
import { systemAttributes } from './receive-actions.ts';
import type { QueueSettings } from './settings.ts';

/** Runs a function on a queue's messages. Returns how to stop. */
export function mapQueue(mapping: Mapping, cloud: Cloud): () => void {
  const queues = queuesOf(cloud);
  const queue = queues.byArn(mapping.EventSourceArn);
  const options = {
    size: mapping.BatchSize ?? 10,
    window: mapping.MaximumBatchingWindowInSeconds,
    concurrency: Math.min(mapping.ScalingConfig?.MaximumConcurrency ?? mostAtOnce, mostAtOnce),
    retryDelay: queues.retryDelay,
  };
  const passes = filterOf(mapping.FilterCriteria);
  const recordOf = (message: Message) => lambdaRecord(message, queue.settings, cloud.place.region);
  const loop: BatchLoop = new BatchLoop(queue, options, async (batch) => {
    const wanted = batch.filter((message) => passes(readable(recordOf(message))));
    if (!wanted.length) return [];
    const { fifo, name, visibility } = queue.settings;
    // Then the messages are visible again, received once more.
    const deadline = Date.now() + visibility;
    const invoke = () =>
      invokeOnBatch(
        () => cloud.invoke(mapping.FunctionName, { Records: wanted.map(recordOf) }),
        () => loop.stopped || Date.now() >= deadline,
      );
    const result = await (fifo ? inWeather(cloud, name, invoke) : invoke());
    return result.outcome === 'failed' ? wanted : failedOf(wanted, mapping, result.payload);
  });
  reportWork(cloud, () => queue.work());
  return () => loop.stop();
}

/** An identifier that is not of the batch fails all of it. */
function failedOf(batch: readonly Message[], mapping: Mapping, payload: unknown): readonly Message[] {
  const failures = reportsFailures(mapping) ? failuresOf(payload) : [];
  if (failures === 'all') return batch;
  const failed = batch.filter(({ id }) => failures.includes(id));
  return failed.length === new Set(failures).size ? failed : batch;
}

/** Filters look into a body that is JSON. */
function readable(record: ReturnType<typeof lambdaRecord>): unknown {
  try {
    return { ...record, body: JSON.parse(record.body) };
  } catch {
    return record;
  }
}

/** A message as Lambda hands it to a function. */
function lambdaRecord(message: Message, queue: QueueSettings, region: string): SQSRecord {
  const digest = attributesMd5(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: message.receipt ?? '',
    body: message.body,
    attributes: systemAttributes(message, queue.fifo),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes ?? {}).map(([name, attribute]) => [name, lambdaAttribute(attribute)]),
    ),
    md5OfBody: md5(message.body),
    ...(digest ? { md5OfMessageAttributes: digest } : {}),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}

const lambdaAttribute = (attribute: MessageAttribute): SQSMessageAttribute => ({
  stringValue: attribute.StringValue,
  binaryValue: attribute.BinaryValue,
  stringListValues: [],
  binaryListValues: [],
  dataType: attribute.DataType,
});
