/**
 * Calls `work` for every item, at most `concurrency` at a time; results are in the order of the items. A failure
 * lowers the concurrency by one and stops nothing else; the first error is thrown when all calls have ended.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  { concurrency }: { concurrency: number },
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const worker = async () => {
    for (const [at, item] of entries) results[at] = await work(item);
  };
  const workers = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  for (const outcome of workers) if (outcome.status === 'rejected') throw outcome.reason;
  return results;
}
