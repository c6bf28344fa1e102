import { preloaded } from './faces.ts';
import { RawHtml } from './markup.tsx';
import type { SiteConfig } from './site-config.ts';

/** A page's metadata for browsers, search engines and link previews. */
export interface About {
  /** Without the press's name; none on the front page. */
  title?: string;
  description?: string;
  /** Path of the page; without one it is not part of the site, and search engines are told not to index it. */
  path?: string;
  /** Site path of a picture. */
  picture?: { src: string; alt?: string; width: number; height: number };
  kind?: 'article' | 'website';
  /** The same page in every language that it is in, itself included; none where there is but one. */
  languages?: { language: string; href: string }[];
  /** A feed of its own, in addition to that of everything. */
  feed?: { title: string; href: string };
  /** Address of a stylesheet of its own, after that of the paper. */
  stylesheet?: string;
  /** schema.org data, as JSON-LD: a content security policy on scripts does not apply to it. */
  data?: object;
}

interface HeadProps {
  config: SiteConfig;
  about: About;
  assets: { stylesheet: string; icon: string };
}

export const PageHead = ({ config, about, assets }: HeadProps) => (
  <head>
    <meta charset="utf-8" />
    <title>{about.title ? `${about.title} · ${config.title}` : config.title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    {preloaded.map(({ asset }) => (
      <link
        key={asset}
        rel="preload"
        href={`/assets/${asset}`}
        as="font"
        type="font/woff2"
        crossOrigin="anonymous"
      />
    ))}
    <link rel="stylesheet" href={`/assets/${assets.stylesheet}`} />
    {about.stylesheet && <link rel="stylesheet" href={about.stylesheet} />}
    <link rel="icon" href={`/assets/${assets.icon}`} type="image/svg+xml" />
    {about.description && <meta name="description" content={about.description} />}
    {about.path === undefined ? (
      <meta name="robots" content="noindex" />
    ) : (
      <Sharing config={config} about={about} />
    )}
    {about.languages?.map(({ language, href }) => (
      <link key={language + href} rel="alternate" hreflang={language} href={href} />
    ))}
    <link rel="alternate" type="application/atom+xml" title={config.title} href="/feed.xml" />
    {about.feed && (
      <link rel="alternate" type="application/atom+xml" title={about.feed.title} href={about.feed.href} />
    )}
    {about.data && <RawHtml as="script" type="application/ld+json" html={dataOf(about.data)} />}
  </head>
);

const Sharing = ({ config, about }: { config: SiteConfig; about: About }) => (
  <>
    <link rel="canonical" href={`${config.site}${about.path}`} />
    <meta property="og:type" content={about.kind ?? 'website'} />
    <meta property="og:site_name" content={config.title} />
    <meta property="og:title" content={about.title ?? config.title} />
    <meta property="og:url" content={`${config.site}${about.path}`} />
    {about.description && <meta property="og:description" content={about.description} />}
    {about.picture && <SharedPicture site={config.site} picture={about.picture} />}
  </>
);

const SharedPicture = ({ site, picture }: { site: string; picture: NonNullable<About['picture']> }) => (
  <>
    <meta name="twitter:card" content="summary_large_image" />
    <meta property="og:image" content={`${site}${picture.src}`} />
    <meta property="og:image:width" content={String(picture.width)} />
    <meta property="og:image:height" content={String(picture.height)} />
    {picture.alt && <meta property="og:image:alt" content={picture.alt} />}
  </>
);

/** Only a `<` could end the element early. */
const dataOf = (data: object) => JSON.stringify(data).replaceAll('<', '\\u003c');
