import type { BodyContext } from './body-context.ts';
import { linkSchemes } from './sanitise.ts';

/** Whether an address names another site (or a scheme) rather than a file beside the text. */
export const isElsewhere = (src: string) => /^\s*(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(src);

/** Where a link leads in the end, if anywhere, and what to tell the editor about it. */
export function judgeLink(href: string, context: BodyContext): { href?: string; finding?: string } {
  // Browsers overlook spaces and control characters in an address.
  const bare = href.replace(/[\p{Cc}\s]+/gu, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase();
  if (scheme !== undefined && !linkSchemes.includes(scheme))
    return {
      finding: `Links with “${scheme}:” are not allowed; the link was taken out and its words kept. Links may begin with ${linkSchemes.join(', ')}, / or #.`,
    };
  if (scheme !== undefined || /^[#?]/.test(bare)) return { href };
  if (/^[/\\]{2}/.test(bare))
    return { href: `https://${bare.slice(2)}`, finding: 'This link had no https: before //; it was added.' };
  return inPress(href, context);
}

function inPress(href: string, context: BodyContext): { href: string; finding?: string } {
  const path = href.replace(/[?#].*$/s, '');
  if (/\.(?:jpe?g|png|webp|gif)$/i.test(path) && !path.startsWith('/media/')) {
    const picture = context.find(path);
    return picture
      ? { href: picture.src }
      : { href, finding: `This link leads to the picture “${path}”, which is not in this upload.` };
  }
  return /\.(?:md|markdown)$/i.test(path)
    ? {
        href,
        finding: `This link leads to the file “${path}”. Readers need the page’s address, such as /articles/its-slug/.`,
      }
    : { href };
}
