import type { Body } from '../../content/contract/values.ts';
import type { PageFields } from '../../content/kinds/page.ts';
import { inLanguage } from '../../look/languages.ts';
import { Made } from '../../look/markup.tsx';
import { page } from '../../look/page.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { hrefOf } from '../routes.ts';

/** A page such as "About us". */
export const standingPage = (config: SiteConfig, slug: string, fields: PageFields, body: Body): string =>
  page({
    config,
    about: {
      title: fields.title,
      description: fields.standfirst,
      path: hrefOf({ page: 'standing', slug }),
    },
    children: (
      <article class="story standing" {...inLanguage(fields.language, config.language)}>
        <header class="story-head">
          <h1>{fields.title}</h1>
          {fields.standfirst && <p class="standfirst">{fields.standfirst}</p>}
        </header>
        <Made class="body" html={body.html} />
      </article>
    ),
  });
