import { slugOf } from '../../../runtime/slug.ts';
import { type Finding, note, warning } from '../findings.ts';
import { titleSlug } from '../slug.ts';
import { slugPattern } from './fields.ts';
import type { FrontMatter, Written } from './front-matter.ts';
import { yesOrNo } from './single-values.ts';

/** Other words for a field, from everyday use. */
const synonyms: Record<string, string> = {
  author: 'authors',
  by: 'authors',
  date: 'published',
  license: 'licence',
  lang: 'language',
  tag: 'tags',
  alias: 'aliases',
};

/** Fields of other programs that mean one of ours, those first that mean it best. */
const standfirsts = ['excerpt', 'description', 'summary', 'subtitle', 'lede', 'lead'];
const bylines = ['byline'];
const topics = ['categories', 'category', 'keywords'];
const addresses = ['permalink', 'url'];

/** Fields that are told rather than read, because they may mean something else there. */
const suggested: Record<string, string> = {
  ...Object.fromEntries(standfirsts.map((field) => [field, 'standfirst'])),
  ...Object.fromEntries(topics.map((field) => [field, 'tags'])),
  ...Object.fromEntries(addresses.map((field) => [field, 'slug'])),
  byline: 'authors',
  image: 'picture',
  cover: 'picture',
  type: 'kind',
  copyright: 'licence',
  source: 'provenance',
  correction: 'corrections',
  colors: 'colours',
};

/** The field of ours that a field of others is probably meant for. */
export const meantBy = (field: string): string | undefined =>
  [synonyms, suggested].find((words) => Object.hasOwn(words, field))?.[field];

/** Whether it is an everyday word for a field of ours. */
export const isSynonym = (field: string): boolean => Object.hasOwn(synonyms, field);

/** Front matter in our words. */
export interface OurFields {
  values: Record<string, Written>;
  /** The name that stands in the file, by ours. */
  names: ReadonlyMap<string, string>;
  findings: Finding[];
}

/** Takes what other programs write for what it means in a document that has the fields `known`; tells of each. */
export function inOurWords(front: FrontMatter, known: readonly string[]): OurFields {
  const fields = new Translation(front, known);
  fields.takeSynonyms();
  fields.takeState();
  fields.takeFirst('standfirst', standfirsts, isStandfirst);
  fields.takeFirst('authors', bylines, () => true);
  fields.takeNames();
  fields.takeTags();
  fields.takeAddress();
  return fields;
}

const isStandfirst = (value: Written) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 1000 && !/<[a-z/!]/i.test(value);

class Translation implements OurFields {
  readonly values: Record<string, Written>;
  readonly names = new Map<string, string>();
  readonly findings: Finding[] = [];
  readonly #front: FrontMatter;
  readonly #known: readonly string[];

  constructor(front: FrontMatter, known: readonly string[]) {
    this.values = structuredClone(front.values);
    this.#front = front;
    this.#known = known;
  }

