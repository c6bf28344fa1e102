import { constants, inflateSync } from 'node:zlib';
import type { Notice } from '../../functions/content/contract/values.ts';

/** What a PDF has, by the bytes of its objects alone, and by nothing that the reader uses. */
export interface PdfCounts {
  /** As the objects of pages are counted, and as the tree of pages says. */
  pages: number[];
  /** How often each letter is drawn; undefined where a font does not say which letters its signs are. */
  letters?: Map<string, number>;
}

interface PdfObject {
  dictionary: string;
  stream?: string;
}

/** Of a PDF whose objects lie open, as LibreOffice, Word and most printers write them: where they are packed into
 *  streams, none is found. */
export function countsOfPdf(bytes: Uint8Array): PdfCounts {
  const objects = objectsIn(Buffer.from(bytes).toString('latin1'));
  const all = [...objects.values()];
  const pages = all.filter(({ dictionary }) => /\/Type\s*\/Page\b/.test(dictionary));
  const tree = all.filter(({ dictionary }) => /\/Type\s*\/Pages\b/.test(dictionary));
  const told = tree.map(({ dictionary }) => Number(/\/Count\s+(\d+)/.exec(dictionary)?.[1]));
  return { pages: [pages.length, Math.max(0, ...told)], letters: lettersDrawn(pages, objects) };
}

interface ReadText {
  text: string;
  pages: number;
  notices: readonly Notice[];
}

/** What the text has less of than its PDF, and no notice tells. */
export function lostOfPdf(bytes: Uint8Array, { text, pages, notices }: ReadText): string[] {
  const counts = countsOfPdf(bytes);
  const isTold = notices.some(({ text: said }) => /no text|not kept|XFA/.test(said));
  const all = Math.max(...counts.pages);
  // Where its objects are packed, or are those of several versions, there is nothing to count against.
  const fewer = all && !counts.pages.includes(pages) ? [`${all} pages, of which ${pages} are left`] : [];
  if (isTold) return fewer;
  return [...fewer, ...(text.trim() ? lettersLost(counts, text) : ['all of its text'])];
}

/** What is drawn more often than the text has it. Letters and not words: only the place on paper says where one ends. */
function lettersLost({ letters = new Map() }: PdfCounts, text: string): string[] {
  const read = counted(text);
  return [...letters].flatMap(([letter, times]) => {
    const left = read.get(letter) ?? 0;
    return left < times ? [`“${letter}” ${times} times, of which ${left} are left`] : [];
  });
}

/** By number; of one that was changed, the last is the one that counts. */
function objectsIn(file: string): Map<number, PdfObject> {
  const all = file.matchAll(
    /(?<!\d)(\d+) 0 obj\b([\s\S]*?)(?:\bstream\r?\n([\s\S]*?)\s?endstream\s*)?endobj/g,
  );
  return new Map(
    [...all].map(([, number, dictionary = '', stream]) => [
      Number(number),
      { dictionary, ...(stream !== undefined && { stream: unpacked(dictionary, stream) }) },
    ]),
  );
}

function unpacked(dictionary: string, stream: string): string {
  if (!/\/FlateDecode/.test(dictionary) || /\/(?:Image|FontFile|Length1)\b/.test(dictionary)) return stream;
  // What follows the end of the stream may be a line's end.
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  return inflateSync(Buffer.from(stream, 'latin1'), options).toString('latin1');
}

type Decode = (bytes: Buffer) => string;

function lettersDrawn(
  pages: PdfObject[],
  objects: ReadonlyMap<number, PdfObject>,
): Map<string, number> | undefined {
  const fonts = fontsIn(objects);
  const contents = pages.flatMap(({ dictionary }) => {
    const [, list = ''] = /\/Contents\s*(\[[^\]]*\]|\d+ 0 R)/.exec(dictionary) ?? [];
    return [...list.matchAll(/(\d+) 0 R/g)].map(([, number]) => objects.get(Number(number))?.stream ?? '');
  });
  const texts = fonts && contents.map((content) => textDrawn(content, fonts));
  return texts?.length && texts.every((text) => text !== undefined) ? counted(texts.join(' ')) : undefined;
}

