import { join } from 'node:path';
import type { Part } from './sharp-parts.ts';

/** Everything `require('@hyzyla/pdfium')` loads, the same on every machine: its code and its WebAssembly. */
export const pdfiumParts = (): Part[] =>
  ['package.json', 'dist/index.cjs', 'dist/pdfium.wasm'].map((file) => ({
    name: `@hyzyla/pdfium/${file}`,
    folder: join(import.meta.dirname, '../node_modules/@hyzyla/pdfium', file),
  }));
