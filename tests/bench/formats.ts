import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import sharp from 'sharp';
import type { readAnyManuscript } from '../../functions/content/manuscripts/read-manuscript.ts';
import type { createPdfReader } from '../../functions/content/pdf/pdf-reader.ts';
import type { readPdf } from '../../functions/content/pdf/read-pdf.ts';
import type { IsolatedPictures } from '../../functions/content/pictures/picture-process.ts';
import type { readPicture } from '../../functions/content/pictures/read-picture.ts';
import { bundleOptions } from '../../lib/bundle-options.ts';
import { median, time } from './figures.ts';
import { cache } from './places.ts';
import type { Row } from './row.ts';

const samples = join(import.meta.dirname, '../functions/content/manuscripts/samples');
const pdfSamples = join(import.meta.dirname, '../functions/content/pdf/samples');
const bulletin = join(import.meta.dirname, '../../examples/press/bulletin/no-12.pdf');
const runs = 5;
const seconds = 2;

/** A text of about a thousand words, as each format has it; Word and LibreOffice files are those of the tests. */
const paragraph =
  'The tenants of *Capstan House* met on [Friday](https://example.org) in the hall by the river. '.repeat(6);
const manuscripts: Record<string, () => Manuscript[]> = {
  Markdown: () => [textual('a.md', `---\ntitle: A\n---\n${`## Part\n\n${paragraph}\n\n`.repeat(10)}`)],
  'a web page': () => [
    textual(
      'a.html',
      `<!doctype html><title>A</title><main>${`<h2>Part</h2><p>${paragraph}</p>`.repeat(10)}</main>`,
    ),
  ],
  'plain text': () => [textual('a.txt', `A title\n\n${`${paragraph}\n\n`.repeat(10)}`)],
  Word: () => sampled('.docx'),
  OpenDocument: () => sampled('.odt'),
};

interface Manuscript {
  name: string;
  bytes: Uint8Array;
}

type Read = typeof readAnyManuscript;

const textual = (name: string, text: string): Manuscript => ({ name, bytes: Buffer.from(text) });

const sampled = (ending: string): Manuscript[] =>
  readdirSync(samples)
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, bytes: readFileSync(join(samples, name)) }));

/** How many manuscripts of each format a thread reads in a second, how many pictures a process, and how many PDFs both,
 *  with their covers: the work alone, bundled as it is deployed, without the calls around it. */
export async function formats(): Promise<Row[]> {
  const { readAnyManuscript: read, ...openers } = await bundled();
  const rows: Row[] = [];
  for (const [name, make] of Object.entries(manuscripts)) rows.push(await rowOf(name, make(), read));
  return [...rows, ...(await pdfRows(openers)), ...(await pictureRows(openers))];
}

async function rowOf(format: string, files: Manuscript[], read: Read): Promise<Row> {
  const each = async (file: Manuscript) => {
    const { outcome } = await read(file, { pictures: new Map() });
    if (outcome !== 'read') throw new Error(`${file.name} was ${outcome}`);
  };
  const rates: number[] = [];
  for (let run = 0; run <= runs; run++) rates.push(await rateOf(files, each));
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0) / files.length;
  return shown(`manuscripts a second: ${format}`, rates.slice(1), `${Math.round(bytes / 1024)} KB each`);
}

/** In a second, over two of them. */
async function rateOf<T>(all: readonly T[], each: (one: T) => Promise<void>): Promise<number> {
  const began = performance.now();
  let done = 0;
  while (performance.now() - began < seconds * 1000) {
    const next = all[done % all.length];
    if (next) await each(next);
    done++;
  }
  return (done * 1000) / (performance.now() - began);
}

const shown = (what: string, rates: number[], size: string): Row => ({
  what,
  peers: '',
  goal: '',
  measured: `${median(rates).toFixed(median(rates) < 10 ? 1 : 0)} a second, ${time(1000 / median(rates))} each (${size})`,
});

