import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { fileTypeOf } from '../../pictures/file-type.ts';
import { isPicturePath } from '../../pictures/picture.ts';
import { relationshipsIn, relationshipsPart, textParts } from './word-parts.ts';

/** What a Word file may be before anything of it is unpacked. Sizes in bytes. */
const most = {
  file: 20 * 1024 * 1024,
  entries: 2000,
  /** All entries, as they say of themselves; more than that ends reading them. */
  unpacked: 250 * 1024 * 1024,
  /** All XML that is read. */
  xml: 40 * 1024 * 1024,
  /** How many times larger than the file its entries may be, beyond what any small file may have. */
  ratio: 100,
  small: 4 * 1024 * 1024,
  relationships: 4 * 1024 * 1024,
  picture: 25_000_000,
  pictures: 100,
};

/** A Word file whose XML is unpacked, as `mammoth` asks for it. */
export interface OfficeFile {
  /** The XML by the names of its parts. */
  xml: ReadonlyMap<string, string>;
  /** Names of all parts. */
  names: ReadonlySet<string>;
}

/** Unpacks the XML of a Word file, or says what is wrong with it and what to do. */
export async function openOfficeFile(bytes: Uint8Array): Promise<OfficeFile | { why: string }> {
  const other = notWord(bytes);
  if (other) return { why: other };
  const read = async (): Promise<OfficeFile | { why: string }> => {
    const zip = await openZip(bytes);
    const entries = await entriesOf(zip);
    return entries instanceof Map ? readXml(zip, entries) : entries;
  };
  return read().catch(orElse({ why: broken }));
}

/** A picture within a Word file. */
export interface OfficePicture {
  /** Of its part, without folders. */
  name: string;
  size: number;
  /** Empty if it is damaged. */
  read(): Promise<Uint8Array>;
}

/** The pictures of a Word file that the press takes; none of a file that is refused. */
export async function picturesIn(bytes: Uint8Array): Promise<OfficePicture[]> {
  if (notWord(bytes)) return [];
  const list = async (): Promise<OfficePicture[]> => {
    const zip = await openZip(bytes);
    const entries = await entriesOf(zip);
    if (!(entries instanceof Map)) return [];
    const inText = await pictureParts(zip, entries);
    const pictures = [...entries.values()].filter(isPicture).filter(inText).slice(0, most.pictures);
    return pictures.map((entry) => ({
      name: posix.basename(entry.fileName),
      size: entry.uncompressedSize,
      read: () => bytesOf(zip, entry).catch(orElse(new Uint8Array())),
    }));
  };
  return list().catch(orElse<OfficePicture[]>([]));
}

/** A picture with a longer name, or an odd one, counts as missing when the text is read. */
const mediaPart = /(?:^|\/)media\/[\p{L}\p{M}\p{N}_. -]{1,100}$/u;

const isPicture = ({ fileName, uncompressedSize }: Entry): boolean =>
  mediaPart.test(fileName) && isPicturePath(fileName) && uncompressedSize <= most.picture;

/** Whether the text or its notes lead to a picture. Of two that have one name, apart from their folders, neither is
 *  taken: one would stand for the other. */
async function pictureParts(zip: ZipFile, entries: Map<string, Entry>): Promise<(entry: Entry) => boolean> {
  const parts = [...entries.keys()].filter((name) => textParts.test(name));
  const targets = new Map<string, Set<string>>();
  for (const part of parts) {
    const entry = entries.get(relationshipsPart(part));
    if (!entry || entry.uncompressedSize > most.relationships) continue;
    const related = relationshipsIn(new TextDecoder().decode(await bytesOf(zip, entry)), part);
    for (const { target } of related.filter(({ type, target }) => type === 'image' && entries.has(target)))
      targets.set(posix.basename(target), (targets.get(posix.basename(target)) ?? new Set()).add(target));
  }
  return ({ fileName }) => {
    const named = targets.get(posix.basename(fileName));
    return named?.size === 1 && named.has(fileName);
  };
}

