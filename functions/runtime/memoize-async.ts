import type { Clock } from './clock.ts';

/**
 * Calls `load` once for each key and gives every caller the same promise, a rejected one too. The key is the first
 * argument unless `keyOf` derives one. Nothing is evicted: keep the result only as long as its values hold.
 */
export function memoizeAsync<A extends unknown[], V>(
  load: (...args: A) => Promise<V>,
  keyOf: (...args: A) => unknown = (...[first]) => first,
) {
  const loaded = new Map<unknown, Promise<V>>();
  return (...args: A): Promise<V> => {
    const key = keyOf(...args);
    const value = loaded.get(key) ?? load(...args);
    loaded.set(key, value);
    return value;
  };
}

/** Loads again once `ms` have passed since the value was there, or the clock was set back. */
export function memoizeFor<V>(load: () => Promise<V>, ms: number, clock: Clock): () => Promise<V> {
  let loaded: { value: V; at: number } | undefined;
  return async () => {
    const age = loaded ? clock.now().getTime() - loaded.at : Number.POSITIVE_INFINITY;
    if (!loaded || age < 0 || age > ms) loaded = { value: await load(), at: clock.now().getTime() };
    return loaded.value;
  };
}
