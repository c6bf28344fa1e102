import type { ComponentChildren } from 'preact';
import { directionOf, inLanguage } from '../../look/languages.ts';
import { MailFrame, stylesOf, Table } from '../../look/mail/frame.tsx';
import type { Mail } from '../../look/mail/mail.tsx';
import type { MailStyles } from '../../look/mail/styles.ts';
import { documentOf, RawHtml } from '../../look/markup.tsx';
import { shortened } from '../../look/shortened.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import type { IssueContent, Piece } from './issue-content.ts';
import { footOf } from './issue-foot.ts';
import { issueText } from './issue-text.ts';
import { mailBody, pictureStyle } from './mail-body.ts';
import { creditsOf, lineOf, moreWords, mostPictures, piecePath } from './pieces.ts';
import { leaveAddress, preferencesAddress, shieldedHtml, shieldedText } from './placeholders.ts';

/** Pixels: the sheet without its edges, and a picture beside a headline. */
const column = 560;
const small = 104;

/** An issue in the press's look, as SES takes it. @param lists Titles of its lists. */
export function issueMail(config: SiteConfig, lists: readonly string[], content: IssueContent): Mail {
  const { language = config.language } = content;
  const style = stylesOf(config);
  const circumstances = { site: config.site, style, language };
  const html = documentOf(
    <MailFrame
      config={config}
      subject={content.subject}
      preview={content.preview ?? shortened(content.intro.text, 140)}
      language={language}
      underName={<ListNames names={lists} style={style} />}
      foot={footOf({ config, lists, archive: content.archive, ...linkMarks })}
    >
      <h1 class="ink" dir="auto" style={`margin:18px 0 20px;${style.headline('32px/1.12')}`}>
        {content.title}
      </h1>
      <Intro content={content} circumstances={circumstances} />
      <Pieces pieces={content.pieces} circumstances={circumstances} />
      {content.more && <More more={content.more} circumstances={circumstances} />}
    </MailFrame>,
  );
  return {
    subject: shieldedText(content.subject.replace(/\s+/g, ' ').trim()),
    html: withLinks(shieldedHtml(html), config.site),
    text: issueText(content, { config, lists }),
  };
}

interface Circumstances {
  site: string;
  style: MailStyles;
  /** Of the mail. */
  language: string;
}

/** Addresses of no scheme that content can have, in place of the placeholders while content is shielded. */
const linkMarks = { leave: 'leave:', preferences: 'preferences:' };

/** No text and no attribute of content has an unescaped `<` in it. */
const withLinks = (html: string, site: string): string =>
  html
    .replaceAll(
      `<a class="link" href="${linkMarks.leave}"`,
      () => `<a class="link" href="${leaveAddress(site)}"`,
    )
    .replaceAll(
      `<a class="link" href="${linkMarks.preferences}"`,
      () => `<a class="link" href="${preferencesAddress(site)}"`,
    );

const ListNames = ({ names, style }: { names: readonly string[]; style: MailStyles }) => (
  <div class="soft" style={`margin:6px 0 0;${style.label}`}>
    {names.join(' · ')}
  </div>
);

const Intro = ({ content, circumstances }: { content: IssueContent; circumstances: Circumstances }) => {
  const { site, style, language } = circumstances;
  const { archive, intro } = content;
  if (!intro.html) return null;
  const direction = directionOf(language);
  return <RawHtml html={mailBody(intro.html, { site, archive, style, direction, width: column })} />;
};

const Pieces = ({ pieces, circumstances }: { pieces: readonly Piece[]; circumstances: Circumstances }) => {
  const shown = pieces.map((piece, at) => (at < mostPictures ? piece : { ...piece, picture: undefined }));
  return (
    <>
      {shown.map((piece, at) => (
        <PieceRow key={piece.id} piece={piece} isFirst={at === 0} circumstances={circumstances} />
      ))}
    </>
  );
};

interface PieceProps {
  piece: Piece;
  circumstances: Circumstances;
}

