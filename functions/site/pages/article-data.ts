import type { Paper } from '../../look/paper.ts';
import { authorLink } from '../paper.ts';
import { hrefOf } from '../routes.ts';
import type { ArticleView } from './article.tsx';

/** An article in schema.org's words, for search engines. What is not known is left out by JSON. */
export function articleData(paper: Paper, { slug, fields, published, changed }: ArticleView) {
  const address = paper.site + hrefOf({ page: 'article', slug });
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
    inLanguage: fields.language ?? paper.language,
    articleSection: fields.section,
    keywords: fields.tags.length ? fields.tags : undefined,
    author: fields.authors.map((name) => ({
      '@type': 'Person',
      name,
      url: paper.site + authorLink(name).href,
    })),
    image: fields.picture && paper.site + fields.picture.src,
    publisher: { '@type': 'Organization', name: paper.title, url: `${paper.site}/` },
  };
}
