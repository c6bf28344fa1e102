import MarkdownIt from 'markdown-it';
import { plainText } from './plain-text.ts';
import { sanitiseOwn } from './sanitise.ts';

/** No file of an upload is looked up for it, so it has no pictures, and its links lead to addresses alone. */
const md = new MarkdownIt({ html: false }).disable('image');
md.validateLink = (href) => isAddress(href);

/** Whether a link may lead there: to a page of the press, or elsewhere. */
export const isAddress = (href: string): boolean => /^(?:https?:\/\/|mailto:|\/(?![/\\]))/i.test(href);

/** A few words of front matter in Markdown, as HTML that is safe to show and as plain words. */
export function inlineText(source: string): { html: string; text: string } {
  const html = sanitiseOwn(md.renderInline(source));
  return { html, text: plainText(html) };
}
