export interface KeyNames {
  hash: string;
  range: string;
}

export interface Bound {
  is: '=' | '<' | '<=' | '>' | '>=';
  text: string;
}

/** Items of one partition: the bounds of their sort keys, all of which hold. */
export interface KeyRange {
  partition: string;
  bounds: Bound[];
}

type Values = Readonly<Record<string, { S: string }>>;

/** In bytes. */
const most = { partition: 2048, sort: 1024 };

const ofPartition = /^(\S+) = (:\w+)(?: AND (.+))?$/;
const ofSortKey = /^(\S+) (=|<|<=|>|>=) (:\w+)$/;
const between = /^(\S+) BETWEEN (:\w+) AND (:\w+)$/;

/**
 * Reads `hash = :v`, alone or with `range <op> :w` or `range BETWEEN :w AND :x`. Undefined for all else, and
 * for what AWS refuses: values unused, empty or too long, bounds in reverse.
 */
export function keyRange(condition: string, values: Values, { hash, range }: KeyNames): KeyRange | undefined {
  const [, name, partition = '', rest] = ofPartition.exec(condition) ?? [];
  const bounds = rest === undefined ? [] : boundsIn(rest, range);
  if (name !== hash || !bounds) return undefined;
  const used = new Set([partition, ...bounds.map(({ text }) => text)]);
  const isWhole = [...used].every((one) => values[one]?.S) && used.size === Object.keys(values).length;
  if (!isWhole) return undefined;
  const textOf = (one: string) => values[one]?.S ?? '';
  const read = {
    partition: textOf(partition),
    bounds: bounds.map(({ is, text }) => ({ is, text: textOf(text) })),
  };
  return isAllowed(read) ? read : undefined;
}

function isAllowed({ partition, bounds }: KeyRange): boolean {
  const [first, last] = bounds;
  const isReversed = first && last && !isWithin(first.text, [last]);
  return !isReversed && bounds.every(({ text }) => fitKeys(partition, text)) && fitKeys(partition);
}

/** Whether they are no longer than DynamoDB lets keys be. */
export const fitKeys = (partition: string, sort = ''): boolean =>
  Buffer.byteLength(partition) <= most.partition && Buffer.byteLength(sort) <= most.sort;

/** With the names of the values in place of their texts. */
function boundsIn(condition: string, range: string): Bound[] | undefined {
  const [, one, first = '', last = ''] = between.exec(condition) ?? [];
  if (one === range)
    return [
      { is: '>=', text: first },
      { is: '<=', text: last },
    ];
  const [, name, is, text = ''] = ofSortKey.exec(condition) ?? [];
  return name === range ? [{ is: is as Bound['is'], text }] : undefined;
}

/** Whether a sort key lies within: by its bytes, as DynamoDB and SQLite compare texts. */
export function isWithin(sort: string, bounds: readonly Bound[]): boolean {
  return bounds.every(({ is, text }) => {
    const order = Buffer.compare(Buffer.from(sort), Buffer.from(text));
    return order === 0 ? is.includes('=') : order < 0 ? is.startsWith('<') : is.startsWith('>');
  });
}
