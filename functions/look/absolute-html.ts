/**
 * With addresses that lead to the site from everywhere. In sanitised HTML, and in what is rendered here, `<` begins a tag,
 * and values are quoted. @param page Address, percent-encoded, of the page it is from, for links within it; without one they stay.
 */
export const absoluteHtml = (html: string, siteUrl: string, page?: string): string =>
  html.replace(/<(?:"[^"]*"|[^">])*>/g, (tag) =>
    tag
      .replace(/\s(src|href)="\/(?!\/)/g, ` $1="${siteUrl}/`)
      .replace(/\shref="#/g, page === undefined ? '$&' : ` href="${page}#`)
      .replace(/\ssrcset="[^"]*"/g, (candidates) =>
        candidates.replace(/(?<=["\s,])\/(?!\/)/g, `${siteUrl}/`),
      ),
  );
