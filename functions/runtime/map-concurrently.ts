/** Does the work for every item, at most `concurrency` at a time; results in the items' order. Waits for all that
 *  was begun before it throws the first error. */
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
