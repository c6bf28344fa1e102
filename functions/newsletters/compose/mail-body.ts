import sanitizeHtml, { type Attributes } from 'sanitize-html';
import type { MailStyles } from '../../look/mail/styles.ts';

interface Circumstances {
  /** Origin of the site. */
  site: string;
  /** Path of the page on which links within the text work; absent: they are words. */
  archive?: string;
  style: MailStyles;
  direction: 'ltr' | 'rtl';
  /** Pixels of the column. */
  width: number;
}

/** What mail programs know, beside the tags that become others. */
const tags =
  'h2 h3 h4 h5 h6 p div hr br blockquote ul ol li dl dt dd pre code em strong b i u s del ins sub sup small span cite abbr dfn kbd samp var a table caption thead tbody tfoot tr th td img ruby rt rp bdi bdo wbr';

const attributes: Record<string, string[]> = {
  a: ['href', 'hreflang'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start', 'reversed', 'type'],
  li: ['value'],
  th: ['scope', 'colspan', 'rowspan', 'align', 'valign'],
  td: ['colspan', 'rowspan', 'align', 'valign'],
  table: ['cellpadding', 'cellspacing', 'width'],
  '*': ['lang', 'dir', 'title', 'class', 'style'],
};

/**
 * A stored body as mail programs show it: inline styles, whole addresses, pictures of a type that all know at their size,
 * and nothing that they drop with its words. Ids go: links within a mail lead nowhere in most of them.
 */
export function mailBody(html: string, circumstances: Circumstances): string {
  let looks = looksOf(circumstances);
  return sanitizeHtml(withQuotes(html), {
    allowedTags: tags.split(' '),
    allowedAttributes: attributes,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    parseStyleAttributes: false,
    selfClosing: ['img', 'br', 'hr', 'wbr'],
    nestingLimit: 100,
    exclusiveFilter: ({ attribs }) => attribs.class === gone,
    transformTags: {
      '*': (tagName, attribs) => {
        // Notes are the last of a text.
        if (attribs.class === 'footnotes') looks = { ...looks, ...noteLooks(circumstances) };
        const { tag, look } = mailTag(tagName, attribs, { ...circumstances, looks });
        return { tagName: tag, attribs: look };
      },
    },
  });
}

/** Outlook shows no quotation marks around `q`. */
const withQuotes = (html: string): string => html.replace(/<q(?:\s[^>]*)?>/g, '“').replaceAll('</q>', '”');

/** Class of what is taken out with its content. */
const gone = 'gone';

/** Tags that some mail programs drop, and what says the same. */
const sameTags: Record<string, string> = {
  figure: 'div',
  figcaption: 'div',
  section: 'div',
  aside: 'div',
  details: 'div',
  address: 'div',
  summary: 'p',
  mark: 'span',
  time: 'span',
};

interface MailTag {
  tag: string;
  look: Attributes;
}

type Looks = Record<string, Attributes>;

function mailTag(
  name: string,
  attribs: Attributes,
  { looks, ...circumstances }: Circumstances & { looks: Looks },
): MailTag {
  const { id, class: kind = '', style, ...others } = attribs;
  const tag = (Object.hasOwn(sameTags, name) && sameTags[name]) || name;
  if (name === 'a') return linkTag(others, kind, circumstances);
  if (name === 'img') return { tag, look: pictureLook(others, circumstances) };
  return {
    tag,
    look: { ...others, ...tableAttributes(name, kind, startOf(circumstances)), ...looks[lookOf(name, kind)] },
  };
}

/** What Outlook takes from attributes. */
function tableAttributes(name: string, kind: string, start: string): Attributes {
  if (name === 'table') return { cellpadding: '0', cellspacing: '0', width: '100%' };
  if (name !== 'td' && name !== 'th') return {};
  const { align } = /^align-(?<align>left|center|right)$/.exec(kind)?.groups ?? {};
  return { valign: 'top', ...(name === 'th' && { align: start }), ...(align && { align }) };
}

/** Which look is an element's: some are for a class. */
function lookOf(name: string, kind: string): string {
  if (kind === 'footnotes') return kind;
  if (kind === 'credit') return 'small';
  return name;
}

/** A link within the text leads to the page of the issue in the archive; its notes are found by their numbers. */
function linkTag(attribs: Attributes, kind: string, { site, archive, style }: Circumstances): MailTag {
  const { href = '', role, 'aria-label': label, ...others } = attribs;
  if (kind === 'footnote-backref') return { tag: 'span', look: { class: gone } };
  if (role === 'doc-noteref' || !href || (href.startsWith('#') && !archive))
    return { tag: 'span', look: others };
  const base = href.startsWith('#') ? site + archive : site;
  const address = /^[#/]/.test(href) ? base + href : href;
  return { tag: 'a', look: { ...others, href: address, class: 'link', style: style.link } };
}

/** No wider than the column; where styles are unknown the attributes say so. */
function pictureLook(
  { src = '', alt = '', ...size }: Attributes,
  { site, width }: Circumstances,
): Attributes {
  const [wide, high] = [Number(size.width) || width, Number(size.height)];
  const shown = Math.min(width, wide);
  return {
    src: src.startsWith('/') ? site + src : src,
    alt,
    width: `${shown}`,
    ...(high > 0 && { height: `${Math.round((high * shown) / wide)}` }),
    style: pictureStyle(shown),
  };
}

export const pictureStyle = (width: number): string =>
  `display:block;width:100%;max-width:${width}px;height:auto;border:0`;

/** On which side lines begin: mail programs know no logical sides. */
const startOf = ({ direction }: Pick<Circumstances, 'direction'>): 'left' | 'right' =>
  direction === 'rtl' ? 'right' : 'left';

function looksOf({ style, direction }: Circumstances): Looks {
  const start = startOf({ direction });
  const inStyle = (css: string, classes = 'ink'): Attributes => ({ class: classes, style: css });
  const heading = (size: string) => inStyle(`margin:28px 0 10px;${style.headline(size)}`);
  const cell = `padding:8px 10px;border-bottom:${style.rule};${style.cell}`;
  return {
    h2: heading('22px/1.25'),
    h3: heading('19px/1.3'),
    ...Object.fromEntries(['h4', 'h5', 'h6'].map((each) => [each, heading('17px/1.35')])),
    p: inStyle(style.paragraph),
    summary: inStyle(`${style.paragraph};font-weight:700`),
    address: inStyle(style.paragraph),
    ul: inStyle(style.list),
    ol: inStyle(style.list),
    li: inStyle('margin:0 0 6px'),
    dl: inStyle(style.paragraph),
    dt: inStyle('font-weight:700'),
    dd: inStyle(`margin:0 0 8px;padding-${start}:20px`),
    blockquote: inStyle(
      `margin:24px 0;padding-${start}:18px;border-${start}:${style.bar};font-style:italic`,
      'bar',
    ),
    hr: inStyle(`width:96px;margin:28px auto;border:0;border-top:${style.rule}`, 'rule'),
    pre: inStyle(`margin:0 0 16px;padding:14px;white-space:pre-wrap;${style.tint};${style.code}`, 'ink tint'),
    code: inStyle(style.typewriter, ''),
    kbd: inStyle(style.typewriter, ''),
    samp: inStyle(style.typewriter, ''),
    sup: inStyle('font-size:12px;line-height:1', ''),
    sub: inStyle('font-size:12px;line-height:1', ''),
    small: inStyle('font-size:14px', ''),
    mark: inStyle(style.tint, 'tint'),
    figure: inStyle('margin:24px 0', ''),
    figcaption: inStyle(`margin:8px 0 0;${style.label}`, 'soft'),
    footnotes: inStyle(`margin:28px 0 0;padding:18px 0 0;border-top:${style.rule}`, 'rule'),
    table: inStyle('margin:0 0 20px;border-collapse:collapse', ''),
    caption: inStyle(`padding:0 0 8px;text-align:${start};${style.label}`, 'soft'),
    th: inStyle(`${cell};font-weight:700`, 'ink rule'),
    td: inStyle(cell, 'ink rule'),
  };
}

const noteLooks = ({ style }: Circumstances): Looks => {
  const small = style.running('15px');
  return {
    p: { class: 'ink', style: small },
    ol: { class: 'ink', style: `${small};padding:0 20px` },
  };
};
