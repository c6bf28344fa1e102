import { faceFile } from '../../look/face-files.ts';
import { iconOf } from '../../look/icon.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { type Asset, stylesheetOf } from '../../look/stylesheet.ts';
import { assetNames } from './asset-names.ts';

/** The file of that name, `undefined` if no page asks for it any more. */
export function assetNamed(name: string, config: SiteConfig): Asset | undefined {
  if (!assetNames(config).includes(name)) return undefined;
  const drawn = [stylesheetOf(config.colours), iconOf(config)].find((asset) => asset.name === name);
  if (drawn) return drawn;
  const bytes = faceFile(name);
  return bytes && { name, type: 'font/woff2', body: bytes };
}
