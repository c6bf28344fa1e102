import { isPicturePath, plainPath, withoutSuffix } from '../../pictures/picture.ts';
import { type BodyContext, mostLinks } from './body-context.ts';
import { linkSchemes } from './sanitise.ts';

/** Whether an address names another site (or a scheme) rather than a file beside the text. */
export const isElsewhere = (src: string) => /^\s*(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(src);

/** Whether the address is the picture itself, as word processors write it. */
export const isEmbedded = (src: string) => /^\s*data:/i.test(src);

export const embeddedPicture =
  'This picture stands in the text itself (data:) and was left out. Hand it in as a file beside the text; `press upload` does so for JPEG, PNG, WebP, GIF, AVIF, TIFF and SVG.';

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

function inPress(href: string, context: BodyContext): { href?: string; finding?: string } {
  const path = withoutSuffix(href);
  if (isPicturePath(path) && !path.startsWith('/media/')) {
    const picture = context.find(path);
    return picture
      ? { href: picture.src }
      : { href, finding: `This link leads to the picture “${path}”, which is not in this upload.` };
  }
  if (!context.manuscripts.test(path)) return { href };
  const manuscript = plainPath(path);
  if (!context.follows(manuscript)) return { finding: notFollowed(path) };
  const page = context.pageOf(manuscript);
  return page === undefined ? { finding: unknownFile(path) } : { href: page + href.slice(path.length) };
}

const notFollowed = (path: string) =>
  `Not looked up: “${path}” comes after links to ${mostLinks} other files, which are the most, so the link was taken out and its words kept. Write the page’s address, such as /articles/its-slug/.`;

/** The command line knows by how this begins that it may help to hand the file in again. */
const unknownFile = (path: string) =>
  `No page yet for “${path}”: the press knows no document of that file, or several, so the link was taken out and its words kept. Hand both files in together, or write the page’s address, such as /articles/its-slug/.`;
