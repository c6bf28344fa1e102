import { getDocument, PasswordException, type PDFDocumentProxy, type PDFPageProxy } from 'unpdf/pdfjs';

/** What a PDF says of itself, and its text. */
export interface PdfText {
  outcome: 'read';
  pages: number;
  text: string;
  /** How many pages were read, from the first on, before the time was over. */
  readPages: number;
  /** Of these, how many have no letters: pictures of text, or blank. */
  emptyPages: number;
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

async function readDocument(document: PDFDocumentProxy, end: number): Promise<PdfText> {
  const texts: string[] = [];
  let hasScript = (await document.getJSActions()) !== null;
  while (texts.length < document.numPages && (!texts.length || performance.now() < end)) {
    const page = await document.getPage(texts.length + 1);
    texts.push(await textOfPage(page));
    hasScript ||= (await page.getJSActions()) !== null;
    page.cleanup();
  }
  const { info } = await document.getMetadata();
  return {
    outcome: 'read',
    pages: document.numPages,
    text: texts.filter(Boolean).join('\n\n'),
    readPages: texts.length,
    emptyPages: texts.filter((text) => !/\p{L}/u.test(text)).length,
    hasScript,
    hasAttachments: (await document.getAttachments()) !== null,
    isXfa: 'IsXFAPresent' in info && info.IsXFAPresent === true,
  };
}

/** Lines as they stand on the page. A page that cannot be read counts as one without text. */
async function textOfPage(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent().catch(() => ({ items: [] }));
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\n\t]+/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim();
}
