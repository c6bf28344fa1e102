import { h, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** A whole HTML document. */
export const documentOf = (page: VNode): string => `<!doctype html>\n${renderToString(page)}\n`;

/** A piece of markup, to be shown by `Made` as often as it is needed. */
export const markupOf = (piece: VNode): string => renderToString(piece);

/** The one place where markup goes out as it is: what was sanitised when it was handed in, or rendered here. */
export const Made = ({ html, as = 'div', ...others }: MadeProps) =>
  h(as, { ...others, dangerouslySetInnerHTML: { __html: html } });

interface MadeProps {
  html: string;
  as?: 'div' | 'header' | 'footer' | 'ol' | 'script';
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

/** Text for XML and HTML, also in attributes. Control characters, which XML 1.0 has no room for, are left out. */
export const escaped = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
