import type { Log } from '../../../functions/runtime/log.ts';

/** A log that remembers what it was told. */
export function remembered(): Log & { lines: string[] } {
  const lines: string[] = [];
  const keep = (text: string) => void lines.push(text);
  return { lines, info: keep, warn: keep, error: keep };
}
