import type { ListItem } from './lists.ts';

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
  repliesTo?: string[];
}

const slugsOf = (translations: Translation[]): string[] => translations.flatMap(({ slug }) => slug ?? []);

/** The slugs by which an article names others: as related, as translations, or as what it replies to. */
export const citedBy = ({ related = [], translations = [], repliesTo = [] }: Citing): string[] => [
  ...new Set([...related, ...slugsOf(translations), ...repliesTo]),
];

interface Naming extends Citing {
  event?: string;
  book?: string;
}

const known = (slug: string | undefined): string[] => (slug === undefined ? [] : [slug]);

/** The same with the event and the book that it names. */
export const namedBy = ({ event, book, ...others }: Naming): string[] => [
  ...new Set([...citedBy(others), ...known(event), ...known(book)]),
];

/** How the sort keys begin under which an article stands in `cites#<slug>` of what shows it in turn: as a translation, as
 *  a reply, or as one that belongs to that book. */
const marks = { translation: 't:', reply: 'r:', book: 'b:' } as const;

export type CitedAs = keyof typeof marks;

const citing = 'cites#';

/** Its places in the lists `cites#<slug>` of all that it names. `sort` is its usual sort key. */
export function citations(
  { translations = [], repliesTo = [], related = [], event, book }: Naming,
  sort: string,
): Pick<ListItem, 'list' | 'sort'>[] {
  const as = (mark: string, slugs: string[]) =>
    [...new Set(slugs)].map((slug) => ({ list: citing + slug, sort: mark + sort }));
  const [asTranslation, asReply] = [as(marks.translation, slugsOf(translations)), as(marks.reply, repliesTo)];
  const [plain, ofBook] = [as('', [...related, ...known(event)]), as(marks.book, known(book))];
  return [...plain, ...asTranslation, ...asReply, ...ofBook];
}

const inEdition = 'e:';

/** Where an edition stands in the lists `cites#<slug>` of its documents: its page shows what they show of themselves. */
export const listings = (documents: string[], sort: string): Pick<ListItem, 'list' | 'sort'>[] =>
  documents.map((slug) => ({ list: citing + slug, sort: inEdition + sort }));

/** Whether what stands at this place in a list `cites#<slug>` is an edition. */
export const isListing = (sort: string): boolean => sort.startsWith(inEdition);

/** The part of `cites#<slug>` that has the translations or the replies: the newest of all below this sort key. */
export const partOfCiting = (slug: string, as: CitedAs) => ({
  list: citing + slug,
  below: `${marks[as].slice(0, -1)};`,
  has: (sort: string): boolean => sort.startsWith(marks[as]),
});

/** The slug of what shows that it is named by the document at this place: as a translation or by a reply. */
export const shownAsNamed = ({ list, sort }: { list: string; sort: string }): string | undefined =>
  list.startsWith(citing) && Object.values(marks).some((mark) => sort.startsWith(mark))
    ? list.slice(citing.length)
    : undefined;

/** The slug by which the document at this place names another as its translation. */
export const namedAsTranslation = ({ list, sort }: { list: string; sort: string }): string | undefined =>
  list.startsWith(citing) && sort.startsWith(marks.translation) ? list.slice(citing.length) : undefined;

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
