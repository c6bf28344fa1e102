/**
 * Asks for each thing once: whoever asks again gets the same promise, also of a failure. Things are told apart by
 * the first argument, or by the `name` that is made of all.
 */
export function memoizeAsync<A extends unknown[], V>(
  read: (...asked: A) => Promise<V>,
  name: (...asked: A) => unknown = (...[first]) => first,
) {
  const known = new Map<unknown, Promise<V>>();
  return (...asked: A): Promise<V> => {
    const value = known.get(name(...asked)) ?? read(...asked);
    known.set(name(...asked), value);
    return value;
  };
}
