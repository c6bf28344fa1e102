import { h, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** A whole HTML document. */
export const documentOf = (page: VNode): string => `<!doctype html>\n${renderToString(page)}\n`;

/** A piece of markup, for `RawHtml`. */
export const markupOf = (piece: VNode): string => renderToString(piece);

/** The one place where markup is not escaped: it was sanitised when it was handed in, or rendered here. */
export const RawHtml = ({ html, as = 'div', ...others }: RawHtmlProps) =>
  h(as, { ...others, dangerouslySetInnerHTML: { __html: html } });

interface RawHtmlProps {
  html: string;
  as?: 'div' | 'header' | 'footer' | 'ol' | 'script' | 'style';
  class?: string;
  type?: string;
  lang?: string;
  dir?: 'ltr' | 'rtl';
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML and HTML, also in attributes. Control characters, which XML 1.0 forbids, are left out. */
export const escaped = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
