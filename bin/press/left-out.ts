import { basename, extname } from 'node:path';
import { counted } from './counted.ts';
import type { OtherFile } from './files-below.ts';

/** What lay beside the manuscripts and was not handed in. */
export interface LeftOut {
  /** Names of pictures that a manuscript shows, of a type the press does not take. */
  pictures: string[];
  others: OtherFile[];
}

const pictures = ['.jpg', '.jpeg', '.png', '.webp', '.gif'];

/** A line for each picture that is missed, and one for all the rest. */
export function leftOutLines({ pictures, others }: LeftOut): string[] {
  return [...pictures.map(pictureLine), ...(others.length ? [`Not taken: ${kindsOf(others)}.`] : [])];
}

const pictureLine = (name: string): string =>
  `! ${basename(name)}: ${extname(name).slice(1).toUpperCase()} pictures are not taken; save it as ${betterFor(name)}.`;

/** Drawings keep their edges as PNG, photographs are smaller as JPEG. */
const betterFor = (name: string): string => (/\.(svg|bmp)$/i.test(name) ? 'PNG' : 'JPEG');

const kindsOf = (others: readonly OtherFile[]): string =>
  [...Map.groupBy(others, kindOf)].map(([kind, { length }]) => said(kind, length)).join(', ');

function kindOf({ path, link }: OtherFile): string {
  const ending = extname(path).toLowerCase();
  return link ? 'link' : pictures.includes(ending) ? 'picture' : ending;
}

function said(kind: string, count: number): string {
  switch (kind) {
    case 'link':
      return counted(count, 'symbolic link');
    case 'picture':
      return `${counted(count, 'picture')} that no manuscript shows`;
    case '':
      return `${counted(count, 'file')} without an ending`;
    default:
      return `${count} ${kind}`;
  }
}
