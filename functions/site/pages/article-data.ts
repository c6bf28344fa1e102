import type { SiteConfig } from '../../look/site-config.ts';
import { hrefOf } from '../routes.ts';
import { authorLink } from '../site-config.ts';
import type { ArticleView } from './article.tsx';

/** An article in schema.org's words, for search engines. What is not known is left out by JSON. */
export function articleData(config: SiteConfig, { slug, fields, published, changed }: ArticleView) {
  const address = config.site + hrefOf({ page: 'article', slug });
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: fields.title,
    description: fields.standfirst,
    url: address,
    mainEntityOfPage: address,
    datePublished: published,
    dateCreated: fields.written,
    dateModified: changed,
    inLanguage: fields.language ?? config.language,
    articleSection: fields.section,
    keywords: fields.tags.length ? fields.tags : undefined,
    author: fields.authors.map((name) => ({
      '@type': 'Person',
      name,
      url: config.site + authorLink(name).href,
    })),
    image: fields.picture && config.site + fields.picture.src,
    publisher: { '@type': 'Organization', name: config.title, url: `${config.site}/` },
  };
}
