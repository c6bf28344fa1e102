/*
 * Keys of the bookings table's items, in plain values. Beside these stand its limits (`runtime/people/limits.ts`).
 */

/** How partition keys begin. */
export const partitions = {
  gatherings: 'gathering#',
  /** Which gathering is at a slug, or was. */
  slugs: 'slug#',
  quotas: 'quota#',
  /** A gathering's line and the wishes in it. */
  lines: 'line#',
  bookings: 'booking#',
  addresses: 'address#',
  /** Under which key somebody asked, and what they got. */
  records: 'record#',
  access: 'access#',
  exports: 'export#',
} as const;

/**
 * `due` has what changes by itself, at its `dueAt`, spread over several keys; `lapses` has a gathering's offers and holds by
 * their end, for who would be told that it is full; `starts` has gatherings by their start.
 */
export const indexes = {
  due: { name: 'due', partition: 'dueKey', sort: 'dueAt', keys: 8 },
  lapses: { name: 'lapses', partition: 'lapsesKey', sort: 'lapsesAt' },
  starts: { name: 'starts', partition: 'startsKey', sort: 'startsPosition' },
} as const;

export const gatheringKey = (id: string) => ({ pk: partitions.gatherings + id, sk: 'gathering' });
export const slugKey = (slug: string) => ({ pk: partitions.slugs + slug, sk: 'gathering' });

/** Of the one partition of the index `starts`. */
export const startsKey = 'gatherings';
export const startsPosition = ({ startsAt, id }: { startsAt: string; id: string }) => `${startsAt}#${id}`;

/** A partition each: everybody who books writes it. */
export const quotaKey = (gathering: string, name: string) => ({
  pk: `${partitions.quotas}${gathering}#${name}`,
  sk: 'quota',
});

export const lineKey = (gathering: string) => ({ pk: partitions.lines + gathering, sk: 'line' });
/** In the order of the numbers, and behind the line itself. */
export const wishKey = (gathering: string, number: number) => ({
  pk: partitions.lines + gathering,
  sk: `wish#${String(number).padStart(10, '0')}`,
});

/** Where in the order of codes the next of the eight parts begins: four letters or digits of Crockford's alphabet each. */
const borders = ['4', '8', 'C', 'G', 'M', 'R', 'W'] as const;
export const bookingParts = borders.length + 1;
/** Parts stand in the order of the codes in them: a sale would write one partition more often than DynamoDB takes. */
export const bookingPart = (code: string): number => borders.filter((border) => code >= border).length;

export const bookingsPartition = (gathering: string, part: number): string =>
  `${partitions.bookings}${part}#${gathering}`;
export const bookingKey = (gathering: string, code: string) => ({
  pk: bookingsPartition(gathering, bookingPart(code)),
  sk: code,
});
/** Of whom `bookingsPartition` made the key. */
export const gatheringOfBookings = (pk: string): string => pk.slice(bookingsPartition('', 0).length);

export const addressKey = (hash: string, { gathering, code }: { gathering: string; code: string }) => ({
  pk: partitions.addresses + hash,
  sk: `${gathering}#${code}`,
});

export const recordKey = (hash: string) => ({ pk: partitions.records + hash, sk: 'record' });
export const accessKey = (gathering: string, code: string) => ({
  pk: partitions.access + gathering,
  sk: code,
});

/** What an editor has written as a file for them; and what was erased since. */
export const exportKey = (by: string) => ({ pk: partitions.exports + by, sk: 'export' });
export const erasuresKey = { pk: partitions.exports, sk: 'erasures' } as const;

/** The press document as it was read last. */
export const settingsKey = { pk: 'press', sk: 'settings' } as const;

/** By the end of a code or of an id, which is random. */
export const dueKey = (id: string): string =>
  `due#${(id.codePointAt(id.length - 1) ?? 0) % indexes.due.keys}`;
export const dueKeys = Array.from({ length: indexes.due.keys }, (_, part) => `due#${part}`);