/** By the name that contents call them; undefined where one name stands for two. */
function fontsIn(objects: ReadonlyMap<number, PdfObject>): Map<string, Decode> | undefined {
  const numbers = new Map<string, number>();
  for (const { dictionary } of objects.values()) {
    for (const [, name = '', reference] of dictionary.matchAll(/\/(\w+)\s+(\d+) 0 R/g)) {
      const number = Number(reference);
      if (!/\/Type\s*\/Font\b/.test(objects.get(number)?.dictionary ?? '')) continue;
      if ((numbers.get(name) ?? number) !== number) return undefined;
      numbers.set(name, number);
    }
  }
  return new Map(
    [...numbers].flatMap(([name, number]) => {
      const decode = decoderOf(objects.get(number)?.dictionary ?? '', objects);
      return decode ? [[name, decode] as const] : [];
    }),
  );
}

function decoderOf(font: string, objects: ReadonlyMap<number, PdfObject>): Decode | undefined {
  const [, map] = /\/ToUnicode\s+(\d+) 0 R/.exec(font) ?? [];
  if (map !== undefined) return byMap(objects.get(Number(map))?.stream ?? '');
  return /\/Subtype\s*\/(?:Type1|TrueType)\b/.test(font) && !/\/Encoding\b(?!\s*\/WinAnsi)/.test(font)
    ? (bytes) => new TextDecoder('windows-1252').decode(bytes)
    : undefined;
}

/** A table from the signs of a font to letters, in lines `<01> <0041>` and ranges `<01> <05> <0041>`. */
function byMap(map: string): Decode {
  const letters = new Map<number, string>();
  const [, first = '00'] = /begincodespacerange\s*<(\w+)>/.exec(map) ?? [];
  for (const [, lines = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, sign = '', text = ''] of lines.matchAll(/<(\w+)>\s*<(\w*)>/g))
      letters.set(Number.parseInt(sign, 16), lettersOf(text));
  for (const [, lines = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const range of lines.matchAll(/<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[([^\]]*)\])/g))
      addRange(letters, range);
  const size = first.length / 2;
  return (bytes) => {
    let text = '';
    for (let at = 0; at + size <= bytes.length; at += size)
      text += letters.get(bytes.readUIntBE(at, size)) ?? '';
    return text;
  };
}

function addRange(
  letters: Map<number, string>,
  [, from = '', to = '', start, list = '']: RegExpExecArray,
): void {
  const each = [...list.matchAll(/<(\w+)>/g)].map(([, text = '']) => lettersOf(text));
  const first = Number.parseInt(from, 16);
  for (let sign = first; sign <= Number.parseInt(to, 16); sign++) {
    const ahead = start && lettersOf(start).slice(0, -1);
    const last =
      start && String.fromCharCode(lettersOf(start).charCodeAt(start.length / 4 - 1) + sign - first);
    letters.set(sign, start ? `${ahead}${last}` : (each[sign - first] ?? ''));
  }
}

const lettersOf = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** The strings of a content with the font that each is set in; undefined where one is not known. */
function textDrawn(content: string, fonts: ReadonlyMap<string, Decode>): string | undefined {
  const tokens = /<<[\s\S]*?>>|\/(\w+)\s+[\d.-]+\s+Tf\b|\(((?:\\[\s\S]|[^\\()])*)\)|<([\da-fA-F\s]+)>/g;
  let font: Decode | undefined;
  let text = '';
  for (const [, name, plain, hex] of content.matchAll(tokens)) {
    if (name !== undefined) font = fonts.get(name);
    const bytes = hex === undefined ? plain && unescaped(plain) : Buffer.from(hex.replace(/\s/g, ''), 'hex');
    if (!bytes) continue;
    if (!font) return undefined;
    text += `${font(bytes)} `;
  }
  return text;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const unescaped = (plain: string): Buffer =>
  Buffer.from(
    plain.replace(/\\(\d{1,3}|\r?\n|[\s\S])/g, (_, sign: string) =>
      /\d/.test(sign) ? String.fromCharCode(Number.parseInt(sign, 8)) : (escapes[sign] ?? sign.trim()),
    ),
    'latin1',
  );

/** Ligatures are the letters they are made of. */
function counted(text: string): Map<string, number> {
  const letters = text.normalize('NFKC').match(/\p{L}/gu) ?? [];
  return new Map([...Map.groupBy(letters, (letter) => letter)].map(([letter, all]) => [letter, all.length]));
}
