/** A backlink of a footnote says nothing in plain text. */
const leftOut = /<a [^>]*class="footnote-backref"[^>]*>[^<]*<\/a>/g;
const noteMark = /<sup class="footnote-ref"><a [^>]*>([^<]*)<\/a><\/sup>/g;
const noteStart = /<li id="fn-(\d+)" class="footnote-item"> ?<p>/g;
const paragraph =
  /<\/?(?:p|h[1-6]|blockquote|ul|ol|dl|pre|table|figure|section|div|details|aside|address|hr)(?:\s[^>]*)?>/g;
const lineEnd = /<br \/>|<\/(?:li|tr|dt|dd|figcaption|caption|summary)>/g;
const cellEnd = /<\/t[dh]>/g;
const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The words of sanitised HTML, paragraphs parted by an empty line: for the API and for searching. */
export function plainText(html: string): string {
  return html
    .replace(leftOut, '')
    .replace(/\s+/g, ' ')
    .replace(noteMark, '[$1]')
    .replace(noteStart, '<p>[$1] ')
    .replace(paragraph, '\n\n')
    .replace(lineEnd, '\n')
    .replace(cellEnd, '\t')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/(?<! ) *\t */g, '\t')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