const openZip = (bytes: Uint8Array): Promise<ZipFile> =>
  fromBufferPromise(Buffer.from(bytes), { lazyEntries: true, strictFileNames: true });

const bytesOf = async (zip: ZipFile, entry: Entry): Promise<Uint8Array> =>
  buffer(await zip.openReadStreamPromise(entry));

/** yauzl's errors carry no code: each means that the archive is not as it should be. Faults of ours have classes of their
 *  own. */
const orElse =
  <T>(instead: T) =>
  (cause: unknown): T => {
    const isArchive =
      cause instanceof Error &&
      (cause.constructor === Error || ('code' in cause && String(cause.code).startsWith('Z_')));
    if (!isArchive) throw cause;
    return instead;
  };

const broken =
  'This Word file is damaged or cut off and cannot be opened. Open it in Word or LibreOffice, save it again as .docx, and hand that in.';
const encrypted =
  'This Word file is protected with a password, so nobody here can read it. Open it in Word, take the password away (File, Info, Protect Document), save it and hand it in again.';
const macros =
  'This Word file has macros in it, which are programs. Save it as a Word document without macros (.docx) and hand that in.';
const bomb =
  'This Word file unpacks to far more than its size, as files do that are made to do harm. Copy its text into a new document and hand that in.';

function notWord(bytes: Uint8Array): string | undefined {
  if (bytes.length > most.file)
    return 'This file is larger than 20 MB. Make its pictures smaller, or hand it in in parts.';
  const type = fileTypeOf(bytes);
  if (type === 'an old Word document (.doc)')
    return isEncryptedPackage(bytes) ? encrypted : `This is ${type}. Save it as .docx and hand that in.`;
  if (type === 'a spreadsheet (.xlsx)' || type === 'an OpenDocument text (.odt)' || type === 'an EPUB book')
    return `This is ${type}, whatever its name says. Save the text as a Word document (.docx) and hand that in.`;
  if (type === undefined || type.startsWith('a Word') || type === 'a zip archive')
    return type === undefined ? broken : undefined;
  return `This is ${type}, not a Word document (.docx).`;
}

/** Word keeps a protected document in an old container, in a stream of this name in UTF-16. */
const isEncryptedPackage = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));

/** What is in the archive, if it is what it may be. */
async function entriesOf(zip: ZipFile): Promise<Map<string, Entry> | { why: string }> {
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  if (zip.entryCount > most.entries) return { why: bomb };
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    if (entry.isEncrypted()) return { why: encrypted };
    if (unpacked > Math.min(most.unpacked, most.small + zip.fileSize * most.ratio)) return { why: bomb };
    if (entries.has(entry.fileName)) return { why: broken };
    entries.set(entry.fileName, entry);
  }
  return [...entries.keys()].some(isMacro) ? { why: macros } : entries;
}

const isMacro = (name: string) => /(?:^|\/)vbaProject\.bin$/i.test(name);

async function readXml(zip: ZipFile, entries: Map<string, Entry>): Promise<OfficeFile | { why: string }> {
  const parts = [...entries].filter(([name]) => /\.(?:xml|rels)$/i.test(name));
  if (!entries.has('[Content_Types].xml')) return { why: broken };
  if (parts.reduce((sum, [, entry]) => sum + entry.uncompressedSize, 0) > most.xml) return { why: tooLong };
  const xml = new Map<string, string>();
  for (const [name, entry] of parts) {
    const text = new TextDecoder().decode(await bytesOf(zip, entry));
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return { why: entities };
    xml.set(name, text);
  }
  return { xml, names: new Set(entries.keys()) };
}

const tooLong = 'This Word file has too much text for one document. Hand it in in parts.';
const entities =
  'This Word file has declarations in its XML that no Word file has. Copy its text into a new document and hand that in.';
