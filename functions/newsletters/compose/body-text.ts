import { convert, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';
import { width } from '../../look/mail/text.ts';

/** A stored body as the text part has it, in lines. @param site Origin, for links within the site. */
export const bodyText = (html: string, site: string): string => convert(inWords(html), optionsOf(site));

/** Marks of notes are words here, and nothing leads back to them; what is drawn as a table has no caption. */
const inWords = (html: string): string =>
  html
    .replace(/ ?<a [^>]*class="footnote-backref"[^>]*>[^<]*<\/a>/g, '')
    .replace(/<sup class="footnote-ref"><a [^>]*>([^<]*)<\/a><\/sup>/g, '[$1]')
    .replace(/<q(?:\s[^>]*)?>/g, '“')
    .replaceAll('</q>', '”')
    .replace(/(<table(?:\s[^>]*)?>)\s*<caption(?:\s[^>]*)?>(.*?)<\/caption>/gs, '<div>$2</div>$1');

function optionsOf(site: string): HtmlToTextOptions {
  const headings = ['h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, format: 'underlined' }));
  const close = { leadingLineBreaks: 1, trailingLineBreaks: 1 };
  return {
    wordwrap: width,
    // Without the zero-width space, which is a character like others.
    whitespaceCharacters: ' \t\r\n\f',
    formatters: { underlined, inBrackets },
    selectors: [
      ...headings,
      { selector: 'a', options: { baseUrl: site, linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true } },
      { selector: 'img', format: 'inBrackets' },
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
      { selector: 'hr', format: 'blockString', options: { string: '* * *', ...apart } },
      { selector: 'ul', options: { itemPrefix: '- ' } },
      { selector: 'blockquote', options: { trimEmptyLines: false } },
      ...['figure', 'section', 'details', 'dl'].map((selector) => ({
        selector,
        format: 'block',
        options: apart,
      })),
      ...['figcaption', 'summary', 'caption', 'dt', 'dd'].map((selector) => ({
        selector,
        format: 'block',
        options: close,
      })),
    ],
  };
}

const apart = { leadingLineBreaks: 2, trailingLineBreaks: 2 };

const underlined: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 2, blockTransform: withLine });
};

const withLine = (text: string): string =>
  `${text}\n${'-'.repeat(Math.max(...text.split('\n').map((line) => [...line].length)))}`;

/** What a picture shows is worth reading; where it lies is not. */
const inBrackets: FormatCallback = ({ attribs }, _walk, builder) => {
  if (attribs.alt) builder.addInline(`[${attribs.alt}]`);
};
