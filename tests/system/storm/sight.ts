import { setTimeout as pause } from 'node:timers/promises';
import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { patiently } from './editor.ts';
import { spelledAs } from './names.ts';

/** What a reader finds who looks everywhere, by address (not percent-encoded). */
export interface Sight {
  /** Of documents: status, and title, reason or where it leads. */
  addresses: Record<string, string>;
  /** Address and title of what a list names, over all its pages; undefined where there is no such list. */
  lists: Record<string, string[] | undefined>;
  /** Books, and the numbers of serials. */
  shelf: Record<string, string[] | undefined>;
  /** The same of a feed, and the PDF that it tells of. */
  feeds: Record<string, string[] | undefined>;
  sitemap: string[];
  years: string[];
  /** Where each index of names leads, over all its pages; undefined where there is none. */
  indexes: Record<string, string[] | undefined>;
  front: string[];
  pages: Record<string, ArticleSeen>;
  /** Titles that no reader may find any more, and where they stood. */
  leaks: string[];
}

export interface ArticleSeen {
  title: string;
  words: number;
  /** Lists that it links to, in their order. */
  named: string[];
  /** What it tells to read next. */
  next: string[];
  /** Where its translations are. */
  translations: string[];
  /** What it answers, and what answers it. */
  debate: string[];
  /** The parts beside it in its series. */
  beside: string[];
  /** Status of each picture, the cover of a PDF among them. */
  pictures: string[];
  /** What was corrected, as it stands before the text. */
  corrections: string[];
  /** What is told of its PDF, and what is found at its address. */
  pdf: string[];
}

/** Where to look. */
interface Places {
  addresses: Record<string, unknown>;
  shelf: Record<string, unknown>;
  feeds: Record<string, unknown>;
  indexes: Record<string, unknown>;
  pages: Record<string, unknown>;
  goneTitles: string[];
  lists(isWhole: (path: string) => boolean): Record<string, unknown>;
}

interface Answer {
  status: number;
  text: string;
  location: string;
}

/** Looks at the site as readers do, at every place that the model knows of, and at nothing but its answers. */
export class Reader {
  readonly #site: string;
  readonly #isPatient: boolean;
  /** Where each answer was got, for what is to be found nowhere. */
  readonly #read = new Map<string, Promise<Answer>>();
  readonly #whole = new Set<string>();

  /** In bad weather a reader asks again where there is no answer yet; in fair weather once has to do. */
  constructor(site: string, { isPatient }: { isPatient: boolean }) {
    this.#site = site;
    this.#isPatient = isPatient;
  }

  async look(readers: Places): Promise<Sight> {
    const { addresses, pages, feeds, indexes, shelf } = readers;
    const lists = readers.lists(() => true);
    return {
      addresses: await this.#each(addresses, (path) => this.#address(path)),
      lists: await this.#each(lists, (path) => this.#list(path)),
      shelf: await this.#each(shelf, (path) => this.#list(path)),
      feeds: await this.#each(feeds, (path) => this.#feed(path)),
      sitemap: await this.#sitemap(),
      years: await this.#years(),
      indexes: await this.#each(indexes, (path) => this.#pagesOf(path, namesIn)),
      front: entriesIn((await this.#get('/')).text),
      pages: await this.#each(pages, (path) => this.#page(path)),
      leaks: await this.#leaks(readers.goneTitles),
    };
  }

  /** Whether a list has no second page; only after the look. */
  isWhole = (path: string): boolean => this.#whole.has(path);

  async #each<T>(
    paths: Record<string, unknown>,
    read: (path: string) => Promise<T>,
  ): Promise<Record<string, T>> {
    const found = await mapConcurrently(
      Object.keys(paths),
      { concurrency: 8 },
      async (path) => [path, await read(path)] as const,
    );
    return Object.fromEntries(found);
  }

  #get(path: string): Promise<Answer> {
    const known = this.#read.get(path) ?? this.#ask(this.#site + encodeURI(path));
    this.#read.set(path, known);
    return known;
  }

