import { showWork } from '../busy.ts';
import type { Cloud } from '../cloud.ts';
import { filterOf } from '../events/filter.ts';
import { failuresOf, type Mapping, mostAtOnce, reportsFailures } from '../events/mapping.ts';
import { inWeather } from '../weather/in-weather.ts';
import { BatchLoop } from './batch-loop.ts';
import { lambdaRecord } from './lambda-record.ts';
import type { Message } from './message.ts';
import { queuesOf } from './queues.ts';

/** Runs a function on a queue's messages. Returns how to stop. */
export function mapQueue(mapping: Mapping, cloud: Cloud): () => void {
  const queues = queuesOf(cloud);
  const queue = queues.byArn(mapping.EventSourceArn);
  const options = {
    size: mapping.BatchSize ?? 10,
    window: mapping.MaximumBatchingWindowInSeconds,
    concurrency: Math.min(mapping.ScalingConfig?.MaximumConcurrency ?? mostAtOnce, mostAtOnce),
    returnsAfter: queues.returnsAfter,
  };
  const passes = filterOf(mapping.FilterCriteria);
  const recordOf = (message: Message) => lambdaRecord(message, queue.settings, cloud.place.region);
  const loop = new BatchLoop(queue, options, async (batch) => {
    const wanted = batch.filter((message) => passes(readable(recordOf(message))));
    if (!wanted.length) return [];
    const invoke = () => cloud.invoke(mapping.FunctionName, { Records: wanted.map(recordOf) });
    const { fifo, name } = queue.settings;
    const result = await (fifo ? inWeather(cloud, name, invoke) : invoke());
    return result.outcome === 'failed' ? wanted : failedOf(wanted, mapping, result.payload);
  });
  showWork(cloud, () => queue.work());
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