/** Of LibreOffice, and of few pages: most of their time is that of the cover. */
async function pdfRows({ readPdf, createPdfReader, isolatedPictures }: Openers): Promise<Row[]> {
  const files = {
    '2 pages': readFileSync(bulletin),
    '3 pages, 40 footnotes': readFileSync(join(pdfSamples, 'forty-notes.pdf')),
  };
  const tools = { pdfReader: createPdfReader(), encoder: isolatedPictures() };
  const rows: Row[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    const rates: number[] = [];
    for (let run = 0; run <= runs; run++)
      rates.push(
        await rateOf([bytes], async (one) => {
          const { outcome } = await readPdf(new Uint8Array(one), 'a.pdf', tools);
          if (outcome !== 'read') throw new Error(`${name} was ${outcome}`);
        }),
      );
    rows.push(shown(`PDFs a second: ${name}`, rates.slice(1), `${Math.round(bytes.length / 1024)} KB`));
  }
  await tools.pdfReader.close();
  tools.encoder.close();
  return rows;
}

async function pictureRows({ isolatedPictures, readPicture }: Openers): Promise<Row[]> {
  const photograph = sharp({
    create: {
      width: 3000,
      height: 2000,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  });
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400">${'<rect x="9" y="9" width="60" height="40" fill="red" opacity=".5"/><text x="50" y="90">Rent</text>'.repeat(100)}</svg>`;
  const files: Record<string, Buffer> = {
    'JPEG, 6 megapixels': await photograph.clone().jpeg({ quality: 60 }).toBuffer(),
    'TIFF, 6 megapixels': await photograph.clone().tiff({ compression: 'lzw' }).toBuffer(),
    'AVIF, 6 megapixels': await photograph.clone().avif({ effort: 0 }).toBuffer(),
    'SVG of 200 parts': Buffer.from(drawing),
  };
  const pictures = isolatedPictures();
  const rows: Row[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    const rates: number[] = [];
    for (let run = 0; run <= runs; run++)
      rates.push(
        await rateOf([bytes], async (one) => {
          const { outcome } = await readPicture(one, 'a', pictures);
          if (outcome !== 'read') throw new Error(`${name} was ${outcome}`);
        }),
      );
    rows.push(shown(`pictures a second: ${name}`, rates.slice(1), `${Math.round(bytes.length / 1024)} KB`));
  }
  pictures.close();
  return rows;
}

interface Bundled {
  readAnyManuscript: Read;
  isolatedPictures: () => IsolatedPictures;
  readPicture: typeof readPicture;
  readPdf: typeof readPdf;
  createPdfReader: typeof createPdfReader;
}

type Openers = Omit<Bundled, 'readAnyManuscript'>;

const sources = [
  'manuscripts/read-manuscript',
  'pictures/read-picture',
  'pictures/picture-process',
  'pictures/open-picture.worker',
  'pdf/read-pdf',
  'pdf/pdf-reader',
  'pdf/open-pdf.worker',
  'pdf/read-pdf.worker',
];

/** As the functions are bundled for Lambda. */
async function bundled(): Promise<Bundled> {
  const outdir = join(cache, 'formats');
  const entryPoints = Object.fromEntries(
    sources.map((name) => [basename(name), join(import.meta.dirname, `../../functions/content/${name}.ts`)]),
  );
  await build({ ...bundleOptions, entryPoints, outdir });
  const load = createRequire(join(outdir, 'index.js'));
  const { readAnyManuscript: readOne }: Bundled = load('./read-manuscript.js');
  const { isolatedPictures }: Bundled = load('./picture-process.js');
  const { readPicture: readPictureOnce }: Bundled = load('./read-picture.js');
  const { readPdf: readPdfOnce }: Bundled = load('./read-pdf.js');
  const { createPdfReader }: Bundled = load('./pdf-reader.js');
  return {
    readAnyManuscript: readOne,
    isolatedPictures,
    readPicture: readPictureOnce,
    readPdf: readPdfOnce,
    createPdfReader,
  };
}
