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
