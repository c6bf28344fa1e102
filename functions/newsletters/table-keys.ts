/*
 * Keys of the newsletters table's items, in plain values. Beside these stand its limits (`runtime/people/limits.ts`).
 */

/** How partition keys begin. */
export const partitions = {
  people: 'person#',
  addresses: 'address#',
  tokens: 'token#',
  signUps: 'sign-up#',
  growth: 'growth#',
  imports: 'import#',
  exports: 'export#',
  issues: 'issue#',
  /** Which issue is at a slug, or was. */
  issueSlugs: 'issue-slug#',
  /** An issue's ledger. */
  batches: 'batch#',
  /** What SES reported of each batch. */
  heard: 'heard#',
  leaves: 'leaves#',
  /** By list: articles that it has not had, and which issue carried the others. */
  news: 'news#',
  digests: 'digest#',
  digestSlugs: 'digest-slug#',
  archive: 'archive#',
} as const;

/** `people` lists everybody; `due` has what changes by itself, at its `dueAt`. Both are spread over several keys. */
export const indexes = {
  people: { name: 'people', partition: 'peopleKey', sort: 'id', keys: 16 },
  due: { name: 'due', partition: 'dueKey', sort: 'dueAt', keys: 8 },
} as const;

export const personKey = (id: string) => ({ pk: partitions.people + id, sk: 'person' });

/** What happened to a person, in the order of the ids (ULIDs). */
export const evidenceKey = (person: string, id: string) => ({
  pk: partitions.people + person,
  sk: `evidence#${id}`,
});

export const addressKey = (hash: string) => ({ pk: partitions.addresses + hash, sk: 'person' });

export const tokenKey = (hash: string) => ({ pk: partitions.tokens + hash, sk: 'token' });

export const signUpKey = (id: string) => ({ pk: partitions.signUps + id, sk: 'sign-up' });

/** How many joined and left a list on a day (UTC), spread over eight rows, which everybody would write else. */
export const growthKey = (list: string, day: string, shard: number) => ({
  pk: partitions.growth + list,
  sk: `${day}#${shard}`,
});

export const growthShards = 8;

/** A line of the web archive: an issue in a list, in the order of `archivePosition`. */
export const archiveKey = (list: string, position: string) => ({
  pk: partitions.archive + list,
  sk: position,
});

/** The press document as it was read last. */
export const settingsKey = { pk: 'press', sk: 'settings' } as const;

/** Hash keys of presses whose people were imported. */
export const hashKeysKey = { pk: 'hash-keys', sk: 'keys' } as const;

/** How far the table has followed the log that stands outside of it. */
export const positionKey = { pk: 'log', sk: 'position' } as const;

/** And how far what `post` logged there. */
export const suppressionsPositionKey = { pk: 'log', sk: 'suppressions' } as const;

/** Which of `count` parts a ULID falls into. */
export const partOf = (id: string, count: number): number => (id.codePointAt(id.length - 1) ?? 0) % count;

export const peopleKey = (part: number): string => `people#${part}`;
export const dueKey = (part: number): string => `due#${part}`;

export const issueKey = (id: string) => ({ pk: partitions.issues + id, sk: 'issue' });
export const issueSlugKey = (slug: string) => ({ pk: partitions.issueSlugs + slug, sk: 'issue' });

/** All issues by time, and again those that something happens to. */
export const directory = { pk: 'issues', listed: 'listed#', active: 'active#' } as const;

export const batchKey = (issue: string, position: string) => ({
  pk: partitions.batches + issue,
  sk: position,
});
/** A partition each: reports come as fast as mails leave. */
export const heardKey = (issue: string, position: string) => ({
  pk: `${partitions.heard}${issue}#${position}`,
  sk: 'heard',
});
/** Spread by the end of the ids: a row holds about a thousandth of those who left. */
export const leavesKey = (issue: string, person: string) => ({
  pk: partitions.leaves + issue,
  sk: person.slice(-2),
});

/** Where somebody stands in the order in which an issue goes out: by part of the index, then by id. */
export const positionOf = (person: string): string =>
  `${String(partOf(person, indexes.people.keys)).padStart(2, '0')}-${person}`;

/** Since when articles are news, by list. */
export const newsStartKey = (list: string) => ({ pk: 'news', sk: list });
/** An article that a list has not had. */
export const newsKey = (list: string, piece: string) => ({
  pk: partitions.news + list,
  sk: `waiting#${piece}`,
});
/** That a list had an article, or shall not have it. */
export const markKey = (list: string, piece: string) => ({
  pk: partitions.news + list,
  sk: `mark#${piece}`,
});

export const digestKey = (id: string) => ({ pk: partitions.digests + id, sk: 'digest' });
export const digestSlugKey = (slug: string) => ({ pk: partitions.digestSlugs + slug, sk: 'digest' });
/** A press has few: they are listed together. */
export const digestEntryKey = (id: string) => ({ pk: 'digests', sk: id });

/** Mails of newsletters by minute, and from when on they count. */
export const reputationKey = (sk: string) => ({ pk: 'reputation', sk });

/** In the index of what is due: issues and digests are few. */
export const dueKeys = { issues: 'due#issues', digests: 'due#digests' } as const;
