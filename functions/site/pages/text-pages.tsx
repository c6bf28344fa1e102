import type { Body } from '../../content/contract/values.ts';
import type { PageFields } from '../../content/kinds/page.ts';
import { inLanguage } from '../../look/languages.ts';
import { RawHtml } from '../../look/markup.tsx';
import { page } from '../../look/page.tsx';
import { Figure } from '../../look/picture.tsx';
import type { SiteConfig } from '../../look/site-config.ts';
import { hrefOf, standingAddress } from '../routes.ts';
import { AttachedPdf, mediaObject } from './attached-file.tsx';

/** A page such as "About us". */
export const standingPage = (config: SiteConfig, slug: string, fields: PageFields, body: Body): string =>
  page({
    config,
    about: {
      title: fields.title,
      description: fields.standfirst,
      path: hrefOf(standingAddress(slug)),
      picture: fields.picture ?? fields.file?.cover,
      data: fields.file && pageData(config, slug, { ...fields, file: fields.file }),
    },
    children: (
      <article class="story standing" {...inLanguage(fields.language, config.language)}>
        <header class="story-head">
          <h1>{fields.title}</h1>
          {fields.standfirst && <p class="standfirst">{fields.standfirst}</p>}
        </header>
        {fields.picture && (
          <Figure
            class="lead-picture"
            picture={fields.picture}
            sizes="(min-width: 64rem) 60rem, 100vw"
            eager
          />
        )}
        {fields.file && <AttachedPdf file={fields.file} title={fields.title} />}
        <RawHtml class="body" html={body.html} />
      </article>
    ),
  });

/** Of a page that brings a PDF, as schema.org describes it. */
const pageData = (config: SiteConfig, slug: string, { title, language, file }: PageFields & FileOfPage) => ({
  '@context': 'https://schema.org',
  '@type': 'WebPage',
  name: title,
  url: config.site + hrefOf(standingAddress(slug)),
  inLanguage: language ?? config.language,
  associatedMedia: mediaObject(file, config.site),
});

type FileOfPage = Required<Pick<PageFields, 'file'>>;

/** What a reader gets where there is no page. */
export interface MissingView {
  outcome: 'gone' | 'missing' | 'pending';
  /** Why it was withdrawn, in the editors' own words. */
  reason?: string;
}

export function missingPage(config: SiteConfig, { outcome, reason }: MissingView): string {
  const title = titles[outcome];
  return page({
    config,
    about: { title },
    children: (
      <div class="missing">
        <h1>{title}</h1>
        <p>{textOf({ outcome, reason })}</p>
        {reason && <blockquote>{reason}</blockquote>}
        <p class="onward">
          <a href="/">The front page</a>
          <a href="/archive/">Everything we have published</a>
        </p>
      </div>
    ),
  });
}

const titles = {
  gone: 'No longer published',
  missing: 'Nothing stands here',
  pending: 'On its way',
} as const satisfies Record<MissingView['outcome'], string>;

function textOf({ outcome, reason }: MissingView): string {
  switch (outcome) {
    case 'gone':
      return reason
        ? 'What stood here has been withdrawn. The editors say:'
        : 'What stood here has been withdrawn.';
    case 'missing':
      return 'There is no page at this address. Perhaps it was mistyped, or the link was wrong.';
    case 'pending':
      return 'This page is being made at this very moment. Please try again shortly.';
  }
}
