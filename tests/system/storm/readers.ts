import { bulletinSeen, bulletinTold } from './bulletins.ts';
import type { Model, Piece, State } from './model.ts';
import { gatheredAs } from './names.ts';
import type { Block } from './sequence.ts';
import type { ArticleSeen, Sight } from './sight.ts';

/** What editors are told of the two documents of which there is one each; sequences before may have left them. */
export interface Singles {
  front?: { lead?: string; features?: string[]; sections?: string[]; blocks?: Block[] };
  press?: { sections?: string[] };
}

/** A published article where the model has settled its date. */
interface Placed {
  slug: string;
  piece: Piece;
  date: string;
}

const feedLength = 20;
const [fewestFeatures, newestCount, blockLength, relatedCount] = [3, 6, 4, 3];

/** What readers should see, worked out from the model by what README and DESIGN promise. */
export class Readers {
  readonly #model: Model;
  readonly #singles: Singles;
  /** Newest first. */
  readonly articles: Placed[];

  constructor(model: Model, singles: Singles) {
    this.#model = model;
    this.#singles = singles;
    const articles = model.published.filter(({ piece }) => piece.kind === 'article');
    this.articles = newestFirst(
      articles.map(({ slug, piece, date }) => ({ slug, piece, date })),
      ({ date }) => date,
    );
  }

  /** Every address that a document had or has, with what it answers. */
  get addresses(): Record<string, string> {
    const known = [...this.#model.states];
    const own = known.map(([slug, state]) => [addressOf(slug, state.kind), this.#answer(slug)]);
    return { ...Object.fromEntries(own), ...this.#model.shelf.addresses };
  }

  /** Every list that anything was handed in for: what it names, or undefined where there must be none. */
  lists(isWhole: (path: string) => boolean): Record<string, string[] | undefined> {
    return Object.fromEntries(
      this.#listPaths.map((path) => {
        const entries = this.#inList(path);
        const ordered = path.startsWith('/series/') && isWhole(path) ? inReadingOrder(entries) : entries;
        return [path, this.#standsEmpty(path) || entries.length ? ordered.map(lineOf) : undefined];
      }),
    );
  }

  /** The lists of books and of the numbers of serials. */
  get shelf(): Record<string, string[] | undefined> {
    return this.#model.shelf.lists;
  }

  get feeds(): Record<string, string[] | undefined> {
    const paths = this.#listPaths.filter((path) => path === '/archive/' || path.startsWith('/sections/'));
    return Object.fromEntries(
      paths.map((path) => {
        const entries = this.#inList(path).slice(0, feedLength);
        if (path === '/archive/') return ['/feed.xml', this.#paperFeed()];
        const feed = `${path}feed.xml`;
        return [feed, this.#standsEmpty(path) || entries.length ? entries.map(feedLineOf) : undefined];
      }),
    );
  }

  /** Articles and bulletins by their dates. */
  #paperFeed(): string[] {
    const articles = this.articles.map((one) => ({
      place: `${one.date}#${one.slug}`,
      line: feedLineOf(one),
    }));
    const bulletins = this.#model.shelf.bulletins.map(({ place, address, title }) => ({
      place,
      line: `${address} ${title}`,
    }));
    return [...articles, ...bulletins]
      .sort((a, b) => (a.place < b.place ? 1 : -1))
      .slice(0, feedLength)
      .map(({ line }) => line);
  }

  /** Every address that a search engine is to know. */
  get sitemap(): string[] {
    const documents = this.#model.published.map(({ slug, piece }) => addressOf(slug, piece.kind));
    const indexes = Object.entries(this.indexes).flatMap(([path, names]) => (names ? [path] : []));
    const { books, bulletins } = this.#model.shelf;
    const shelved = [...books.map(([address]) => address), ...bulletins.map(({ address }) => address)];
    const lists = books.length ? ['/books/'] : [];
    return ['/', '/archive/', ...indexes, ...documents, ...lists, ...shelved].sort();
  }

  get years(): string[] {
    const years = (start: string) =>
      this.#listPaths.filter(
        (path) => path.startsWith(start) && /\d{4}\/$/.test(path) && this.#inList(path).length,
      );
    return [...years('/archive/'), ...years('/written/')].sort();
  }

  /** Where each index of names leads, in the order of the names' addresses; undefined where there must be none. */
  get indexes(): Record<string, string[] | undefined> {
    const named = new Set(this.articles.flatMap(({ piece }) => listsNamedIn(piece)));
    const { serials } = this.#model.shelf;
    const ofArticles = Object.fromEntries(
      ['/sections/', '/tags/', '/authors/', '/series/'].map((folder) => {
        const paths = [...named].filter((path) => path.startsWith(folder)).sort(inOrderOfBytes);
        return [folder, paths.length ? paths : undefined];
      }),
    );
    return { ...ofArticles, '/bulletins/': serials.length ? serials : undefined };
  }

