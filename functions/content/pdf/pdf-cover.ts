import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { pngOf } from './png.ts';

/** As wide as the widest picture, and no higher than twice that: a page may be a kilometre long. */
const most = { width: 1600, height: 3200 };

/** Beside the package, in a bundle too. */
const wasmFile = createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm');

/** The first page as a PNG, drawn by PDFium in WebAssembly, without forms and scripts; undefined where that is not possible. */
export async function coverOfPdf(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    // Anew for each: its memory grows and never shrinks.
    const wasmBinary = Uint8Array.from(readFileSync(wasmFile)).buffer;
    const library = await PDFiumLibrary.init({ wasmBinary });
    const page = (await library.loadDocument(bytes)).getPage(0);
    const size = sizeOf(page.getOriginalSize());
    if (!size) return undefined;
    const { width, height, data } = await page.render({ ...size, scale: 1, render: 'bitmap' });
    return pngOf(data, width, height);
  } catch {
    return undefined;
  }
}

function sizeOf({ originalWidth, originalHeight }: { originalWidth: number; originalHeight: number }) {
  if (!(originalWidth > 0 && originalHeight > 0)) return undefined;
  const scale = Math.min(most.width / originalWidth, most.height / originalHeight);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(originalWidth), height: side(originalHeight) };
}
