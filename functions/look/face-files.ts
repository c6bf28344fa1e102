import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import serifLatin400Italic from '@fontsource/source-serif-4/files/source-serif-4-latin-400-italic.woff2';
import serifLatin400 from '@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2';
import serifLatin600 from '@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2';
import serifLatinExt400Italic from '@fontsource/source-serif-4/files/source-serif-4-latin-ext-400-italic.woff2';
import serifLatinExt400 from '@fontsource/source-serif-4/files/source-serif-4-latin-ext-400-normal.woff2';
import serifLatinExt600 from '@fontsource/source-serif-4/files/source-serif-4-latin-ext-600-normal.woff2';
import besleyLatinExt from '@fontsource-variable/besley/files/besley-latin-ext-wght-normal.woff2';
import besleyLatin from '@fontsource-variable/besley/files/besley-latin-wght-normal.woff2';

/** By the asset's name without its hash. */
const files: Record<string, string> = {
  'besley-latin': besleyLatin,
  'besley-latin-ext': besleyLatinExt,
  'serif-latin-400': serifLatin400,
  'serif-latin-400-italic': serifLatin400Italic,
  'serif-latin-600': serifLatin600,
  'serif-latin-ext-400': serifLatinExt400,
  'serif-latin-ext-400-italic': serifLatinExt400Italic,
  'serif-latin-ext-600': serifLatinExt600,
};

/** The bytes of a typeface. The bundler puts the files next to the code of each function that calls this. */
export function faceFile(asset: string): Uint8Array | undefined {
  const path = files[asset.slice(0, asset.lastIndexOf('-'))];
  return path === undefined ? undefined : readFileSync(resolve(import.meta.dirname, path));
}