  takeSynonyms(): void {
    for (const field of Object.keys(this.values)) {
      const isOurs = this.#known.includes(field);
      const ours = !isOurs && Object.hasOwn(synonyms, field) ? synonyms[field] : undefined;
      // Some programs say in “published” whether, and in “date” when.
      if (ours === 'published' && yesOrNo(this.values.published) !== undefined) this.#takeYesNo();
      if (ours && !this.#has(ours)) this.#rename(field, ours);
    }
  }

  /** `published: false` is a draft. */
  takeState(): void {
    if (yesOrNo(this.values.published) !== undefined) this.#takeYesNo();
    if (String(this.values.status).toLowerCase() === 'publish') this.values.status = 'published';
  }

  #takeYesNo(): void {
    const isPublished = yesOrNo(this.values.published);
    delete this.values.published;
    if (isPublished || this.#has('draft') || this.#has('status')) return;
    this.values.draft = 'true';
    this.names.set('draft', 'published');
    this.#tell('published', '“published: false” was taken for “draft: true”.');
  }

  /** The first of several fields that can be taken, if ours is not there. */
  takeFirst(ours: string, fields: readonly string[], fits: (value: Written) => boolean): void {
    const field = fields.find(
      (each) => this.#has(each) && !this.#known.includes(each) && fits(this.#get(each)),
    );
    if (field === undefined || this.#has(ours) || !this.#known.includes(ours)) return;
    this.#rename(field, ours);
    this.#tell(field, `“${field}” was taken for “${ours}”.`);
  }

  /** An author may be written as `{name: …}`. */
  takeNames(): void {
    if (!this.#has('authors') || !this.#known.includes('authors')) return;
    const left = new Set<string>();
    const names = [this.#get('authors')].flat().map((author) => {
      if (typeof author === 'string' || Array.isArray(author) || typeof author.name !== 'string')
        return author;
      for (const field of Object.keys(author)) if (field !== 'name') left.add(field);
      return author.name;
    });
    this.values.authors = names;
    const field = this.names.get('authors') ?? 'authors';
    for (const each of left)
      this.#tell(field, `Of the authors only the names are kept; “${each}” was left out.`);
  }

  /** Tags may be parted by commas, where no quotes keep those; categories and keywords are tags. */
  takeTags(): void {
    if (!this.#known.includes('tags')) return;
    const written = this.names.get('tags') ?? 'tags';
    const own = this.#has('tags') ? this.#parted('tags', written) : [];
    const all = [...own];
    for (const field of topics.filter((each) => this.#has(each))) {
      const more = this.#parted(field, field);
      if (!more.every(isTag) || all.length + more.length > 20) continue;
      all.push(...more);
      delete this.values[field];
      this.#tell(field, `“${field}” was taken for “tags”.`);
      if (!this.#has('tags')) this.names.set('tags', field);
    }
    if (all.length > 0) this.values.tags = all;
  }

  #parted(field: string, written: string): Written[] {
    const value = this.#get(field);
    const isQuoted = (path: string) => this.#front.quoted.has(path);
    const items = [value].flat();
    return items.flatMap((item, index): Written[] => {
      const path = Array.isArray(value) ? `${written}/${index}` : written;
      if (typeof item !== 'string' || isQuoted(path)) return [item];
      return item.includes(',') ? item.split(',').filter((each) => each.trim()) : [item];
    });
  }

  /**
   * The last part of an address elsewhere could be the slug. It is told and not taken: several pieces may share it,
   * and a piece that was handed in before would be another one under a new slug.
   */
  takeAddress(): void {
    const field = addresses.find((each) => this.#has(each) && slugIn(this.#get(each)) !== undefined);
    const slug = field && slugIn(this.#get(field));
    if (!field || !slug) return;
    delete this.values[field];
    const { title, language } = this.values;
    const own = typeof title === 'string' ? titleSlug(title, String(language ?? '')) : undefined;
    if (slug === (this.values.slug ?? own)) return;
    const way = this.#has('slug') ? `aliases: [${slug}]` : `slug: ${slug}`;
    const text = `“${field}” was left out. To keep its last part as this document’s address, write “${way}”.`;
    this.findings.push(warning(text, this.#front.lines.get(field)));
  }

  #has(field: string): boolean {
    return Object.hasOwn(this.values, field);
  }

  #get(field: string): Written {
    return this.values[field] ?? '';
  }

  #rename(field: string, ours: string): void {
    const value = this.#get(field);
    delete this.values[field];
    this.values[ours] = value;
    this.names.set(ours, field);
  }

  #tell(field: string, text: string): void {
    this.findings.push(note(text, this.#front.lines.get(field)));
  }
}

const isTag = (value: Written) => typeof value === 'string' && value.length <= 80 && slugOf(value) !== '';

/** Words that stand for a pattern of addresses, not for one. */
const patterns = /:|^(?:pretty|date|none|ordinal|weekdate)$/;

/** In characters. */
const longestAddress = 1000;

function slugIn(address: Written): string | undefined {
  if (typeof address !== 'string' || address.length > longestAddress) return undefined;
  const path = address.trim().replace(/^https?:\/\/[^/]*/i, '');
  if (patterns.test(path)) return undefined;
  const last =
    path
      .replace(/[?#].*$/, '')
      .replace(/(?:\/index)?(?:\.[a-z]{3,5})?\/*$/i, '')
      .split('/')
      .at(-1) ?? '';
  return slugPattern.test(last.toLowerCase()) && last.length <= 80 ? last.toLowerCase() : undefined;
}
