import type { Editor } from './editor.ts';
import type { Model, Piece, Standing } from './model.ts';
import { sectionNames } from './sequence.ts';

/** Everything the API tells of what the model knows, in the model's words. */
export async function told(editor: Editor, model: Model) {
  const [all, sections, articles, standing, gone] = await Promise.all([
    listed(editor, ''),
    Promise.all(sectionNames.map((section) => listed(editor, `&section=${section}`))),
    Promise.all(model.articles.map(({ slug }) => article(editor, slug))),
    Promise.all(model.standing.map(({ slug }) => standingOf(editor, slug))),
    Promise.all(model.gone.map(({ slug }) => statusOf(editor, slug))),
  ]);
  return { all, sections, articles, standing, gone };
}

/** The same as it should be. */
export const expected = (model: Model) => ({
  all: model.articles.map(entryOf),
  sections: sectionNames.map((name) => model.articles.filter(({ section }) => section === name).map(entryOf)),
  articles: model.articles,
  standing: model.standing.map((one) => ({ ...one, status: 'published' })),
  gone: model.gone.map(({ slug, why }) => ({ slug, ...statuses[why] })),
});

/** Of a document that is gone: for readers, and for editors. */
const statuses = {
  withdrawn: { article: 410, document: 'withdrawn' },
  deleted: { article: 404, document: 'deleted' },
  moved: { article: 308, document: 'moved' },
  'withdrawn page': { article: 404, document: 'withdrawn' },
};

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

async function statusOf(editor: Editor, slug: string) {
  const { status } = await editor.ask('GET', `/articles/${slug}`, undefined, [200, 308, 404, 410]);
  return { slug, article: status, document: (await standingOf(editor, slug)).status };
}

/** A document as editors see it. */
async function standingOf(editor: Editor, slug: string): Promise<Standing & { status: string }> {
  const response = await editor.ask('GET', `/documents/${slug}`, undefined, [200, 404]);
  if (response.status === 404) return { slug, title: '', status: 'deleted' };
  const { title, status, fields } = await response.json();
  return { slug, title, status, mark: fields.standfirst ?? fields.lead ?? fields.strapline };
}
