import type { AwsResponse } from '../service.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** An element that holds text alone. */
export const element = (name: string, text: string | number | boolean): string =>
  `<${name}>${String(text).replace(/[&<>"\r]/g, (char) => entities[char] ?? char)}</${name}>`;

/** An element that holds others, already written. */
export const group = (name: string, parts: readonly string[]): string =>
  `<${name}>${parts.join('')}</${name}>`;

/** A whole document; S3 puts answers, not errors, in a namespace. */
export const xmlDocument = (name: string, parts: readonly string[], namespace?: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${namespace ? ` xmlns="${namespace}"` : ''}>${parts.join('')}</${name}>`;

/** A successful answer: a document in S3's namespace. */
export const xmlAnswer = (name: string, parts: readonly string[]): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: xmlDocument(name, parts, 'http://s3.amazonaws.com/doc/2006-03-01/'),
});

/** The contents of each `<name>` in the text, outermost tags only where names do not nest. */
export function contentsOf(name: string, xml: string): string[] {
  const found = xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'));
  return [...found].map(([, inside = '']) => inside);
}

/** Text with its entities resolved. */
export const plainText = (xml: string): string =>
  xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return named[name] ?? whole;
  });
