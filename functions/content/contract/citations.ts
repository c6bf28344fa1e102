import type { ArticleFields } from '../kinds/article.ts';

type Citing = Pick<ArticleFields, 'related' | 'translations'>;

/** The slugs by which an article names others, as related or as translations; each has its list `cites#<slug>`. */
export const citedBy = ({ related = [], translations = [] }: Citing): string[] => [
  ...new Set([...related, ...translations.flatMap(({ slug }) => slug ?? [])]),
];

/**
 * The translations that readers are shown: those here lead to what is published, by its present slug, and those
 * elsewhere to their address. `present` holds the present slugs of published articles by the slugs that name them.
 */
export const translationsShown = (
  translations: NonNullable<Citing['translations']>,
  present: ReadonlyMap<string, string>,
): NonNullable<Citing['translations']> =>
  translations.flatMap(({ slug: named, ...translation }) => {
    const slug = named === undefined ? undefined : present.get(named);
    if (slug !== undefined) return [{ ...translation, slug }];
    return named === undefined || translation.url !== undefined ? [translation] : [];
  });
