import type { Entry } from '../../content/contract/lists.ts';
import type { Body, PartialDate } from '../../content/contract/values.ts';
import type { ArticleFields } from '../../content/kinds/article.ts';
import { inLanguage } from '../../look/languages.ts';
import { Made } from '../../look/markup.tsx';
import { page } from '../../look/page.tsx';
import { Figure } from '../../look/picture.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { hrefOf } from '../routes.ts';
import { Boxes } from './article-boxes.tsx';
import { articleData } from './article-data.ts';
import { ArticleHead } from './article-head.tsx';
import { Teaser } from './teaser.tsx';

export interface ArticleView {
  slug: string;
  fields: ArticleFields;
  published: PartialDate;
  /** When this revision was made (ISO instant). */
  changed: string;
  body: Body;
  related: Entry[];
}

export function articlePage(config: SiteConfig, view: ArticleView): string {
  const { fields, slug } = view;
  const path = hrefOf({ page: 'article', slug });
  const description = fields.standfirst ?? shortened(view.body.text);
  const data = articleData(config, view);
  return page({
    config,
    about: { title: fields.title, description, path, picture: fields.picture, kind: 'article', data },
    children: <Story config={config} view={view} />,
  });
}

const Story = ({ config, view }: { config: SiteConfig; view: ArticleView }) => {
  const { fields, body, related } = view;
  return (
    <>
      <article class="story" {...inLanguage(fields.language, config.language)}>
        <ArticleHead fields={fields} published={view.published} />
        {fields.picture && (
          <Figure
            class="lead-picture"
            picture={fields.picture}
            sizes="(min-width: 64rem) 60rem, 100vw"
            eager
          />
        )}
        <Made class="body" html={body.html} />
        <Boxes fields={fields} config={config} />
      </article>
      {related.length > 0 && <Related entries={related} language={config.language} />}
    </>
  );
};

const Related = ({ entries, language }: { entries: Entry[]; language: string }) => (
  <aside class="related" aria-labelledby="related">
    <h2 id="related" class="rubric">
      Read next
    </h2>
    <div class="columns">
      {entries.map((entry) => (
        <Teaser
          key={entry.slug}
          entry={entry}
          language={language}
          picture="(min-width: 60rem) 24rem, 100vw"
        />
      ))}
    </div>
  </aside>
);

/** About as much as search engines show, cut between words. */
function shortened(text: string, longest = 200): string | undefined {
  const line = text
    .slice(0, longest * 2)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= longest) return line || undefined;
  return `${line.slice(0, line.lastIndexOf(' ', longest) || longest)} …`;
}
