/** A revision as the API names it: the slug under which it was made, and its number there. */
export const revisionId = ({ slug, revision }: { slug: string; revision: number }): string =>
  `${slug}/${revision}`;

/** What names a revision in a request: a number at the present slug, or an id. */
export const revisionPattern = /^([^/\p{Cc}]+\/)?[1-9]\d{0,5}$/u;

/** Undefined for what is no id of a revision. */
export function revisionIdIn(id: string): { slug: string; revision: number } | undefined {
  const [, slug, number] = /^([^/]+)\/([1-9]\d{0,5})$/.exec(id) ?? [];
  return slug === undefined ? undefined : { slug, revision: Number(number) };
}

/** What a request means: a number is that of a revision at this slug, else it is an id. */
export const revisionMeant = (
  slug: string,
  wanted: number | string,
): { slug: string; revision: number } | undefined =>
  revisionIdIn(/^\d+$/.test(`${wanted}`) ? `${slug}/${wanted}` : `${wanted}`);
