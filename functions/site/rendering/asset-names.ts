import { faces } from '../../look/faces.ts';
import { iconOf } from '../../look/icon.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import { stylesheetOf } from '../../look/stylesheet.ts';

/** The names of all files that the paper's pages ask for as they are now. */
export const assetNames = (config: SiteConfig): string[] => [
  stylesheetOf(config.colours).name,
  iconOf(config).name,
  ...faces.map(({ asset }) => asset),
];
