import { type Entry, listOf } from '../../content/contract/lists.ts';
import type { Body, PartialDate } from '../../content/contract/values.ts';
import type { BulletinFields, ContentsLine } from '../../content/kinds/bulletin.ts';
import { inLanguage } from '../../look/languages.ts';
import { licenceHref } from '../../look/licence.ts';
import { RawHtml } from '../../look/markup.tsx';
import { page } from '../../look/page.tsx';
import { Figure } from '../../look/picture.tsx';
import { shortened } from '../../look/shortened.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { When } from '../../look/when.tsx';
import { bulletinAddress, hrefOf } from '../routes.ts';
import { AttachedPdf, mediaObject } from './attached-file.tsx';
import { bulletinHref, bulletinNumber } from './bulletin-teaser.tsx';
import { LicenceBox } from './licence-box.tsx';

export interface BulletinView {
  slug: string;
  fields: BulletinFields;
  published: PartialDate;
  body: Body;
  /** The numbers before and after it in its serial. */
  previous?: Entry;
  next?: Entry;
}

export function bulletinPage(config: SiteConfig, view: BulletinView): string {
  const { fields, slug } = view;
  const path = hrefOf(bulletinAddress(fields.serial.slug, slug));
  return page({
    config,
    about: {
      title: fields.title,
      description: fields.standfirst ?? (shortened(view.body.text, 200) || undefined),
      path,
      picture: fields.picture ?? fields.file?.cover,
      feed: { title: fields.serial.title, href: hrefOf({ page: 'feed', list: serialList(fields) }) },
      data: bulletinData(config, view, path),
    },
    children: <Bulletin config={config} view={view} />,
  });
}

const serialList = ({ serial: { slug } }: BulletinFields) => listOf({ kind: 'serials', slug });

const Bulletin = ({ config, view }: { config: SiteConfig; view: BulletinView }) => {
  const { fields, body, published } = view;
  const { serial, file, picture, contents } = fields;
  return (
    <>
      <article class="story bulletin" {...inLanguage(fields.language, config.language)}>
        <header class="story-head">
          <p class="kicker">
            <a href={hrefOf({ page: 'list', list: serialList(fields) })}>
              {isNamedByNumber(fields) ? 'Bulletin' : serial.title}
            </a>
            {!isNamedByNumber(fields) && <span class="part">{bulletinNumber(fields)}</span>}
          </p>
          <h1>{fields.title}</h1>
          {fields.standfirst && <p class="standfirst">{fields.standfirst}</p>}
          <p class="dates">
            <span>
              <When date={published} within={fields.language} />
            </span>
          </p>
        </header>
        {file && <AttachedPdf file={picture ? { ...file, cover: picture } : file} title={fields.title} />}
        {!file && picture && (
          <Figure class="lead-picture" picture={picture} sizes="(min-width: 64rem) 60rem, 100vw" eager />
        )}
        {contents?.length ? <Contents lines={contents} /> : null}
        <RawHtml class="body" html={body.html} />
        <footer class="boxes">
          <LicenceBox licence={fields.licence ?? config.licence} />
        </footer>
      </article>
      <Numbers view={view} language={config.language} />
    </>
  );
};

/** `Quay Letter, no. 12`: nothing is left to be said above such a title. */
const isNamedByNumber = ({ title, serial, ...issue }: BulletinFields): boolean =>
  [serial.title, bulletinNumber(issue)].every((part) => title.toLowerCase().includes(part.toLowerCase()));

const Contents = ({ lines }: { lines: ContentsLine[] }) => (
  <section class="contents" aria-labelledby="contents">
    <h2 id="contents" class="rubric">
      In this number
    </h2>
    <ul>
      {lines.map(({ title, by, page: on }) => (
        <li key={title + (on ?? '')}>
          <span>
            {title}
            {by && <small>{by}</small>}
          </span>
          {on !== undefined && <span class="contents-page">{/^\d/.test(on) ? `p. ${on}` : on}</span>}
        </li>
      ))}
    </ul>
  </section>
);

/** The numbers beside this one, and the address at which the newest always is. */
const Numbers = ({
  view: { fields, previous, next },
  language,
}: {
  view: BulletinView;
  language: string;
}) => (
  <nav class="series-box" aria-label={fields.serial.title}>
    <p class="series-box-title">
      <a href={hrefOf({ page: 'list', list: serialList(fields) })}>Every number of {fields.serial.title}</a>
      {next && <a href={hrefOf({ page: 'latest', serial: fields.serial.slug })}>The latest number</a>}
    </p>
    {(previous || next) && (
      <ul>
        {previous && <Neighbour entry={previous} language={language} is="prev" />}
        {next && <Neighbour entry={next} language={language} is="next" />}
      </ul>
    )}
  </nav>
);

const Neighbour = ({ entry, language, is }: { entry: Entry; language: string; is: 'prev' | 'next' }) => (
  <li class={is}>
    <span>
      {is === 'prev' ? 'Before' : 'Next'}
      {entry.bulletin && `: ${bulletinNumber(entry.bulletin)}`}
    </span>
    <a href={bulletinHref(entry)} rel={is} {...inLanguage(entry.language, language)}>
      {entry.title}
    </a>
  </li>
);

/** One issue of a periodical as schema.org describes it. JSON leaves out what is undefined. */
function bulletinData(config: SiteConfig, { fields, published }: BulletinView, path: string) {
  const { serial, number, volume, file } = fields;
  const licence = fields.licence ?? config.licence;
  const cover = fields.picture ?? file?.cover;
  const periodical = {
    '@type': 'Periodical',
    name: serial.title,
    url: config.site + hrefOf({ page: 'list', list: serialList(fields) }),
    publisher: { '@type': 'Organization', name: config.title, url: `${config.site}/` },
  };
  return {
    '@context': 'https://schema.org',
    '@type': 'PublicationIssue',
    name: fields.title,
    description: fields.standfirst,
    url: config.site + path,
    issueNumber: number,
    datePublished: published,
    inLanguage: fields.language ?? config.language,
    license: licence && (licenceHref(licence) ?? licence),
    image: cover && config.site + cover.src,
    pagination: file && `1–${file.pages}`,
    associatedMedia: file && mediaObject(file, config.site),
    hasPart: fields.contents?.map(({ title, by, page: on }) => ({
      '@type': 'CreativeWork',
      name: title,
      author: by,
      pageStart: on,
    })),
    isPartOf:
      volume === undefined
        ? periodical
        : { '@type': 'PublicationVolume', volumeNumber: volume, isPartOf: periodical },
  };
}
