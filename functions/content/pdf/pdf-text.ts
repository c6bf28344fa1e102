import { getDocument, PasswordException, type PDFDocumentProxy, type PDFPageProxy } from 'unpdf/pdfjs';
import { mostCharacters } from './most-characters.ts';

/** What a PDF says of itself, and its text. */
export interface PdfText {
  outcome: 'read';
  pages: number;
  text: string;
  /** How many pages were read, from the first on, before the time was over or the text was as long as is kept. */
  readPages: number;
  /** Of these, how many have no letters: pictures of text, or blank, or they could not be read. */
  emptyPages: number;
  /** Of these, how many are damaged. */
  badPages: number;
  /** A page has more text than is kept. */
  isCut: boolean;
  hasScript: boolean;
  hasAttachments: boolean;
  /** An XFA form: viewers but Adobe's show a page that says to wait. */
  isXfa: boolean;
}

export type PdfTextOutcome = PdfText | { outcome: 'locked' | 'broken' };

/** Reads the text by pdf.js, for so many milliseconds; nothing in the file is run, fetched or filled in. */
export async function textOfPdf(bytes: Uint8Array, milliseconds: number): Promise<PdfTextOutcome> {
  const end = performance.now() + milliseconds;
  const task = getDocument({
    data: bytes,
    verbosity: 0,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
  });
  try {
    return await readDocument(await task.promise, end);
  } catch (cause) {
    return { outcome: cause instanceof PasswordException ? 'locked' : 'broken' };
  } finally {
    await task.destroy();
  }
}

/** Pages that nobody can open: a file may say that it has a thousand million. */
const mostBadPages = 100;

/** Whatever is damaged counts as not there; only a file of which no page opens is broken. */
async function readDocument(document: PDFDocumentProxy, end: number): Promise<PdfText> {
  const pages = await readPages(document, end);
  const badPages = pages.filter((page) => page === undefined).length;
  if (badPages === pages.length) throw new Error('None of its pages can be opened');
  const texts = pages.map((page) => page?.text ?? '');
  const info = await document.getMetadata().then((data) => data.info, nothing);
  return {
    outcome: 'read',
    pages: document.numPages,
    text: texts.filter(Boolean).join('\n\n'),
    readPages: pages.length,
    emptyPages: texts.filter((text) => !/\p{L}/u.test(text)).length,
    badPages,
    isCut: pages.some((page) => page?.isCut),
    hasScript: has(await document.getJSActions().catch(nothing)) || pages.some((page) => page?.hasScript),
    hasAttachments: has(await document.getAttachments().catch(nothing)),
    isXfa: info !== undefined && 'IsXFAPresent' in info && info.IsXFAPresent === true,
  };
}

const nothing = () => undefined;

const has = (what: unknown): boolean => what !== null && what !== undefined;

interface PageText {
  text: string;
  isCut: boolean;
  hasScript: boolean;
}

/** From the first on; undefined is one that cannot be opened. */
async function readPages(document: PDFDocumentProxy, end: number): Promise<(PageText | undefined)[]> {
  const pages: (PageText | undefined)[] = [];
  let [length, bad] = [0, 0];
  while (pages.length < document.numPages && bad < mostBadPages && length <= mostCharacters) {
    if (pages.length && performance.now() > end) break;
    const page = await readPage(document, pages.length + 1);
    pages.push(page);
    length += page?.text.length ?? 0;
    bad += page ? 0 : 1;
  }
  return pages;
}

async function readPage(document: PDFDocumentProxy, number: number): Promise<PageText | undefined> {
  const page = await document.getPage(number).catch(nothing);
  if (!page) return undefined;
  const text = await textOfPage(page);
  const hasScript = has(await page.getJSActions().catch(nothing));
  page.cleanup();
  return { ...text, hasScript };
}

/** Lines as they stand on the page. A page whose text cannot be read counts as one without. */
async function textOfPage(page: PDFPageProxy): Promise<{ text: string; isCut: boolean }> {
  const { items } = await page.getTextContent().catch(() => ({ items: [] }));
  let raw = '';
  for (const item of items) {
    if (raw.length > mostCharacters) break;
    if ('str' in item) raw += item.str + (item.hasEOL ? '\n' : '');
  }
  const text = raw
    .slice(0, mostCharacters)
    .toWellFormed()
    .replace(/[^\P{Cc}\n\t]+/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim();
  return { text, isCut: raw.length > mostCharacters };
}
