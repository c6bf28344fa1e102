import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { bulletinTold } from './bulletins.ts';
import type { Editor } from './editor.ts';
import { type Model, markOf, type State } from './model.ts';
import { gatheredAs, spelledAs } from './names.ts';
import type { Readers, Singles } from './readers.ts';

/** What the open API tells everybody, and what it tells editors of every document. */
export interface ApiAnswers {
  lists: Record<string, string[]>;
  articles: Record<string, object | string>;
  documents: Record<string, string>;
}

const parameters = {
  sections: 'section',
  tags: 'tag',
  authors: 'author',
  series: 'series',
  archive: 'year',
  written: 'written',
} as const;

/** Everything the API tells of what the model knows, in the model's words. */
export async function apiAnswers(editor: Editor, model: Model, readers: Readers): Promise<ApiAnswers> {
  const each = async <T>(keys: string[], read: (key: string) => Promise<T>) =>
    Object.fromEntries(
      await mapConcurrently(keys, { concurrency: 8 }, async (key) => [key, await read(key)] as const),
    );
  const slugs = [...model.states.keys()];
  return {
    lists: await each(Object.keys(readers.lists(() => false)), (path) => listed(editor, path)),
    articles: await each(slugs, (slug) => article(editor, slug)),
    documents: await each([...slugs, ...model.singles.keys()], (slug) => standingOf(editor, slug)),
  };
}

/** The same as it should be. */
export function expected(model: Model, readers: Readers): ApiAnswers {
  const lists = Object.entries(readers.lists(() => false)).map(([path, lines = []]) => [path, lines]);
  const articles = [...model.states.keys()].map((slug) => [slug, articleOf(slug, model, readers)]);
  const documents = [...model.states].map(([slug, state]) => [slug, documentOf(state)]);
  const singles = [...model.singles].map(([slug, { title, mark }]) => [slug, `published ${title}, ${mark}`]);
  return {
    lists: Object.fromEntries(lists),
    articles: Object.fromEntries(articles),
    documents: Object.fromEntries([...documents, ...singles]),
  };
}

/** What stands of the front page and the press, whoever handed it in. */
export async function singlesOf(editor: Editor): Promise<Singles> {
  const [front, press] = await Promise.all(
    ['front', 'press'].map(async (slug) => {
      const response = await editor.ask('GET', `/documents/${slug}`, undefined, [200, 404]);
      return response.status === 200 ? (await response.json()).fields : undefined;
    }),
  );
  return { front, press };
}

/** Address and title, as the site's lists have them. */
async function listed(editor: Editor, path: string): Promise<string[]> {
  const [, folder = '', name = ''] = path.split('/');
  const parameter = Object.entries(parameters).find(([one]) => one === folder)?.[1];
  const filter = name ? `&${parameter}=${encodeURIComponent(name)}` : '';
  const lines: string[] = [];
  for (let cursor = ''; ; ) {
    const answer = await editor.ask('GET', `/articles?limit=100${filter}${cursor}`);
    const { items, next } = await answer.json();
    lines.push(
      ...items.map(({ slug, title }: { slug: string; title: string }) => `/articles/${slug}/ ${title}`),
    );
    if (!next) return lines;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

/** An article, or in a word why there is none. */
async function article(editor: Editor, slug: string, steps = 0): Promise<object | string> {
  const response = await editor.ask('GET', `/articles/${slug}`, undefined, [200, 404, 410, 308]);
  const answer = await response.json();
  if (response.status === 308) {
    const to = response.headers.get('location') ?? '';
    if (steps > 0) return `${slug} leads on and on`;
    return article(editor, decodeURIComponent(to.replace('/api/articles/', '')), steps + 1);
  }
  if (response.status === 410) return `410 ${answer.detail}`;
  if (response.status !== 200) return `${response.status}`;
  const { title, section, tags, authors, series, published, written, related = [], text, file } = answer;
  const lists = { section: section && known(section), series: series && known(series) };
  const names = { tags: [...new Set(tags.map(known))], authors: [...new Set(authors.map(known))] };
  const pdf = file && `${file.name}, ${file.bytes} bytes`;
  const said = { slug: answer.slug, title, ...lists, part: series?.part, ...names, pdf };
  return { ...said, published, written, related, words: Number(/^Word (\d+)/.exec(text)?.[1]) };
}

/** The slug under which it gathers, where it is spelled in a way that somebody typed. */
const known = ({ slug, name }: { slug: string; name: string }): string =>
  spelledAs(slug).includes(name) ? slug : `${name} at ${slug}`;

function articleOf(slug: string, model: Model, { articles }: Readers): object | string {
  const { slug: end, state } = model.follow(slug);
  if (state?.kind !== 'article') return '404';
  if (state.status === 'withdrawn') return `410 This article was withdrawn. ${state.reason}`;
  const found = articles.find((one) => one.slug === end);
  if (!found) return '404';
  const { title, section, series, tags, authors, written, related, words, bulletin } = found.piece;
  const lists = { section: section && gatheredAs(section), series: series && gatheredAs(series.title) };
  const names = { tags: [...new Set(tags.map(gatheredAs))], authors: [...new Set(authors.map(gatheredAs))] };
  const pdf = bulletin === undefined ? undefined : bulletinTold(bulletin);
  const said = { slug: end, title, ...lists, part: series?.part, ...names, pdf };
  const ends = new Set(related.map((named) => model.follow(named).slug));
  const readable = [...ends].filter((one) => articles.some((other) => other.slug === one));
  return { ...said, published: inSeconds(found.date), written, related: readable, words };
}

/** The API tells every instant to the second. */
const inSeconds = (date: string): string => date.replace(/T(\d\d:\d\d)Z$/, 'T$1:00Z');

/** A document as editors see it. */
async function standingOf(editor: Editor, slug: string): Promise<string> {
  const response = await editor.ask('GET', `/documents/${slug}`, undefined, [200, 404]);
  if (response.status === 404) return 'deleted';
  const { title, status, fields, to } = await response.json();
  if (status === 'moved') return `moved to ${to}`;
  const mark = fields.standfirst ?? fields.lead ?? fields.strapline;
  return `${status} ${title}${mark ? `, ${mark}` : ''}`;
}

function documentOf(state: State): string {
  if (state.status === 'deleted') return 'deleted';
  if (state.status === 'moved') return `moved to ${state.to}`;
  const { status, piece } = state;
  return `${status} ${piece.title}${piece.kind === 'page' ? `, ${markOf(piece.words)}` : ''}`;
}
