import type { ComponentChildren } from 'preact';
import type { Translation } from '../../content/contract/citations.ts';
import type { ArticleFields, Credit, Provenance, Reviewed } from '../../content/kinds/article.ts';
import { inWords } from '../../look/in-words.ts';
import { languageName } from '../../look/languages.ts';
import { provenanceWords } from '../../look/provenance.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import type { ArticleLinks } from '../kinds/article-links.ts';
import { articleAddress, hrefOf } from '../routes.ts';
import { termLink } from '../site-config.ts';
import { Anchor } from './article-head.tsx';
import { Debate } from './debate-box.tsx';
import { LicenceBox } from './licence-box.tsx';

interface BoxesProps {
  fields: ArticleFields;
  links: ArticleLinks;
  config: SiteConfig;
}

/** The boxes under an article: the debate it is part of, works under review, provenance, translations, tags,
 *  credits, licence. */
export const Boxes = ({ fields, links, config }: BoxesProps) => (
  <footer class="boxes">
    {links.repliesTo.length > 0 && (
      <Box title="In reply to">
        <Debate entries={links.repliesTo} language={fields.language ?? config.language} />
      </Box>
    )}
    {links.replies.length > 0 && (
      <Box title={links.replies.length > 1 ? 'Replies' : 'A reply'}>
        <Debate entries={links.replies} language={fields.language ?? config.language} />
      </Box>
    )}
    {fields.reviews?.length ? <Reviews works={fields.reviews} /> : null}
    {fields.provenance && <ProvenanceBox provenance={fields.provenance} />}
    {links.translations.length > 0 && <Translations translations={links.translations} />}
    {fields.tags.length > 0 && (
      <Box title="About" class="tags">
        <ul>
          {fields.tags.map((tag) => (
            <li key={tag}>
              <Anchor link={termLink('tags', tag)} />
            </li>
          ))}
        </ul>
      </Box>
    )}
    {fields.credits?.length ? <Credits credits={fields.credits} /> : null}
    <LicenceBox licence={fields.licence ?? config.licence} />
  </footer>
);

const Box = ({
  title,
  children,
  ...others
}: {
  title: string;
  class?: string;
  children: ComponentChildren;
}) => (
  <section class={`box ${others.class ?? ''}`.trim()}>
    <h2>{title}</h2>
    {typeof children === 'string' ? <p>{children}</p> : children}
  </section>
);

const Credits = ({ credits }: { credits: Credit[] }) => (
  <Box title="Credits" class="credited">
    {credits.map(({ role, names }) => (
      <p key={role}>
        {role}
        {names.length > 0 && `: ${inWords(names)}`}
      </p>
    ))}
  </Box>
);

const Reviews = ({ works }: { works: Reviewed[] }) => (
  <Box title="Under review" class="reviews">
    {works.map((work) => (
      <p key={work.title}>
        <cite>{work.url ? <a href={work.url}>{work.title}</a> : work.title}</cite>
        {work.authors?.length ? ` by ${inWords(work.authors)}` : ''}
        {particulars(work)}
      </p>
    ))}
  </Box>
);

function particulars({ publisher, year, isbn }: Reviewed): string {
  const known = [publisher, year === undefined ? undefined : String(year), isbn && `ISBN ${isbn}`].filter(
    Boolean,
  );
  return known.length ? `. ${known.join(', ')}.` : '.';
}

const ProvenanceBox = ({ provenance }: { provenance: Provenance }) => {
  const words = provenanceWords(provenance);
  return (
    <Box title="Where this comes from" class="provenance">
      {words && (
        <p>
          {words.before}
          {words.publication && <cite>{words.publication}</cite>}
          {words.after}
        </p>
      )}
      {provenance.note && <p>{provenance.note}</p>}
    </Box>
  );
};

const Translations = ({ translations }: { translations: Translation[] }) => (
  <Box title="In other languages" class="translations">
    <ul>
      {translations.map(({ language, slug, url, title }) => (
        <li key={language + (slug ?? url ?? '')}>
          <a
            href={slug ? hrefOf(articleAddress(slug)) : (url ?? '#text')}
            hreflang={language}
            lang={language}
          >
            {languageName(language)}
            {title && `: ${title}`}
          </a>
        </li>
      ))}
    </ul>
  </Box>
);
