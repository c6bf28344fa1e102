import sanitizeHtml from 'sanitize-html';

const tags =
  'h2 h3 h4 h5 h6 p hr br blockquote ul ol li dl dt dd pre code em strong b i u s del ins sub sup small mark q cite abbr dfn kbd samp var time a table caption colgroup col thead tbody tfoot tr th td div section aside figure figcaption picture source img span bdi bdo ruby rt rp wbr details summary address'.split(
    ' ',
  );

/** Attributes beside `id`, `lang`, `dir`, `title`, which every tag may have. */
const attributes: Record<string, string[]> = {
  a: ['href', 'role', 'aria-label', 'hreflang'],
  img: ['src', 'alt', 'width', 'height', 'loading', 'decoding'],
  source: ['type', 'srcset', 'sizes'],
  ol: ['start', 'reversed', 'type'],
  li: ['value'],
  th: ['scope', 'colspan', 'rowspan', 'abbr'],
  td: ['colspan', 'rowspan'],
  col: ['span'],
  colgroup: ['span'],
  time: ['datetime'],
  q: ['cite'],
  blockquote: ['cite'],
  ins: ['cite', 'datetime'],
  del: ['cite', 'datetime'],
  section: ['role', 'aria-label'],
  div: ['role', 'aria-label', 'tabindex'],
  details: ['open'],
  '*': ['id', 'lang', 'dir', 'title'],
};

const classes: Record<string, (string | RegExp)[]> = {
  code: [/^language-[\w+#.-]{1,40}$/],
  sup: ['footnote-ref'],
  a: ['footnote-backref'],
  section: ['footnotes'],
  li: ['footnote-item'],
  div: ['table'],
  span: ['credit'],
  th: [/^align-(?:left|center|right)$/],
  td: [/^align-(?:left|center|right)$/],
};

export const linkSchemes = ['http', 'https', 'mailto', 'tel'];

/** Only pictures that this press keeps: the site's policy lets no other load. */
const ownPicture = /^\/media\/[\w.-]+$/;
const ownPictures = /^\/media\/[\w.-]+ \d+w(?:, \/media\/[\w.-]+ \d+w)*$/;
const textId = /^[A-Za-z0-9_][\w-]{0,99}$/;
/** Ids that the pages around a text have: no text may take them. */
export const pageIds: ReadonlySet<string> = new Set(['text', 'related', 'newest']);

/** Elements whose content is taken for text without tags in it: left out with their content. */
const swallowing = ['textarea', 'option', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'];

/** Whether the tag, wherever it stands, takes along the words that follow it. */
export const swallowsText = (tag: string) => swallowing.includes(tag);

/** Tags that mean the same as others; the page's own heading is its title. */
const sameTags: Record<string, string> = { h1: 'h2', strike: 's' };

const options: sanitizeHtml.IOptions = {
  allowedTags: tags,
  allowedAttributes: attributes,
  allowedClasses: classes,
  allowedSchemes: linkSchemes,
  allowProtocolRelative: false,
  parseStyleAttributes: false,
  nestingLimit: 100,
  disallowedTagsMode: 'discard',
  nonTextTags: ['script', 'style', ...swallowing],
  selfClosing: ['img', 'br', 'hr', 'col', 'source', 'wbr'],
  exclusiveFilter: ({ tag, attribs }) =>
    (tag === 'img' && !ownPicture.test(attribs.src ?? '')) ||
    (tag === 'source' && !ownPictures.test(attribs.srcset ?? '')),
};

/** Taking out one tag can change how a reader of HTML nests the others, so it goes on until nothing changes. */
const mostPasses = 5;

/**
 * HTML that is safe to show on the site, whatever came in: the one place where it is cleaned. What it gives,
 * it gives again unchanged.
 */
export function sanitise(html: string): string {
  let before = sanitiseOwn(html);
  for (let pass = 1; pass < mostPasses; pass++) {
    const after = sanitiseOwn(before);
    if (after === before) return after;
    before = after;
  }
  return asText(before);
}

/** The same, in one pass, for HTML whose tags are our own renderer's, and so closed and nested as they should be. */
export function sanitiseOwn(html: string): string {
  const seen = new Set<string>();
  return sanitizeHtml(html, {
    ...options,
    transformTags: {
      '*': (tagName, attribs) => {
        const { id } = attribs;
        if (id !== undefined && (!textId.test(id) || pageIds.has(id) || seen.has(id))) delete attribs.id;
        if (id !== undefined) seen.add(id);
        return { tagName: (Object.hasOwn(sameTags, tagName) && sameTags[tagName]) || tagName, attribs };
      },
    },
  });
}

/** Never seen to be needed: what does not settle is shown as it was written. */
const asText = (html: string) =>
  `<pre>${html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`;

const allowed = new Set([...tags, ...Object.keys(sameTags)]);

/** Whether the tag itself stays. */
export const keepsTag = (tag: string) => allowed.has(tag);

/** Whether an attribute of it may stay; its value can still be refused. */
export const keepsAttribute = (tag: string, attribute: string) =>
  attributes[tag]?.includes(attribute) === true ||
  attributes['*']?.includes(attribute) === true ||
  (attribute === 'class' && tag in classes);
