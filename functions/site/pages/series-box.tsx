import type { Entry } from '../../content/contract/lists.ts';
import type { ArticleFields } from '../../content/kinds/article.ts';
import { inLanguage } from '../../look/languages.ts';
import type { ArticleLinks } from '../kinds/article-links.ts';
import { articleAddress, hrefOf } from '../routes.ts';
import { termLink } from '../site-config.ts';

interface SeriesBoxProps {
  series: ArticleFields['series'];
  links: Pick<ArticleLinks, 'previous' | 'next'>;
  /** Language of the page. */
  language: string;
}

/** The series or dossier that a piece belongs to, with the pieces before and after it. */
export const SeriesBox = ({ series, links: { previous, next }, language }: SeriesBoxProps) =>
  series ? (
    <nav class="series-box" aria-label={series.title}>
      <p class="series-box-title">
        {series.part === undefined ? '' : `Part ${series.part} of `}
        <a href={termLink('series', series.title).href}>{series.title}</a>
      </p>
      {(previous || next) && (
        <ul>
          {previous && <Neighbour entry={previous} language={language} is="prev" />}
          {next && <Neighbour entry={next} language={language} is="next" />}
        </ul>
      )}
    </nav>
  ) : null;

const Neighbour = ({ entry, language, is }: { entry: Entry; language: string; is: 'prev' | 'next' }) => (
  <li class={is}>
    <span>
      {is === 'prev' ? 'Before' : 'Next'}
      {entry.part !== undefined && `: part ${entry.part}`}
    </span>
    <a href={hrefOf(articleAddress(entry.slug))} rel={is} {...inLanguage(entry.language, language)}>
      {entry.title}
    </a>
  </li>
);
