/** An article in another language: here, by its slug, or elsewhere. */
export interface Translation {
  /** BCP 47. */
  language: string;
  slug?: string;
  url?: string;
  title?: string;
}

interface Citing {
  related?: string[];
  translations?: Translation[];
}

/** The slugs by which an article names others, as related or as translations. */
export const citedBy = ({ related = [], translations = [] }: Citing): string[] => [
  ...new Set([...related, ...translations.flatMap(({ slug }) => slug ?? [])]),
];

/** The same with the event that it names: each has its list `cites#<slug>`. */
export const namedBy = ({ event, ...others }: Citing & { event?: string }): string[] => [
  ...new Set([...citedBy(others), ...(event === undefined ? [] : [event])]),
];

/**
 * The translations that readers are shown: those here lead to what is published, by its present slug, and those
 * elsewhere to their address. `present` holds the present slugs of published articles by the slugs that name them.
 */
export const translationsShown = (
  translations: Translation[],
  present: ReadonlyMap<string, string>,
): Translation[] =>
  translations.flatMap(({ slug: named, ...translation }) => {
    const slug = named === undefined ? undefined : present.get(named);
    if (slug !== undefined) return [{ ...translation, slug }];
    return named === undefined || translation.url !== undefined ? [translation] : [];
  });
