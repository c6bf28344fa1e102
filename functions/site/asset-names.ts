import { faces } from '../look/faces.ts';
import { iconOf } from '../look/icon.ts';
import type { Paper } from '../look/paper.ts';
import { stylesheetOf } from '../look/stylesheet.ts';

/** The names of all files that the paper's pages ask for as they are now. */
export const assetNames = (paper: Paper): string[] => [
  stylesheetOf(paper.colours).name,
  iconOf(paper).name,
  ...faces.map(({ asset }) => asset),
];
