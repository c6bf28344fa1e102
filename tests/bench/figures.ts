/** The middle value; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

/** The value that so large a part (0 to 1) does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** Milliseconds in the unit a person would use. */
export const time = (milliseconds: number): string =>
  milliseconds < 1000
    ? `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;

export const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

/** Milliseconds since 1970 with their fractions: the same clock in every process. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Milliseconds that a bare loop takes: tells a slow machine from a slow press. */
export function pace(): number {
  const began = now();
  let sum = 0;
  for (let n = 0; n < 3e8; n++) sum = (sum + n) % 7;
  return sum < 7 ? now() - began : Number.NaN;
}
