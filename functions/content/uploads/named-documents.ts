import { nearestOf } from '../../runtime/nearest.ts';
import { slugOf } from '../../runtime/slug.ts';
import { citedBy } from '../contract/citations.ts';
import type { Status, StoredHead } from '../contract/document.ts';
import type { Notice } from '../contract/values.ts';
import { follow, type Known } from '../documents/claim.ts';
import type { Fields, Kind } from '../kinds/kinds.ts';
import type { ListReader } from '../ports.ts';
import { isKnownLanguage, languageMeant } from './known-languages.ts';

/** A document that another one names by its slug. */
interface Named {
  slug: string;
  /** The list in which others of its kind stand. */
  list: 'all' | 'pages' | 'events' | 'books' | 'bulletins';
}

/** The documents that a document names: on the front page, in the footer, as related, as translations or as an event. */
export function namedIn(fields: Fields): Named[] {
  const named = (list: Named['list'], ...slugs: (string | undefined)[]): Named[] =>
    [...new Set(slugs)].flatMap((slug) => (slug === undefined ? [] : [{ slug, list }]));
  switch (fields.kind) {
    case 'front':
      return [
        ...named('all', fields.lead, ...(fields.features ?? [])),
        ...named('events', ...(fields.events ?? [])),
        ...(fields.blocks ?? []).flatMap(({ pieces = [], books = [], bulletins = [], events = [] }) => [
          ...named('all', ...pieces),
          ...named('books', ...(books.join() === 'newest' ? [] : books)),
          ...named('bulletins', ...(bulletins.join() === 'newest' ? [] : bulletins)),
          ...named('events', ...events),
        ]),
      ];
    case 'press':
      return named('pages', ...(fields.pages ?? []).map(({ slug }) => slug));
    case 'article':
      return [
        ...named('all', ...citedBy(fields)),
        ...named('events', fields.event),
        ...named('books', fields.book),
      ];
    case 'newsletter':
      return named('all', ...(fields.articles ?? []).map(({ slug }) => slug));
    case 'page':
    case 'book':
    case 'bulletin':
    case 'event':
    // What an edition lists is told of by `edition-notices.ts`.
    case 'edition':
      return [];
  }
}

/** The sections that a document names, which the press may have or not. */
export function sectionsIn(fields: Fields): string[] {
  if (fields.kind === 'front') {
    const inBlocks = (fields.blocks ?? []).flatMap(({ section }) => section ?? []);
    return [...(fields.sections ?? []), ...inBlocks];
  }
  return fields.kind === 'article' && fields.section !== undefined ? [fields.section] : [];
}

/** The mailing lists that a document names. */
export const listsIn = (fields: Fields): string[] =>
  fields.kind === 'newsletter' ? (fields.lists ?? []) : [];

/** A document of the same upload: it may not be stored yet. */
export interface DocumentBeside {
  slug: string;
  fields: Fields;
  /** What it is to become; a draft also stands for what is scheduled. */
  status: 'published' | 'draft';
}

/** What a document can name: the press has it, or it came in the same upload. */
export interface Nameable extends Pick<Known, 'heads' | 'leads'> {
  beside: DocumentBeside[];
  /** Slugs that an edition gives to readers together with what names them. */
  together?: ReadonlySet<string>;
  /** Whether every manuscript of the upload is read. Until then nothing that is named counts as missing. */
  allRead: boolean;
  /** Names of others that may have been meant; asked for only when one is not there. */
  lists: Pick<ListReader, 'list'>;
}

/** What is there to be named. */
export type Present = Pick<Nameable, 'heads' | 'leads' | 'beside' | 'together'>;

/** A document that is named where readers will not see it; without a text there is none. */
type Unseen = Named & { text?: string };

/** How many of the newest are looked at for one that may have been meant. */
const mostSuggested = 300;

/** The languages that a document names. */
const languagesIn = (fields: Fields): string[] =>
  [
    ('language' in fields && fields.language) || [],
    'translations' in fields ? (fields.translations ?? []).map(({ language }) => language) : [],
  ].flat();

/** Tells of each document, section and language that is named and not there, with the near one that may have been meant. */
export async function tellOfMissing(file: string, fields: Fields, nameable: Nameable): Promise<Notice[]> {
  const { allRead } = nameable;
  const slugs = allRead ? unseenDocuments(fields, nameable) : [];
  const lists = [...new Set(slugs.flatMap(({ list, text }) => (text === undefined ? list : [])))];
  const others = new Map<Named['list'], string[]>();
  for (const list of lists) others.set(list, await slugsIn(list, nameable));
  const texts = [
    ...slugs.map(
      ({ slug, list, text }) => text ?? missingDocument(slug, nearestOf(slug, others.get(list) ?? [])),
    ),
    ...(allRead ? missingSections(fields, nameable) : []).map(({ section, sections }) =>
      missingSection(section, nearestOf(section, sections)),
    ),
    ...(allRead ? missingLists(fields, nameable) : []).map(({ name, lists }) =>
      missingList(name, nearestOf(name, lists)),
    ),
    ...[...new Set(languagesIn(fields))].filter((tag) => !isKnownLanguage(tag)).map(unknownLanguage),
  ];
  return texts.map((text) => ({ level: 'warning', file, text }));
}

