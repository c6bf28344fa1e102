/** `node tests/foreign/read-folder.ts FOLDER`: reads every post of a folder that another program wrote, as the press
 *  would, without one. Each must end as a page or as a refusal that says why, and each word of a page's manuscript on the
 *  page or on a line that a notice names. Of files of word processors, web pages and plain text the headings, notes, links, pictures,
 *  tables and words are counted against the file; of a PDF that comes with a text the pages, and the letters that are drawn
 *  on them. It prints what was refused and remarked on, and ends with 1 where a file did
 *  neither or lost words unsaid. */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { gather, type UploadFile } from '../../bin/press/gather.ts';
import type { AttachedFile, Notice, Picture } from '../../functions/content/contract/values.ts';
import { embeddedPictures } from '../../functions/content/manuscripts/embedded-pictures.ts';
import { createManuscriptReader } from '../../functions/content/manuscripts/manuscript-reader.ts';
import { createPdfReader } from '../../functions/content/pdf/pdf-reader.ts';
import { readPdf } from '../../functions/content/pdf/read-pdf.ts';
import { sharpPictures } from '../../functions/content/pictures/sharp-pictures.ts';
import { lostOfPdf } from './pdf-counts.ts';
import { countsOfPage, countsOfSource, lostOf } from './source-counts.ts';

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder: node tests/foreign/read-folder.ts FOLDER');

/** A picture as good as any: its pixels are not what is tried here. */
const aPicture = (name: string): Picture => ({
  name,
  width: 1,
  height: 1,
  src: `/media/${name.replace(/[^\w.-]/g, '-')}`,
  variants: [],
});

const texts = globSync('**/*.txt', { cwd: folder }).map((name) => join(folder, name));
const { bundles } = await gather([folder, ...texts]);
const reader = createManuscriptReader();
const tools = { pdfReader: createPdfReader(), encoder: sharpPictures() };
const [faults, refusals, remarks]: [string[], Notice[], Notice[]] = [[], [], []];
let [pages, pdfs] = [0, 0];
for (const { manuscript, pictures } of bundles) {
  const bytes = await readFile(manuscript.path);
  const within = await embeddedPictures({ name: manuscript.name, bytes });
  const names = [...pictures, ...within.map(({ name }) => ({ name: `${manuscript.name}/${name}` }))];
  const files = await Promise.all(pictures.filter(({ name }) => /\.pdf$/i.test(name)).map(readAttached));
  const shelf = {
    pictures: new Map(names.map(({ name }) => [name, aPicture(name)])),
    files: new Map(files.flatMap((file) => (file ? [[file.name, file] as const] : []))),
  };
  const turn = { upload: 'folder', hasTime: () => true };
  const read = await reader.read({ name: manuscript.name, bytes }, shelf, turn).catch((error: unknown) => {
    faults.push(`${manuscript.name}: the reader failed: ${String(error)}`);
  });
  if (!read || read.outcome === 'postponed') continue;
  const errors = read.notices.filter(({ level }) => level === 'error');
  remarks.push(...read.notices.filter(({ level }) => level !== 'error'));
  if (read.outcome === 'refused') {
    refusals.push(...errors);
    if (!errors.length) faults.push(`${manuscript.name}: refused, and nothing says why`);
    continue;
  }
  pages += 1;
  if (!read.fields.title) faults.push(`${manuscript.name}: a page without a title`);
  if (!read.body.text && !read.body.pictures.length && !read.notices.length)
    faults.push(`${manuscript.name}: an empty page, and nothing says so`);
  const shown = `${JSON.stringify(read.fields)}\n${read.body.html}`;
  const source = countsOfSource(manuscript.name, bytes);
  const lost = source
    ? lostOf(source, countsOfPage(read.fields, read.body.html), read.notices)
    : lostWords(new TextDecoder().decode(bytes), shown, read.notices);
  if (lost.length) faults.push(`${manuscript.name}: lost unsaid: ${lost.slice(0, 12).join(', ')}`);
}
tools.pdfReader.close();
await reader.close();

const refused = new Set(refusals.map(({ file }) => file)).size;
const lost = remarks.filter(({ text }) => /not shown|left out|taken out|nothing of it/i.test(text));
process.stdout.write(
  `${bundles.length} files: ${pages} pages, ${pdfs} PDFs, ${refused} refused, ${faults.length} neither.\n`,
);
process.stdout.write(`${lost.length} times words or fields that do not reach the page were told.\n`);
printCounts(refusals, 'Refusals');
printCounts(remarks, 'Remarks');
for (const fault of faults) process.stdout.write(`✗ ${fault}\n`);
process.exitCode = faults.length ? 1 : 0;

/** The PDF that a manuscript names; undefined where it is refused, which is told. */
async function readAttached({ name, path }: UploadFile): Promise<AttachedFile | undefined> {
  const bytes = await readFile(path);
  const read = await readPdf(new Uint8Array(bytes), name, tools);
  if (read.outcome === 'refused') {
    refusals.push(...read.notices);
    return undefined;
  }
  pdfs += 1;
  remarks.push(...read.notices);
  const text = read.text ? gunzipSync(read.text).toString() : '';
  const lost = lostOfPdf(bytes, { text, pages: read.file.pages, notices: read.notices });
  if (lost.length) faults.push(`${name}: lost unsaid: ${lost.slice(0, 12).join(', ')}`);
  return read.file;
}

/** Words of a manuscript's text that are seldom enough to tell of, oftener in it than on the page, and on no line that a
 *  notice names. It goes by lines and letters alone, and by nothing that the reader uses. */
function lostWords(source: string, shown: string, notices: Notice[]): string[] {
  const front =
    /^\uFEFF?---[^\S\n]*\r?\n[\s\S]*?\n---[^\S\n]*(?=\r?\n|$)/.exec(source)?.[0].split('\n').length ?? 0;
  const named = notices.flatMap(({ line = 0, text }) => {
    const [, from, to] = /from line (\d+) to line (\d+)/.exec(text) ?? [];
    return [{ from: Number(from ?? line), to: Number(to ?? line) }];
  });
  const isNamed = (line: number) => named.some(({ from, to }) => from <= line && line <= to);
  const untagged = source.replace(/<[^>]*>/g, (tag) => tag.replace(/[^\n]/g, ' '));
  const lines = untagged.split(/\r\n?|\n/).map((text, at) => ({ text, line: at + 1 }));
  const read = lines.filter(({ line }) => line > front && !isNamed(line)).map(({ text }) => text);
  const text = read
    .join('\n')
    .replace(/^ *\[[^\]\n]+\]: .*$/gm, ' ')
    .replace(/\]\([^)\s]*|\]\s*\[[^\]]*\]|https?:\S+/g, ' ');
  const onPage = counted(shown);
  return [...counted(text)].flatMap(([word, times]) => (times > (onPage.get(word) ?? 0) ? [word] : []));
}

function counted(text: string): Map<string, number> {
  const decoded = text.replace(/&#?\w+;/g, ' ').replace(/[\u00AD\u200B]/g, '');
  const words = decoded.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return new Map([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}

/** How often each thing was said, whatever it quotes. */
function printCounts(notices: Notice[], heading: string): void {
  const alike = Map.groupBy(notices, ({ text }) => text.replace(/“[^”]*”/g, '“…”').replace(/\d+/g, 'N'));
  process.stdout.write(`\n${heading}\n`);
  for (const [text, { length }] of [...alike].sort((one, other) => other[1].length - one[1].length))
    process.stdout.write(`${String(length).padStart(6)}  ${text}\n`);
}
