import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { isPicturePath } from '../../pictures/picture.ts';
import { nestingOf } from './xml-nesting.ts';

/** What a document may be before anything of it is unpacked. Sizes in bytes. */
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
  picture: 25_000_000,
  pictures: 100,
  /** Elements within each other. Tables within tables take some ten for each. */
  levels: 1000,
};

/** A format of documents that are zip archives of XML. */
export interface ArchiveFormat {
  /** Why these bytes are none, as far as their beginning shows it. */
  refusalOf(bytes: Uint8Array): string | undefined;
  /** A part that every file of the format has. */
  demanded: string;
  isXml(part: string): boolean;
  isMacro(part: string): boolean;
  /** Declarations that no XML of the format has. */
  forbidden: RegExp;
  /** Whether a part may be a picture, by its name: one with a longer name, or an odd one, counts as missing. */
  pictures: RegExp;
  /** What is wrong, and what to do. */
  says: Record<'broken' | 'another' | 'encrypted' | 'macros' | 'bomb' | 'tooLong' | 'declarations', string>;
}

export const tooLarge = 'This file is larger than 20 MB. Make its pictures smaller, or hand it in in parts.';

const empty = 'This file is empty: nothing is saved in it. Hand in the one that has the text.';

const tooDeep =
  'Something in this file is nested too deeply to read. Copy its text into a new document and hand that in.';

/** A document whose XML is unpacked. */
export interface OfficeFile {
  /** The XML by the names of its parts. */
  xml: ReadonlyMap<string, string>;
  /** Names of all parts. */
  names: ReadonlySet<string>;
}

/** Why a file is not read, and what to do. */
export interface Refusal {
  why: string;
}

/** Unpacks the XML of a document. */
export async function openArchive(bytes: Uint8Array, format: ArchiveFormat): Promise<OfficeFile | Refusal> {
  const read = async (): Promise<OfficeFile | Refusal> => {
    const archive = await entriesOf(bytes, format);
    return 'why' in archive ? archive : readXml(archive, format);
  };
  return read().catch(orElse({ why: format.says.broken }));
}

/** A picture within a document. */
export interface OfficePicture {
  /** Of its part, without folders. */
  name: string;
  size: number;
  /** Empty if it is damaged. */
  read(): Promise<Uint8Array>;
}

/** The pictures of a document that the press takes and that are wanted; none of a file that is refused. */
export async function picturesOf(
  bytes: Uint8Array,
  format: ArchiveFormat,
  isWanted: (part: string) => boolean,
): Promise<OfficePicture[]> {
  const list = async (): Promise<OfficePicture[]> => {
    const archive = await entriesOf(bytes, format);
    if ('why' in archive) return [];
    const { zip, entries } = archive;
    const pictures = [...entries.values()].filter(
      (entry) => isPicture(entry, format) && isWanted(entry.fileName),
    );
    return pictures.slice(0, most.pictures).map((entry) => ({
      name: posix.basename(entry.fileName),
      size: entry.uncompressedSize,
      read: () => bytesOf(zip, entry).catch(orElse(new Uint8Array())),
    }));
  };
  return list().catch(orElse<OfficePicture[]>([]));
}

const isPicture = ({ fileName, uncompressedSize }: Entry, { pictures }: ArchiveFormat): boolean =>
  pictures.test(fileName) && isPicturePath(fileName) && uncompressedSize <= most.picture;

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

interface Archive {
  zip: ZipFile;
  entries: Map<string, Entry>;
}

/** What is in the archive, if it is what it may be. */
async function entriesOf(bytes: Uint8Array, format: ArchiveFormat): Promise<Archive | Refusal> {
  const { says } = format;
  if (bytes.length > most.file) return { why: tooLarge };
  if (!bytes.length) return { why: empty };
  const other = format.refusalOf(bytes);
  if (other) return { why: other };
  const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true, strictFileNames: true });
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  if (zip.entryCount > most.entries) return { why: says.bomb };
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    if (entry.isEncrypted()) return { why: says.encrypted };
    if (unpacked > Math.min(most.unpacked, most.small + zip.fileSize * most.ratio)) return { why: says.bomb };
    if (entries.has(entry.fileName)) return { why: says.broken };
    entries.set(entry.fileName, entry);
  }
  return [...entries.keys()].some(format.isMacro) ? { why: says.macros } : { zip, entries };
}

async function readXml({ zip, entries }: Archive, format: ArchiveFormat): Promise<OfficeFile | Refusal> {
  const { says } = format;
  const parts = [...entries].filter(([name]) => format.isXml(name));
  if (!entries.has(format.demanded)) return { why: says.another };
  if (parts.reduce((sum, [, entry]) => sum + entry.uncompressedSize, 0) > most.xml)
    return { why: says.tooLong };
  const xml = new Map<string, string>();
  for (const [name, entry] of parts) {
    const text = new TextDecoder().decode(await bytesOf(zip, entry));
    if (format.forbidden.test(text)) return { why: says.declarations };
    if (nestingOf(text) > most.levels) return { why: tooDeep };
    xml.set(name, text);
  }
  return { xml, names: new Set(entries.keys()) };
}
