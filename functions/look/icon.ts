import { dayPalette } from './colours.ts';
import { escaped } from './markup.tsx';
import type { SiteConfig } from './site-config.ts';
import { type Asset, hashedName } from './stylesheet.ts';

/** The favicon: the first letter of the press's name on its colour. */
export function iconOf({ title, colours }: Pick<SiteConfig, 'title' | 'colours'>): Asset {
  const { accent, onAccent } = dayPalette(colours);
  const letter = escaped([...title.replace(/^(the|an?)\s+/i, '')][0]?.toUpperCase() ?? 'B');
  const body =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="6" fill="${accent}"/>` +
    `<text x="32" y="48" font-family="Besley,Rockwell,Georgia,serif" font-size="46" font-weight="900" ` +
    `text-anchor="middle" fill="${onAccent}">${letter}</text></svg>`;
  return { name: hashedName('icon', 'svg', body), type: 'image/svg+xml', body };
}
