import * as z from 'zod/mini';
import { patternOf } from './pattern.ts';

const criteria = z.optional(
  z.strictObject({ Filters: z._default(z.array(z.strictObject({ Pattern: z.string() })), []) }),
);

/** `FilterCriteria` of an event source mapping: without filters everything passes, else what fits one. */
export function filterOf(declared: unknown): (record: unknown) => boolean {
  const filters = criteria.parse(declared)?.Filters ?? [];
  const patterns = filters.map((filter) => patternOf(JSON.parse(filter.Pattern)));
  return (record) => !patterns.length || patterns.some((pattern) => pattern(record));
}
