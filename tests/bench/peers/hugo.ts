import { spawnSync } from 'node:child_process';
import { type Peer, shell, writeAll, writeArticles } from './peer.ts';

const teaser = `<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Params.standfirst }}</p>
<p>{{ delimit .Params.authors ", " }} <time>{{ .Date.Format "2 January 2006" }}</time></p></article>`;

const single = `<article><h1>{{ .Title }}</h1><p>{{ .Params.standfirst }}</p>
<p>{{ range .Params.authors }}<a href="/authors/{{ . | urlize }}/">{{ . }}</a> {{ end }}<time>{{ .Date.Format "2 January 2006" }}</time></p>
{{ .Content }}
<ul>{{ range .Params.tags }}<li><a href="/tags/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul></article>
<aside>{{ with .PrevInSection }}${teaser}{{ end }}{{ with .NextInSection }}${teaser}{{ end }}</aside>`;

const list = `<h1>{{ .Title }}</h1>{{ range (.Paginate .RegularPages 24).Pages }}${teaser}{{ end }}
{{ with .Paginator.Next }}<a href="{{ .URL }}">Older</a>{{ end }}`;

const front = `{{ range first 24 .Site.RegularPages }}${teaser}{{ end }}`;

const config = {
  baseURL: 'https://lantern.example/',
  title: 'The Lantern',
  permalinks: { archive: '/articles/:slug/' },
  taxonomies: { section: 'sections', tag: 'tags', author: 'authors', year: 'years', written: 'written' },
  outputs: { home: ['HTML', 'RSS'], section: ['HTML', 'RSS'], taxonomy: ['HTML'], term: ['HTML'] },
  services: { rss: { limit: 20 } },
};

/** Debian's Hugo, if it is installed. */
export const hugo: Peer = {
  name: 'Hugo',
  isThere: async () => spawnSync('hugo', ['version']).status === 0,
  prepare(folder, size) {
    writeArticles(`${folder}/content/archive`, size, (article) => ({
      title: article.title,
      slug: article.slug,
      date: article.published,
      standfirst: article.standfirst,
      sections: [article.section],
      tags: article.tags,
      authors: article.authors,
      years: [article.published.slice(0, 4)],
      written: [article.written],
    }));
    writeAll(folder, {
      'config.json': JSON.stringify(config),
      'layouts/_default/single.html': shell('{{ .Title }}', single),
      'layouts/_default/list.html': shell('{{ .Title }}', list),
      'layouts/_default/terms.html': shell('{{ .Title }}', '{{ range .Pages }}<p>{{ .Title }}</p>{{ end }}'),
      'layouts/index.html': shell('Front', front),
    });
  },
  command: (folder) => ({ command: 'hugo', args: ['--source', folder, '--quiet'] }),
};
