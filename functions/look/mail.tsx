import { type ComponentChildren, Fragment } from 'preact';
import { dayPalette, mix, nightPalette, type Palette, readable } from './colours.ts';
import { directionOf } from './languages.ts';
import { type MailBlock, type MailText, mailText, spansOf } from './mail-text.ts';
import { documentOf, RawHtml } from './markup.tsx';
import type { SiteConfig } from './site-config.ts';

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
 * A letter in the press's look, HTML and text made of the same blocks. The HTML is tables with inline styles, which all
 * mail programs know; those that know `prefers-color-scheme` show it dark.
 */
export const mailOf = (props: MailProps): Mail => ({
  subject: props.subject,
  html: documentOf(<MailDocument {...props} />),
  text: mailText({
    name: props.config.title,
    blocks: props.blocks,
    footer: footOf(props),
  }),
});

/** The law asks for the postal address in every newsletter, and nobody minds it in a letter. Most begin with the name. */
function footOf({ config: { title, imprint = '' }, footer = [] }: MailProps): MailBlock[] {
  const sender = imprint.startsWith(title) ? imprint : `${title}\n${imprint}`.trim();
  return [...footer, { smallPrint: sender }];
}

const MailDocument = (props: MailProps) => {
  const { config, subject, preview, language = config.language, blocks } = props;
  const style = stylesOf(mailPalette(dayPalette(config.colours)));
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
            </td>
          </tr>
          <tr>
            <td style="padding:8px 20px 20px">
              <Blocks blocks={blocks} style={style} />
            </td>
          </tr>
          <tr>
            <td class="foot" style={style.foot}>
              <Blocks blocks={footOf(props)} style={style} />
            </td>
          </tr>
        </Sheet>
      </body>
    </html>
  );
};

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
  style: Styles;
  language: string;
  children: ComponentChildren;
}

const Table = ({
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

const Blocks = ({ blocks, style }: { blocks: readonly MailBlock[]; style: Styles }) => (
  <>
    {blocks.map((block, at) => (
      <Block key={at} block={block} style={style} />
    ))}
  </>
);

/** A block takes its direction from its own words: a mail in Arabic may have an English imprint. */
const Block = ({ block, style }: { block: MailBlock; style: Styles }) => {
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
const ButtonBlock = ({ button, link, style }: { button: string; link: string; style: Styles }) => (
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

const Spans = ({ text, style }: { text: MailText; style: Styles }) => (
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

const unseen = 'display:none;max-height:0;overflow:hidden;mso-hide:all';

type Styles = ReturnType<typeof stylesOf>;

const text = "Charter,'Iowan Old Style',Cambria,Georgia,serif";
const display = "Besley,Rockwell,'Roboto Slab',Georgia,serif";
const label = "system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

function stylesOf({ paper, ink, accent, accentText, onAccent, soft }: MailPalette) {
  const breaks = 'overflow-wrap:anywhere;word-break:break-word';
  const running = `margin:0 0 16px;font:400 17px/1.5 ${text};color:${ink};${breaks}`;
  return {
    paper: `background:${paper}`,
    name: `padding:18px 20px 14px;border-top:8px solid ${accent}`,
    nameLink: `font:900 24px/1.1 ${display};color:${ink};text-decoration:none;${breaks}`,
    heading: `margin:8px 0 16px;font:700 26px/1.2 ${display};color:${ink};${breaks}`,
    paragraph: running,
    list: `${running};padding:0 20px`,
    small: `margin:0 0 12px;font:400 14px/1.5 ${label};color:${soft};${breaks}`,
    link: `color:${accentText};text-decoration:underline`,
    button: `background:${accent}`,
    buttonLink: `display:inline-block;padding:14px 24px;font:600 17px/1.2 ${label};color:${onAccent};text-decoration:none`,
    foot: `padding:18px 20px 0;border-top:1px solid ${soft}`,
  };
}

interface MailPalette extends Palette {
  soft: string;
}

const mailPalette = (palette: Palette): MailPalette => ({
  ...palette,
  soft: readable(mix(palette.ink, palette.paper, 0.26), palette.paper, 4.5),
});

function darkRules(night: Palette): string {
  const { paper, ink, accent, accentText, onAccent, soft } = mailPalette(night);
  const rules = {
    paper: `background:${paper}`,
    ink: `color:${ink}`,
    soft: `color:${soft}`,
    name: `border-color:${accent}`,
    foot: `border-color:${soft}`,
    link: `color:${accentText}`,
    button: `background:${accent};color:${onAccent}`,
  };
  const text = Object.entries(rules).map(
    ([name, rule]) => `.${name}{${rule.replaceAll(';', '!important;')}!important}`,
  );
  return `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${text.join('')}}`;
}
