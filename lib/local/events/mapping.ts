import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Cloud, Invocation } from '../cloud.ts';
import { isThrottled } from '../lambda/functions.ts';
import { patternOf } from './pattern.ts';

const count = (otherwise: number) => z._default(z.coerce.number(), otherwise);
const flag = (otherwise: boolean) => z._default(z.boolean(), otherwise);
const milliseconds = (otherwise: number) =>
  z.pipe(
    count(otherwise),
    z.transform((seconds) => seconds * 1000),
  );

/** An AWS::Lambda::EventSourceMapping as declared; times in milliseconds, -1 is without end. */
export const mappingShape = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: flag(true),
  BatchSize: z.optional(z.coerce.number()),
  MaximumBatchingWindowInSeconds: milliseconds(0),
  FilterCriteria: z.optional(z.unknown()),
  FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
  ScalingConfig: z.optional(z.strictObject({ MaximumConcurrency: z.coerce.number() })),
  StartingPosition: z._default(z.enum(['TRIM_HORIZON', 'LATEST']), 'TRIM_HORIZON'),
  ParallelizationFactor: count(1),
  BisectBatchOnFunctionError: flag(false),
  MaximumRetryAttempts: count(-1),
  MaximumRecordAgeInSeconds: count(-1),
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
});

/** Most concurrent batches of a mapping: more gain nothing on one machine. */
export const mostAtOnce = 2;

export type Mapping = z.infer<typeof mappingShape>;

export const reportsFailures = (mapping: Mapping): boolean => mapping.FunctionResponseTypes.length > 0;

const report = z.object({
  batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string().check(z.minLength(1)) }))),
});

/**
 * The items a function reports as failed, by identifier. As Lambda reads it: no answer and an empty list
 * are success, what cannot be read is the failure of all.
 */
export function failuresOf(payload: unknown): readonly string[] | 'all' {
  if (payload === null || payload === undefined) return [];
  const read = report.safeParse(payload);
  return read.success ? (read.data.batchItemFailures ?? []).map((one) => one.itemIdentifier) : 'all';
}

const criteria = z.optional(
  z.strictObject({ Filters: z._default(z.array(z.strictObject({ Pattern: z.string() })), []) }),
);

/** `FilterCriteria` of an event source mapping: without filters everything passes, else what fits one. */
export function filterOf(declared: unknown): (record: unknown) => boolean {
  const filters = criteria.parse(declared)?.Filters ?? [];
  const patterns = filters.map((filter) => patternOf(JSON.parse(filter.Pattern)));
  return (record) => !patterns.length || patterns.some((pattern) => pattern(record));
}

/**
 * Invokes a function on a batch. A throttled invocation is repeated: the function has not seen the batch, and so it is
 * no failed attempt. `ended` tells when the poller has no more time for it.
 */
export async function invokeOnBatch(
  invoke: () => Promise<Invocation>,
  ended: () => boolean,
): Promise<Invocation> {
  for (let delay = 50; ; delay = Math.min(2 * delay, 1000)) {
    const result = await invoke();
    if (!isThrottled(result) || ended()) return result;
    await pause(delay, undefined, { ref: false });
  }
}

/** Invokes a function on an ordered batch; the weather may deliver the batch late or twice. */
export async function inWeather(
  { weather }: Cloud,
  source: string,
  invoke: () => Promise<Invocation>,
): Promise<Invocation> {
  const { late, again } = weather?.arrival?.(source) ?? { late: 0, again: false };
  if (late) await pause(late);
  const result = await invoke();
  // Lambda may deliver a batch again after success; then the second result counts.
  return again && result.outcome === 'returned' ? invoke() : result;
}
