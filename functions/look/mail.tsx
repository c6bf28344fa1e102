import { nightPalette } from './colours.ts';
import { directionOf } from './languages.ts';
import { documentOf, RawHtml } from './markup.tsx';
import type { SiteConfig } from './site-config.ts';

/** Text, or text that leads somewhere. */
export type Span = string | { text: string; link: string };
export type MailText = Span | readonly Span[];

/** What a mail is made of, for its HTML and its text part alike. Links are absolute. */
export type MailBlock =
  | { heading: string }
  | { paragraph: MailText }
  | { button: string; link: string }
  | { list: readonly MailText[] }
  | { smallPrint: MailText };

export interface MailProps {
  /** The name of the press, its colours and its postal address. */
  config: SiteConfig;
  subject: string;
  /** What mailboxes show after the subject. */
  preview?: string;
  /** BCP 47; otherwise that of the press. */
  language?: string;
  blocks: readonly MailBlock[];
  /** Below a rule: why this was sent, how to leave. The press's postal address follows. */
  footer?: readonly MailBlock[];
}

export interface Mail {
  subject: string;
  html: string;
  text: string;
}

/**
 * A letter in the press's look. The text part says what the HTML says, block by block: links on lines of their own,
 * wrapped at 72 columns.
 */
export const mailOf = (props: MailProps): Mail => ({
  subject: props.subject,
  html: htmlOf(props),
  text: textOf(props),
});

const htmlOf = ({ config, subject, preview, language = config.language, blocks, footer = [] }: MailProps) =>
  documentOf(
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <title>{subject}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <RawHtml as="style" html={darkStyles(config)} />
      </head>
      <body>
        {blocks.length + footer.length}
        {preview}
      </body>
    </html>,
  );

const textOf = ({ blocks }: MailProps): string => String(blocks.length);

const darkStyles = ({ colours }: SiteConfig) => `${nightPalette(colours).ink}`;
