import { S3Error } from './s3-error.ts';

export interface Range {
  start: number;
  length: number;
}

/** Reads a `Range` header of one range; undefined where the whole is meant. Throws InvalidRange. */
export function rangeOf(header: string | undefined, size: number): Range | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return last(Number(to), size);
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < start) return undefined;
  if (start >= size) throw invalidRange(size);
  return { start, length: end - start + 1 };
}

function last(length: number, size: number): Range {
  if (length === 0 || size === 0) throw invalidRange(size);
  const start = Math.max(0, size - length);
  return { start, length: size - start };
}

const invalidRange = (size: number) =>
  new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
    details: { ActualObjectSize: String(size) },
    headers: { 'content-range': `bytes */${size}` },
  });
