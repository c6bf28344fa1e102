import type { Editor } from './editor.ts';
import type { Model, Piece } from './model.ts';
import { sectionNames } from './sequence.ts';

/** Everything the API tells readers of what the model knows, in the model's words. */
export async function told(editor: Editor, model: Model) {
  const [all, sections, articles, gone] = await Promise.all([
    listed(editor, ''),
    Promise.all(sectionNames.map((section) => listed(editor, `&section=${section}`))),
    Promise.all(model.articles.map(({ slug }) => article(editor, slug))),
    Promise.all(model.gone.map(({ slug }) => statusOf(editor, slug))),
  ]);
  return { all, sections, articles, gone };
}

/** The same as it should be. */
export const expected = (model: Model) => ({
  all: model.articles.map(entryOf),
  sections: sectionNames.map((name) => model.articles.filter(({ section }) => section === name).map(entryOf)),
  articles: model.articles,
  gone: model.gone.map(({ why }) => statuses[why]),
});

const statuses = { withdrawn: 410, deleted: 404, moved: 308, 'withdrawn page': 404 };

const entryOf = ({ slug, title, authors, published }: Piece) => ({ slug, title, authors, published });

async function listed(editor: Editor, filter: string) {
  const entries: ReturnType<typeof entryOf>[] = [];
  for (let cursor = ''; ; ) {
    const { items, next } = await (await editor.ask('GET', `/articles?limit=100${filter}${cursor}`)).json();
    entries.push(...items.map(entryOf));
    if (!next) return entries;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

async function article(editor: Editor, slug: string): Promise<Piece | string> {
  const response = await editor.ask('GET', `/articles/${slug}`, undefined, [200, 404, 308]);
  if (response.status !== 200) return `${slug}: ${response.status}`;
  const { title, section, tags, authors, published, written, related = [], text } = await response.json();
  return {
    slug,
    title,
    section: section?.name,
    tags: tags.map(nameOf),
    authors: authors.map(nameOf),
    published,
    written,
    related,
    words: Number(/^Word (\d+)/.exec(text)?.[1]),
    isPage: false,
  };
}

const nameOf = ({ name }: { name: string }) => name;

async function statusOf(editor: Editor, slug: string): Promise<number> {
  return (await editor.ask('GET', `/articles/${slug}`, undefined, [200, 308, 404, 410])).status;
}
