import type { VNode } from 'preact';
import { documentOf } from './markup.tsx';
import { page } from './page.tsx';
import type { SiteConfig } from './site-config.ts';

/** A page that says something, and perhaps asks something. */
export interface Notice {
  title: string;
  paragraphs: readonly string[];
  /** A form, or a way on. */
  children?: VNode;
  /** Path of a page that everybody may come to; search engines list no other. */
  path?: string;
}

export const noticePage = (config: SiteConfig, { title, paragraphs, children, path }: Notice): string =>
  page({
    config,
    about: { title, path },
    children: <NoticeText title={title} paragraphs={paragraphs} children={children} />,
  });

const NoticeText = ({ title, paragraphs, children }: Omit<Notice, 'path'>) => (
  <div class="notice">
    <h1>{title}</h1>
    {paragraphs.map((text) => (
      <p key={text}>{text}</p>
    ))}
    {children}
  </div>
);

/** What a reader is told of an error. */
export interface ShownProblem {
  status: number;
  text: string;
  /** What is wrong with each field, where it is that. Then they are shown in place of the text. */
  points: readonly string[];
}

/** A page in the paper's look, or without `config`, which could not be read, a plain one. */
export function problemPage(config: SiteConfig | undefined, { status, text, points }: ShownProblem): string {
  const title = titles[status] ?? (status < 500 ? 'This cannot be done' : 'Something went wrong');
  const several = points.length > 1;
  const paragraphs = several ? ['A few things need another look:'] : [points[0] ?? text];
  const children = several ? <Points points={points} /> : undefined;
  if (config) return noticePage(config, { title, paragraphs, children });
  return documentOf(<PlainPage title={title} paragraphs={paragraphs} children={children} />);
}

const titles: Readonly<Record<number, string>> = {
  400: 'This did not arrive whole',
  403: 'This is not open to you',
  404: 'There is nothing here',
  410: 'This has run out',
  413: 'This is too much at once',
  422: 'Please look at this again',
  429: 'Please wait a little',
  503: 'We are slow just now',
};

const Points = ({ points }: { points: readonly string[] }) => (
  <ul>
    {points.map((point) => (
      <li key={point}>{point}</li>
    ))}
  </ul>
);

const PlainPage = (props: Omit<Notice, 'path'>) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>{props.title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
    </head>
    <body>
      <main>
        <NoticeText {...props} />
      </main>
    </body>
  </html>
);
