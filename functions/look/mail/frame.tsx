import { type ComponentChildren, Fragment } from 'preact';
import { dayPalette, nightPalette } from '../colours.ts';
import { directionOf } from '../languages.ts';
import { RawHtml } from '../markup.tsx';
import type { SiteConfig } from '../site-config.ts';
import { darkRules, type MailStyles, mailStyles } from './styles.ts';
import { type MailBlock, type MailText, spansOf } from './text.ts';

export interface FrameProps {
  /** The name of the press and its colours. */
  config: SiteConfig;
  subject: string;
  /** What mailboxes show after the subject. */
  preview?: string;
  /** BCP 47; otherwise that of the press. */
  language?: string;
  /** Beneath the name of the press. */
  underName?: ComponentChildren;
  foot: readonly MailBlock[];
  children: ComponentChildren;
}

/** The styles of the press's mails by day. */
export const stylesOf = ({ colours }: SiteConfig): MailStyles => mailStyles(dayPalette(colours));

/**
 * What all mails share: tables with inline styles, which all mail programs know; those that know
 * `prefers-color-scheme` show them dark.
 */
export const MailFrame = ({ config, subject, preview, children, ...others }: FrameProps) => {
  const { language = config.language, underName, foot } = others;
  const style = stylesOf(config);
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <title>{subject}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <RawHtml as="style" html={darkRules(nightPalette(config.colours))} />
      </head>
      <body class="paper" style={`margin:0;padding:0;${style.paper}`}>
        {preview && <div style={unseen}>{preview}</div>}
        <Sheet style={style} language={language}>
          <tr>
            <td class="name" style={style.name}>
              <a class="ink" href={`${config.site}/`} style={style.nameLink}>
                {config.title}
              </a>
              {underName}
            </td>
          </tr>
          <tr>
            <td style="padding:8px 20px 20px">{children}</td>
          </tr>
          <tr>
            <td class="foot" style={style.foot}>
              <Blocks blocks={foot} style={style} />
            </td>
          </tr>
        </Sheet>
      </body>
    </html>
  );
};

const unseen = 'display:none;max-height:0;overflow:hidden;mso-hide:all';

/** Mail programs that show a mail within a page of theirs keep neither `html` nor `body`. */
const Sheet = ({ style, language, children }: SheetProps) => (
  <div lang={language} dir={directionOf(language)} class="paper" style={style.paper}>
    <Table width="100%">
      <tr>
        <td align="center" style="padding:0 0 32px">
          {/* Outlook knows no greatest width, and takes the attribute. */}
          <Table width="600" style="width:100%;max-width:600px">
            {children}
          </Table>
        </td>
      </tr>
    </Table>
  </div>
);

interface SheetProps {
  style: MailStyles;
  language: string;
  children: ComponentChildren;
}

/** A table that only places things. */
export const Table = ({
  width,
  style,
  children,
}: {
  width?: string;
  style?: string;
  children: ComponentChildren;
}) => (
  <table role="presentation" width={width} cellpadding="0" cellspacing="0" style={style}>
    <tbody>{children}</tbody>
  </table>
);

export const Blocks = ({ blocks, style }: { blocks: readonly MailBlock[]; style: MailStyles }) => (
  <>
    {blocks.map((block, at) => (
      <Block key={at} block={block} style={style} />
    ))}
  </>
);

/** A block takes its direction from its own words: a mail in Arabic may have an English imprint. */
const Block = ({ block, style }: { block: MailBlock; style: MailStyles }) => {
  if ('heading' in block) {
    return (
      <h1 class="ink" dir="auto" style={style.heading}>
        {block.heading}
      </h1>
    );
  }
  if ('button' in block) return <ButtonBlock {...block} style={style} />;
  if ('list' in block) {
    return (
      <ul class="ink" style={style.list}>
        {block.list.map((item, at) => (
          <li key={at} dir="auto" style="margin:0 0 6px">
            <Spans text={item} style={style} />
          </li>
        ))}
      </ul>
    );
  }
  const [text, isSmall] = 'paragraph' in block ? [block.paragraph, false] : [block.smallPrint, true];
  return (
    <p class={isSmall ? 'soft' : 'ink'} dir="auto" style={isSmall ? style.small : style.paragraph}>
      <Spans text={text} style={style} />
    </p>
  );
};

/** The padding is the link's, so that a finger anywhere on the button hits it. */
const ButtonBlock = ({ button, link, style }: { button: string; link: string; style: MailStyles }) => (
  <Table style="margin:24px 0">
    <tr>
      <td class="button" style={style.button}>
        <a class="button" href={link} style={style.buttonLink}>
          {button}
        </a>
      </td>
    </tr>
  </Table>
);

const Spans = ({ text, style }: { text: MailText; style: MailStyles }) => (
  <>
    {spansOf(text).map((span, at) => {
      const key = `${at}`;
      if (typeof span === 'string') return <Lines key={key} text={span} />;
      return (
        <a key={key} class="link" href={span.link} style={style.link}>
          <Lines text={span.text} />
        </a>
      );
    })}
  </>
);

const Lines = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line, at) => (
      <Fragment key={`${at}`}>
        {at > 0 && <br />}
        {line}
      </Fragment>
    ))}
  </>
);