/** The first leads; the others have their picture beside the headline. */
const PieceRow = ({ piece, isFirst, circumstances }: PieceProps & { isFirst: boolean }) => {
  const { style, language } = circumstances;
  const line = lineOf(piece);
  const names = creditsOf(piece);
  return (
    <Ruled isStrong={isFirst} style={style}>
      <div {...inLanguage(piece.language, language)}>
        {isFirst ? (
          <Lead piece={piece} circumstances={circumstances} />
        ) : (
          <Headed piece={piece} circumstances={circumstances} />
        )}
        {line && (
          <p class="ink" dir="auto" style={`${style.paragraph};margin:10px 0 0`}>
            {line}
          </p>
        )}
        {names && (
          <p class="soft" dir="auto" style={`margin:8px 0 0;${style.label}`}>
            {names}
          </p>
        )}
      </div>
    </Ruled>
  );
};

interface RuledProps {
  isStrong?: boolean;
  style: MailStyles;
  children: ComponentChildren;
}

/** Below a rule. Outlook supports padding in cells alone. */
const Ruled = ({ isStrong = false, style, children }: RuledProps) => (
  <Table width="100%" style={isStrong ? 'margin:20px 0 0' : undefined}>
    <tr>
      <td
        class={isStrong ? 'bar' : 'rule'}
        style={`padding:24px 0 28px;border-top:${isStrong ? style.bar : style.rule}`}
      >
        {children}
      </td>
    </tr>
  </Table>
);

const Lead = ({ piece, circumstances }: PieceProps) => {
  const { picture } = piece;
  return (
    <>
      {picture && (
        <Picture piece={piece} width={Math.min(column, picture.width)} circumstances={circumstances} />
      )}
      {picture?.credit && (
        <p class="soft" dir="auto" style={`margin:6px 0 0;${circumstances.style.label}`}>
          {picture.credit}
        </p>
      )}
      <Headline piece={piece} size="28px/1.15" above={picture && 18} circumstances={circumstances} />
    </>
  );
};

const Headed = ({ piece, circumstances }: PieceProps) => {
  const headline = <Headline piece={piece} size="21px/1.22" circumstances={circumstances} />;
  if (!piece.picture) return headline;
  const isRightToLeft = directionOf(piece.language ?? circumstances.language) === 'rtl';
  return (
    <Table width="100%">
      <tr>
        <td valign="top">{headline}</td>
        <td
          valign="top"
          width={`${small}`}
          style={`padding:${isRightToLeft ? '3px 18px 0 0' : '3px 0 0 18px'}`}
        >
          <Picture piece={piece} width={small} circumstances={circumstances} />
        </td>
      </tr>
    </Table>
  );
};

interface HeadlineProps extends PieceProps {
  size: string;
  /** Pixels between it and what stands over it. */
  above?: number;
}

const Headline = ({ piece, size, above = 0, circumstances }: HeadlineProps) => {
  const { site, style } = circumstances;
  return (
    <>
      {piece.section && (
        <p class="link" dir="auto" style={`margin:${above}px 0 6px;${style.kicker}`}>
          {piece.section}
        </p>
      )}
      <h2 dir="auto" style={`margin:${piece.section ? 0 : above}px 0 0;${style.headline(size)}`}>
        <a class="ink" href={site + piecePath(piece)} style={`${style.headline(size)};text-decoration:none`}>
          {piece.title}
        </a>
      </h2>
    </>
  );
};

/** Of the type that all mail programs know; its size stands in attributes, which Outlook takes. */
const Picture = ({ piece, width, circumstances }: PieceProps & { width: number }) => {
  const { picture } = piece;
  if (!picture) return null;
  const { site } = circumstances;
  return (
    <a href={site + piecePath(piece)}>
      <img
        src={site + picture.src}
        alt={picture.alt ?? ''}
        width={`${width}`}
        height={`${Math.round((picture.height * width) / picture.width)}`}
        style={pictureStyle(width)}
      />
    </a>
  );
};

const More = ({
  more,
  circumstances,
}: {
  more: NonNullable<IssueContent['more']>;
  circumstances: Circumstances;
}) => {
  const { site, style } = circumstances;
  return (
    <Ruled style={style}>
      <p class="ink" dir="auto" style={`${style.paragraph};margin:0`}>
        <a class="link" href={site + more.path} style={`${style.link};font-weight:700`}>
          {moreWords(more)}
        </a>
      </p>
    </Ruled>
  );
};
