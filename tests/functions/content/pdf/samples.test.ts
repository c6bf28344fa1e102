import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createPdfReader } from '../../../../functions/content/pdf/pdf-reader.ts';
import { readPdf } from '../../../../functions/content/pdf/read-pdf.ts';
import { sharpPictures } from '../../../../functions/content/pictures/sharp-pictures.ts';
import { countsOfPdf, lostOfPdf } from '../../../foreign/pdf-counts.ts';
import { aPdfOf } from './a-pdf.ts';

const pdfReader = createPdfReader();
afterAll(() => pdfReader.close());
const tools = { pdfReader, encoder: sharpPictures() };

/** Of LibreOffice, from `manuscripts/samples/NAME.odt` by `soffice --headless --convert-to pdf NAME.odt`. */
const samples = {
  'forty-notes': join(import.meta.dirname, 'samples/forty-notes.pdf'),
  tongues: join(import.meta.dirname, 'samples/tongues.pdf'),
  'no-12': join(import.meta.dirname, '../../../../examples/press/bulletin/no-12.pdf'),
};
/** Letters that are drawn. */
const atLeast = { 'forty-notes': 2000, tongues: 250, 'no-12': 450 };

async function readWell(bytes: Uint8Array) {
  const pdf = await readPdf(new Uint8Array(bytes), 'a.pdf', tools);
  if (pdf.outcome === 'refused') throw new Error(pdf.notices[0]?.text);
  const text = pdf.text ? gunzipSync(pdf.text).toString() : '';
  return { text, pages: pdf.file.pages, notices: pdf.notices };
}

const sum = (letters: ReadonlyMap<string, number> = new Map()) =>
  [...letters.values()].reduce((all, one) => all + one, 0);

describe.each(['forty-notes', 'tongues', 'no-12'] as const)('the PDF %s', (name) => {
  const bytes = readFileSync(samples[name]);

  it('has every letter in its text that is drawn on its pages', async () => {
    expect(sum(countsOfPdf(bytes).letters)).toBeGreaterThan(atLeast[name]);
    expect(lostOfPdf(bytes, await readWell(bytes))).toEqual([]);
  });

  it('would be found to have lost a sentence, or a page', async () => {
    const read = await readWell(bytes);
    const cut = read.text.slice(0, -40);
    expect(lostOfPdf(bytes, { ...read, text: cut })).not.toEqual([]);
    expect(lostOfPdf(bytes, { ...read, text: '' })).not.toEqual([]);
    expect(lostOfPdf(bytes, { ...read, pages: read.pages - 1 })).toHaveLength(1);
  });
});

it('without letters that can be counted has to have a text, or a notice that tells why not', async () => {
  const [bytes, blank] = [aPdfOf(), aPdfOf({ content: '0 0 1 rg 0 0 300 300 re f' })];
  expect(lostOfPdf(bytes, await readWell(bytes))).toEqual([]);
  expect(lostOfPdf(blank, await readWell(blank))).toEqual([]);
  expect(lostOfPdf(blank, { text: '', pages: 1, notices: [] })).toEqual(['all of its text']);
});