  async #address(path: string): Promise<string> {
    const { status, text, location } = await this.#get(path);
    if (status === 200) return `200 ${headingOf(text)}`;
    if (status === 301 || status === 302) return `${status} ${decodeURI(location.replace(this.#site, ''))}`;
    return status === 410
      ? `410 ${readable(/<blockquote>(.*?)<\/blockquote>/s.exec(text)?.[1])}`
      : `${status}`;
  }

  #list(path: string): Promise<string[] | undefined> {
    return this.#pagesOf(path, entriesIn);
  }

  /** What is found in all pages of a list; undefined where there is none. */
  async #pagesOf(path: string, find: (html: string) => string[]): Promise<string[] | undefined> {
    const first = await this.#get(path);
    if (first.status === 404) return undefined;
    if (first.status !== 200) return [`${path} ${first.status}`];
    const found = find(first.text);
    let next = nextIn(first.text);
    if (next === undefined) this.#whole.add(path);
    for (const seen = new Set<string>(); next !== undefined && !seen.has(next); ) {
      seen.add(next);
      const { status, text } = await this.#get(next);
      found.push(...(status === 200 ? find(text) : [`${next} ${status}`]));
      next = nextIn(text);
    }
    return found;
  }

  async #feed(path: string): Promise<string[] | undefined> {
    const { status, text } = await this.#get(path);
    if (status === 404) return undefined;
    if (status !== 200) return [`${path} ${status}`];
    return [...text.matchAll(/<entry[^>]*>(.*?)<\/entry>/gs)].map(([, entry = '']) => {
      const href = /<link rel="alternate"[^>]* href="([^"]+)"/.exec(entry)?.[1];
      const [, bytes, name] = /<link rel="enclosure"[^>]* length="(\d+)" title="([^"]+)"/.exec(entry) ?? [];
      const title = readable(/<title>(.*?)<\/title>/s.exec(entry)?.[1]);
      return `${this.#path(href)} ${title}${name ? ` with ${name}, ${bytes} bytes` : ''}`;
    });
  }

  async #sitemap(): Promise<string[]> {
    const shards = locationsIn((await this.#get('/sitemap.xml')).text);
    const texts = await Promise.all(shards.map((shard) => this.#get(this.#path(shard))));
    return texts.flatMap(({ text }) => locationsIn(text).map((one) => this.#path(one))).sort();
  }

  async #years(): Promise<string[]> {
    const { text } = await this.#get('/archive/years/');
    return hrefsIn(/<main.*<\/main>/s.exec(text)?.[0])
      .filter((href) => /\/\d{4}\/$/.test(href))
      .sort();
  }

  async #page(path: string): Promise<ArticleSeen> {
    const { text } = await this.#get(path);
    const [story = ''] = (/<main.*<\/main>/s.exec(text)?.[0] ?? '').split('</article>');
    const lists = hrefsIn(story).filter((href) => /^\/(sections|series|authors|tags)\//.test(href));
    const [seriesBox = ''] = /<nav class="series-box".*?<\/nav>/s.exec(text) ?? [];
    const pictures = [...story.matchAll(/<img[^>]* src="([^"]+)"/g)].map(([, src = '']) => src);
    return {
      title: headingOf(story),
      words: Number(/Word (\d+)/.exec(story)?.[1]),
      corrections: [
        ...(story.split('class="body"')[0] ?? '').matchAll(/Put right in <em>([\d-]+)<\/em>/g),
      ].map(([, date = '']) => date),
      named: [...new Set(lists)],
      translations: [...story.matchAll(/<a href="([^"]+)" hreflang/g)].map(([, href]) => this.#path(href)),
      debate: [...story.matchAll(/<ul class="debate">(.*?)<\/ul>/gs)].flatMap(([, list]) =>
        hrefsIn(list).map((href) => this.#path(href)),
      ),
      beside: hrefsIn(/<ul>(.*?)<\/ul>/s.exec(seriesBox)?.[1]).map((href) => this.#path(href)),
      next: entriesIn(/<aside class="related".*<\/aside>/s.exec(text)?.[0] ?? ''),
      pictures: await Promise.all(
        pictures.map(async (src) => `${(await this.#ask(this.#site + src)).status}`),
      ),
      pdf: await this.#pdf(/<aside class="attached-file".*?<\/aside>/s.exec(story)?.[0]),
    };
  }

  async #pdf(box = ''): Promise<string[]> {
    const [href] = hrefsIn(box);
    if (href === undefined) return [];
    const { status, text } = await this.#ask(this.#site + href);
    const told = readable(/<small>PDF, (.*?)<\/small>/.exec(box)?.[1]).replaceAll('\u00a0', ' ');
    return [`${status}, ${told}, ${/Bulletin \d+/.exec(text)?.[0]}`];
  }

  async #leaks(titles: string[]): Promise<string[]> {
    const found: string[] = [];
    for (const [path, answer] of this.#read) {
      const text = readable((await answer).text);
      found.push(...titles.filter((title) => text.includes(title)).map((title) => `${path} names ${title}`));
    }
    return found;
  }

  async #ask(address: string): Promise<Answer> {
    const request = () => fetch(address, { redirect: 'manual' });
    const response = await (this.#isPatient ? patiently(request) : whenLet(request));
    const location = response.headers.get('location') ?? '';
    return { status: response.status, text: await response.text(), location };
  }

  #path(address = ''): string {
    return decodeURI(readable(address).replace(this.#site, ''));
  }
}

/** A look at all addresses at once is a flood, of which the press turns away what comes too fast: that is asked again. */
async function whenLet(request: () => Promise<Response>): Promise<Response> {
  const until = Date.now() + 30_000;
  for (let response = await request(); ; response = await request()) {
    if (response.status !== 429 || Date.now() > until) return response;
    await response.body?.cancel();
    await pause(50);
  }
}

/** Address and title of each teaser. */
const entriesIn = (html: string): string[] =>
  [...html.matchAll(/<h[23]><a href="(\/(?:articles|books|bulletins)\/[^"]+)">(.*?)<\/a><\/h[23]>/gs)].map(
    ([, href = '', title]) => `${decodeURI(readable(href))} ${readable(title)}`,
  );

/** Where each name leads, and the name too where nobody typed it so. */
const namesIn = (html: string): string[] =>
  [...html.matchAll(/<li><a href="([^"]+)"><bdi>(.*?)<\/bdi><\/a><\/li>/gs)].map(([, href = '', name]) => {
    const path = decodeURI(readable(href));
    const typed = spelledAs(path.split('/')[2] ?? '');
    return typed.includes(readable(name)) ? path : `${path} ${readable(name)}`;
  });

const nextIn = (html: string): string | undefined => {
  const href = /<a href="([^"]+)" rel="next">/.exec(html)?.[1];
  return href === undefined ? undefined : decodeURI(readable(href));
};

const hrefsIn = (html = ''): string[] =>
  [...html.matchAll(/<a href="([^"]+)"/g)].map(([, href = '']) => decodeURI(readable(href)));

const locationsIn = (xml: string): string[] =>
  [...xml.matchAll(/<loc>(.*?)<\/loc>/gs)].map(([, address = '']) => address);

const headingOf = (html: string): string => readable(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1]);

const signs: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** Text without its escapes. */
const readable = (html = ''): string =>
  html.replace(/&(lt|gt|amp|quot|#39);/g, (_, sign: string) => signs[sign] ?? '');