/** Whether it names a document, a section or a mailing list that is not there. */
export const namesMissing = (fields: Fields, present: Present): boolean =>
  [unseenDocuments, missingSections, missingLists].some((missing) => missing(fields, present).length > 0);

const unseenDocuments = (fields: Fields, present: Present): Unseen[] =>
  namedIn(fields).flatMap((named) => whyUnseen(named, present) ?? []);

async function slugsIn(list: Named['list'], { beside, lists }: Nameable): Promise<string[]> {
  const { items } = await lists.list(list, { limit: mostSuggested });
  return [...beside.map(({ slug }) => slug), ...items.map(({ entry }) => entry.slug)];
}

/** Of a press that has named its sections: these, and each that is not among them. */
function missingSections(fields: Fields, present: Present): { section: string; sections: string[] }[] {
  const sections = pressIn(present)?.sections ?? [];
  const known = new Set(sections.map((section) => slugOf(section)));
  return sectionsIn(fields)
    .filter((section) => known.size && !known.has(slugOf(section)))
    .map((section) => ({ section, sections }));
}

/** Of a press that has named its lists: each that is not among them. The press document may come after a newsletter. */
function missingLists(fields: Fields, present: Present): { name: string; lists: string[] }[] {
  const lists = (pressIn(present)?.lists ?? []).map(({ name }) => name);
  return listsIn(fields).flatMap((name) => (!lists.length || lists.includes(name) ? [] : [{ name, lists }]));
}

function pressIn({ heads, beside }: Present) {
  const handedIn = beside.find((one) => one.fields.kind === 'press');
  const press = handedIn?.fields ?? heads.get('press')?.fields;
  return press?.kind === 'press' ? press : undefined;
}

/** Undefined if readers will see it there. `text` says what stands in the way, if there is such a document at all. */
function whyUnseen(named: Named, present: Present): Unseen | undefined {
  const found = documentsAt(named.slug, present);
  const wanted = kindIn[named.list];
  if (found.some(({ fields, status }) => fields.kind === wanted && status === 'published')) return undefined;
  if (present.together?.has(named.slug) && found.some(({ fields }) => fields.kind === wanted))
    return undefined;
  const [first] = found;
  if (!first) return named;
  const { fields, status } = first;
  return { ...named, text: unseen(named.slug, fields.kind === wanted ? status : fields.kind, wanted) };
}

const kindIn = {
  all: 'article',
  pages: 'page',
  events: 'event',
  books: 'book',
  bulletins: 'bulletin',
} as const;

/** Those of the same upload first. What has moved on leads to where it stands now. */
function documentsAt(slug: string, { beside, ...known }: Present): Pick<StoredHead, 'fields' | 'status'>[] {
  const head = follow(slug, known);
  const own = beside.filter((one) => one.slug === slug);
  return head ? [...own, head] : own;
}

const states: Partial<Record<Status | Kind, string>> = {
  draft: 'not published yet',
  scheduled: 'scheduled for a date to come',
  article: 'an article',
  page: 'a page',
  book: 'a book',
  bulletin: 'a bulletin',
  front: 'the front page',
  press: 'the press itself',
  newsletter: 'a newsletter',
  event: 'an event',
  edition: 'an edition',
};

const unseen = (slug: string, what: Status | Kind, wanted: Kind): string =>
  `It names “${slug}”, which is ${states[what] ?? what}, so readers do not see it there: what they see there is a published ${wanted}.`;

const missingDocument = (slug: string, near: string | undefined): string =>
  `It names “${slug}”, and there is no such document: readers do not see it there until there is.${meant(near)}`;

const missingSection = (section: string, near: string | undefined): string =>
  `The section “${section}” is not among those of the press, so no navigation leads there.${meant(near)}`;

const missingList = (name: string, near: string | undefined): string =>
  `The mailing list “${name}” is not among those of the press, so nobody is on it.${meant(near)}`;

const unknownLanguage = (tag: string): string =>
  `“${tag}” is the code of no known language: browsers cannot read it aloud, hyphenate or translate it.${meant(languageMeant(tag))}`;

const meant = (near: string | undefined): string => (near === undefined ? '' : ` Did you mean “${near}”?`);