  /** From top to bottom. */
  get front(): string[] {
    const { front = {}, press = {} } = this.#singles;
    const [chosen] = this.#named(front.lead ? [front.lead] : []);
    const [lead, ...others] = chosen ? [chosen, ...without([chosen], this.articles)] : this.articles;
    const features = without(lead ? [lead] : [], this.#named(front.features ?? []));
    const top = lead ? [lead] : [];
    if (front.blocks) {
      const above = [...top, ...features];
      return [...above.map(lineOf), ...this.#blocks(front.blocks, above)];
    }
    features.push(...without(features, others).slice(0, Math.max(0, fewestFeatures - features.length)));
    const shown = [...top, ...features, ...without(features, others).slice(0, newestCount)];
    const blocks = (front.sections ?? press.sections ?? []).flatMap((name) =>
      without(shown, this.#inList(`/sections/${gatheredAs(name)}/`)).slice(0, blockLength),
    );
    return [...shown, ...blocks].map(lineOf);
  }

  /** No article twice, and no hole. */
  #blocks(blocks: Block[], above: Placed[]): string[] {
    const { shelf } = this.#model;
    const shown = [...above];
    return blocks.flatMap((block) => {
      const { count } = block;
      const lines = (found: [string, string][]) =>
        found.slice(0, count).map(([address, title]) => `${address} ${title}`);
      if ('books' in block) return lines(shelf.books);
      if ('serial' in block) return lines(shelf.numbersOf(block.serial));
      if ('bulletins' in block) return lines(shelf.bulletins.map(({ address, title }) => [address, title]));
      const all =
        'section' in block ? this.#inList(`/sections/${gatheredAs(block.section)}/`) : this.articles;
      const own = without(shown, all).slice(0, count);
      shown.push(...own);
      return own.map(lineOf);
    });
  }

  /** The page of each article, by its address. */
  get pages(): Record<string, ArticleSeen> {
    return Object.fromEntries(
      this.articles.map((one) => [addressOf(one.slug, 'article'), this.#pageOf(one)]),
    );
  }

  /** Titles that no reader may find in any list: of what is not published, or is no longer called so. */
  get goneTitles(): string[] {
    const live = new Set(this.#model.published.map(({ piece }) => piece.title));
    return [...this.#model.pieces].map(({ title }) => title).filter((title) => !live.has(title));
  }

  /** All of it in the shape in which it is seen. */
  sight(isWhole: (path: string) => boolean): Sight {
    const { addresses, feeds, sitemap, years, indexes, front, pages, shelf } = this;
    return {
      addresses,
      lists: this.lists(isWhole),
      shelf,
      feeds,
      sitemap,
      years,
      indexes,
      front,
      pages,
      leaks: [],
    };
  }

  #answer(slug: string): string {
    const { slug: end, state, steps } = this.#model.follow(slug);
    if (state?.status === 'withdrawn') return `410 ${state.reason}`;
    if (state?.status !== 'published') return '404';
    return steps ? `301 ${addressOf(end, state.kind)}` : `200 ${state.piece.title}`;
  }

  get #listPaths(): string[] {
    const dates = this.articles.map(({ date }) => date);
    const pieces = [...this.#model.pieces].filter(({ kind }) => kind === 'article');
    const years = [...pieces.flatMap(({ published }) => published ?? []), ...dates];
    const sections = this.#singles.press?.sections ?? [];
    return [
      ...new Set([
        '/archive/',
        ...sections.map((name) => `/sections/${gatheredAs(name)}/`),
        ...pieces.flatMap(listsNamedIn),
        ...years.map((date) => `/archive/${date.slice(0, 4)}/`),
      ]),
    ].sort();
  }

  #inList(path: string): Placed[] {
    if (path === '/archive/') return this.articles;
    if (/^\/archive\/\d{4}\/$/.test(path))
      return this.articles.filter(({ date }) => path === `/archive/${date.slice(0, 4)}/`);
    const found = this.articles.filter(({ piece }) => listsNamedIn(piece).includes(path));
    return path.startsWith('/written/') ? newestFirst(found, ({ piece }) => piece.written ?? '') : found;
  }

  #standsEmpty(path: string): boolean {
    const sections = this.#singles.press?.sections ?? [];
    return path === '/archive/' || sections.some((name) => path === `/sections/${gatheredAs(name)}/`);
  }

  #pageOf({ slug, piece }: Placed): ArticleSeen {
    const { title, section, series, authors, tags, words, bulletin } = piece;
    const corrections = (piece.corrections ?? [])
      .map(({ date }) => date)
      .sort()
      .reverse();
    const named = [
      ...(section === undefined ? [] : [`/sections/${gatheredAs(section)}/`]),
      ...(series ? [`/series/${gatheredAs(series.title)}/`] : []),
      ...authors.map((name) => `/authors/${gatheredAs(name)}/`),
      ...tags.map((name) => `/tags/${gatheredAs(name)}/`),
    ];
    const pdf = bulletin === undefined ? [] : [bulletinSeen(bulletin)];
    const pictures = [...pdf, ...(piece.picture === undefined ? [] : [piece.picture])].map(() => '200');
    const next = this.#next(slug, piece).map(lineOf);
    // Each piece names the same ones as translations and as what it answers: they name it back.
    const [there, back] = [this.#namedOneByOne(piece.related), this.#naming(slug)];
    const translations = [...there, ...without(there, back), ...this.#further(slug, [...there, ...back])].map(
      pathOf,
    );
    const debate = [...this.#named(piece.related), ...back].map(pathOf);
    const beside = this.#besideInSeries(slug, piece).map(pathOf);
    return {
      title,
      words,
      corrections,
      named: [...new Set(named)],
      next,
      translations,
      debate,
      beside,
      pictures,
      pdf,
    };
  }

  /** The translations of its translations, each once, by their addresses. */
  #further(slug: string, translations: Placed[]): Placed[] {
    const found = translations.flatMap((one) => [
      ...this.#named(one.piece.related),
      ...this.#naming(one.slug),
    ]);
    const distinct = [...new Map(found.map((one) => [one.slug, one])).values()];
    return without(translations, distinct)
      .filter((one) => one.slug !== slug)
      .sort((one, other) => inOrderOfBytes(pathOf(one), pathOf(other)));
  }

  /** As often as it is named, by whichever slugs. */
  #namedOneByOne = (slugs: string[]): Placed[] => slugs.flatMap((one) => this.#named([one]));

  /** Those that name the piece by any slug that leads to it, the newest first. */
  #naming(slug: string): Placed[] {
    return this.articles.filter(
      (one) => one.slug !== slug && this.#named(one.piece.related).some((named) => named.slug === slug),
    );
  }

  /** The part before and the part after it. */
  #besideInSeries(slug: string, { series }: Piece): Placed[] {
    if (!series) return [];
    const parts = inReadingOrder(this.#inList(`/series/${gatheredAs(series.title)}/`));
    const at = parts.findIndex((one) => one.slug === slug);
    return [parts[at - 1], parts[at + 1]].flatMap((one) => one ?? []);
  }

  /** What is named to be read next, else the next three older ones of the section. */
  #next(slug: string, { related, section }: Piece): Placed[] {
    if (related.length) return this.#named(related.slice(0, relatedCount));
    if (section === undefined) return [];
    const all = this.#inList(`/sections/${gatheredAs(section)}/`);
    const at = all.findIndex((one) => one.slug === slug);
    return all.slice(at + 1, at + 1 + relatedCount);
  }

  /** Those of the slugs at which an article can be read. */
  #named(slugs: string[]): Placed[] {
    const ends = slugs.map((slug) => this.#model.follow(slug).slug);
    return [...new Set(ends)].flatMap((slug) => this.articles.find((one) => one.slug === slug) ?? []);
  }
}

/** Addresses end in a slash, which is not part of the name. */
const inOrderOfBytes = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one.slice(0, -1)), Buffer.from(other.slice(0, -1)));

