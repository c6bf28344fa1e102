import { deskNames } from 'desk:names';
import { faceFile } from '../../look/face-files.ts';
import { faces } from '../../look/faces.ts';
import { iconOf } from '../../look/icon.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { type Asset, stylesheetOf } from '../../look/stylesheet.ts';

/** The names of all files that the pages of the press refer to as they are now. */
export const assetNames = (config: SiteConfig): string[] => [
  stylesheetOf(config.colours).name,
  iconOf(config).name,
  ...faces.map(({ asset }) => asset),
  ...deskNames,
];

/** The file of that name, `undefined` when no page refers to it any more. */
export function assetNamed(name: string, config: SiteConfig): Asset | undefined {
  if (!assetNames(config).includes(name)) return undefined;
  const drawn = [stylesheetOf(config.colours), iconOf(config)].find((asset) => asset.name === name);
  if (drawn) return drawn;
  const bytes = faceFile(name);
  return bytes && { name, type: 'font/woff2', body: bytes };
}
