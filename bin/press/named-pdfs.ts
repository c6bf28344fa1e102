import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';

export const pdfType = 'application/pdf';

/** `file: no-12.pdf`, as a line or within braces; in the head of a web page; as a line or two cells of a document. */
const named = [
  /\bfile["']?\s*:\s*["']?([^"'\s,{}<>][^"',{}<>\n]*?\.pdf)(?=["'\s,}]|$)/gi,
  /<meta\s[^>]*name=["']?file["']?[^>]*content=["']([^"']+\.pdf)["']/gi,
  /^file\s*\n\s*(\S.*?\.pdf)\s*$/gim,
];

/** Paths of the PDFs that a text may name as its own; those that do not exist are dropped later. */
export const pdfsIn = (text: string): string[] => [
  ...new Set(named.flatMap((pattern) => [...text.matchAll(pattern)].flatMap(([, path]) => path ?? []))),
];

/** Of a Word document or an OpenDocument text its front matter is of interest, which stands at the beginning. */
const most = 20_000_000;

/** The same of a document that is a zip archive; nothing of one that cannot be read, which the press tells. */
export async function pdfsInOffice(bytes: Uint8Array): Promise<string[]> {
  try {
    return pdfsIn(await textOf(bytes));
  } catch {
    return [];
  }
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (!/^(?:word\/document|content)\.xml$/.test(entry.fileName) || entry.uncompressedSize > most) continue;
    const xml = (await buffer(await zip.openReadStreamPromise(entry))).toString();
    return xml.replace(/<\/(?:w|text):(?:p|h)>/g, '\n').replace(/<[^>]*>/g, '');
  }
  return '';
}

/** What to do with a PDF that comes alone. */
export const wayForPdf = (name: string): string =>
  `A PDF comes with a text that names it: write one, such as ${name.replace(/\.pdf$/i, '')}.md, that begins with the lines “---”, “title: …”, “file: ${name}” and “---”, and hand that in.`;