export const addressOf = (slug: string, kind: State['kind']): string =>
  kind === 'page' ? `/${slug}/` : `/articles/${slug}/`;

const pathOf = ({ slug }: Placed): string => addressOf(slug, 'article');

const lineOf = ({ slug, piece }: Placed): string => `${addressOf(slug, 'article')} ${piece.title}`;

const feedLineOf = (one: Placed): string =>
  one.piece.bulletin === undefined ? lineOf(one) : `${lineOf(one)} with ${bulletinTold(one.piece.bulletin)}`;

/** Lists that go by what a piece says itself. */
function listsNamedIn({ section, series, tags, authors, written }: Piece): string[] {
  return [
    ...(section === undefined ? [] : [`/sections/${gatheredAs(section)}/`]),
    ...(series ? [`/series/${gatheredAs(series.title)}/`] : []),
    ...authors.map((name) => `/authors/${gatheredAs(name)}/`),
    ...tags.map((name) => `/tags/${gatheredAs(name)}/`),
    ...(written === undefined ? [] : [`/written/${written.slice(0, 4)}/`]),
  ];
}

function newestFirst(articles: Placed[], date: (one: Placed) => string): Placed[] {
  const place = (one: Placed) => `${date(one)}#${one.slug}`;
  return [...articles].sort((one, other) => (place(one) < place(other) ? 1 : -1));
}

/** A series from its first part on; parts of one number, or without one, by their date. */
const inReadingOrder = (newest: Placed[]): Placed[] =>
  [...newest].reverse().sort((one, other) => (one.piece.series?.part ?? 0) - (other.piece.series?.part ?? 0));

const without = (taken: Placed[], articles: Placed[]): Placed[] =>
  articles.filter(({ slug }) => !taken.some((one) => one.slug === slug));
