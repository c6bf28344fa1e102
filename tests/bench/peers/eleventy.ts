import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from '../places.ts';
import { type Peer, shell, writeAll, writeArticles } from './peer.ts';

const home = join(cache, 'eleventy');
const program = join(home, 'node_modules/@11ty/eleventy/cmd.cjs');

/** Eleventy's own copy of a package does not install everywhere. */
const wanted = {
  private: true,
  dependencies: { '@11ty/eleventy': '^3.1.0' },
  overrides: { '@11ty/recursive-copy': '4.0.3' },
};

const teaser = (item: string) => `<article><h2><a href="{{ ${item}.url }}">{{ ${item}.data.title }}</a></h2>
<p>{{ ${item}.data.standfirst }}</p><p>{{ ${item}.data.authors | join(", ") }} <time>{{ ${item}.data.published }}</time></p></article>`;

const article = `<article><h1>{{ title }}</h1><p>{{ standfirst }}</p>
<p>{% for author in authors %}<a href="/authors/{{ author | slugify }}/">{{ author }}</a> {% endfor %}<time>{{ published }}</time></p>
{{ content | safe }}
<ul>{% for topic in topics %}<li><a href="/tags/{{ topic | slugify }}/">{{ topic }}</a></li>{% endfor %}</ul></article>
<aside>{% for item in collections.bySection[section] | following(slug) %}${teaser('item')}{% endfor %}</aside>`;

const list = `---
pagination: { data: collections.lists, size: 1, alias: part }
permalink: "{{ part.path }}index.html"
---
${shell('{{ part.title }}', `<h1>{{ part.title }}</h1>{% for item in part.items %}${teaser('item')}{% endfor %}<a href="{{ part.older }}">Older</a>`)}`;

const feed = `---
pagination: { data: collections.feeds, size: 1, alias: part }
permalink: "{{ part.path }}feed.xml"
---
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{ part.title }}</title>
{% for item in part.items %}<entry><title>{{ item.data.title }}</title><link href="https://lantern.example{{ item.url }}"/><updated>{{ item.data.published }}</updated></entry>{% endfor %}</feed>`;

const sitemap = `---
permalink: sitemap.xml
---
<urlset>{% for item in collections.newestFirst %}<url><loc>https://lantern.example{{ item.url }}</loc></url>{% endfor %}</urlset>`;

const config = `
const slug = (text) => text.toLowerCase().replaceAll(' ', '-');
const groups = (items, folder, namesOf) => {
  const found = new Map([]);
  for (const item of items) for (const name of namesOf(item.data)) found.set(name, [...(found.get(name) ?? []), item]);
  return [...found].map(([title, items]) => ({ title, path: '/' + folder + '/' + slug(title) + '/', items }));
};
const parts = ({ title, path, items }) => {
  const at = (page) => (page ? path + 'from/' + page + '/' : path);
  return Array.from({ length: Math.ceil(items.length / 24) }, (_, page) => ({
    title, path: at(page), older: at(page + 1), items: items.slice(page * 24, page * 24 + 24),
  }));
};
export default function (config) {
  const newestFirst = (api) => api.getFilteredByGlob('**/articles/*.md').reverse();
  const sections = (items) => groups(items, 'sections', (data) => [data.section]);
  config.addCollection('newestFirst', newestFirst);
  config.addCollection('bySection', (api) =>
    Object.fromEntries(sections(newestFirst(api)).map(({ title, items }) => [title, items])));
  config.addFilter('following', (items, slug) => {
    const at = items.findIndex((item) => item.data.slug === slug);
    return items.slice(at + 1, at + 4);
  });
  config.addCollection('lists', (api) => {
    const items = newestFirst(api);
    return [
      { title: 'Archive', path: '/archive/', items },
      ...sections(items),
      ...groups(items, 'tags', (data) => data.topics),
      ...groups(items, 'authors', (data) => data.authors),
      ...groups(items, 'archive', (data) => [data.published.slice(0, 4)]),
      ...groups(items, 'written', (data) => [data.written]),
    ].flatMap(parts).concat({ title: 'Front', path: '/', items: items.slice(0, 24) });
  });
  config.addCollection('feeds', (api) => {
    const items = newestFirst(api);
    const all = [{ title: 'The Lantern', path: '/', items }, ...sections(items)];
    return all.map((one) => ({ ...one, items: one.items.slice(0, 20) }));
  });
  return { dir: { output: 'public' } };
}
`;

/** Eleventy, installed by npm beside the other things the benchmarks keep. */
export const eleventy: Peer = {
  name: 'Eleventy',
  async isThere() {
    if (existsSync(program)) return true;
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify(wanted));
    const install = promisify(execFile)('npm', ['install', '--no-audit', '--no-fund'], {
      cwd: home,
      timeout: 120_000,
    });
    return install.then(
      () => existsSync(program),
      () => false,
    );
  },
  prepare(folder, size) {
    writeArticles(
      `${folder}/articles`,
      size,
      ({ title, slug, standfirst, section, tags, authors, published, written }) => ({
        ...{ title, slug, standfirst, section, authors, published, written, topics: tags },
        date: published,
        layout: 'article.njk',
        permalink: `/articles/${slug}/index.html`,
      }),
    );
    writeAll(folder, {
      'package.json': '{"type":"module"}',
      'eleventy.config.js': config,
      '_includes/article.njk': shell('{{ title }}', article),
      'lists.njk': list,
      'feeds.njk': feed,
      'sitemap.njk': sitemap,
    });
  },
  command: () => ({ command: process.execPath, args: [program, '--quiet'] }),
};
