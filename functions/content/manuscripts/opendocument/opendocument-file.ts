import { fileTypeOf } from '../../pictures/file-type.ts';
import { type ArchiveFormat, type OfficeFile, openArchive, type Refusal } from '../office/open-archive.ts';

const says: ArchiveFormat['says'] = {
  broken:
    'This OpenDocument file is damaged or cut off and cannot be opened. Open it in LibreOffice or Word, save it again as .odt, and hand that in.',
  another:
    'This is a zip archive of other files, not an OpenDocument text (.odt). If your texts are in it, unpack it and hand them in.',
  encrypted:
    'This OpenDocument file is protected with a password, so nobody here can read it. Open it in LibreOffice, save it without the password (File, Save As, without a tick at “Save with password”) and hand it in again.',
  macros:
    'This OpenDocument file has macros in it, which are programs. Copy its text into a new document, save that as .odt and hand it in.',
  bomb: 'This OpenDocument file unpacks to far more than its size, as files do that are made to do harm. Copy its text into a new document and hand that in.',
  tooLong: 'This OpenDocument file has too much text for one document. Hand it in in parts.',
  declarations:
    'This OpenDocument file has declarations in its XML that no such file has. Copy its text into a new document and hand that in.',
};

const manifest = 'META-INF/manifest.xml';

/** As OpenDocument 1.3, part 2, has it. */
export const openDocumentFormat: ArchiveFormat = {
  refusalOf: notOpenDocument,
  demanded: manifest,
  isXml: (part) => part === manifest || /^(?:Object \d+\/)?(?:content|styles|meta)\.xml$/.test(part),
  // Libraries without modules are in many files.
  isMacro: (part) => /^Basic\/[^/]+\/(?!(?:script|dialog)-lb\.xml$)[^/]+|^Scripts\/.+\.\w+$/.test(part),
  // The DOCTYPE of formulas, and of files of OpenOffice 2, names a DTD that nobody reads.
  forbidden: /<!ENTITY|<!DOCTYPE[^>[]*\[/i,
  pictures: /^Pictures\/[\p{L}\p{M}\p{N}_. -]{1,100}$/u,
  says,
};

/** Unpacks the XML of an OpenDocument text, or says what is wrong with it and what to do. */
export async function openOpenDocumentFile(bytes: Uint8Array): Promise<OfficeFile | Refusal> {
  const file = await openArchive(bytes, openDocumentFormat);
  if ('why' in file) return file;
  // Its parts are encrypted each, or all of it in one; the archive itself is not.
  if (/<(?:\w+:)?encryption-data[\s>]/.test(file.xml.get(manifest) ?? '')) return { why: says.encrypted };
  return file.xml.has('content.xml') ? file : { why: says.broken };
}

function notOpenDocument(bytes: Uint8Array): string | undefined {
  const type = fileTypeOf(bytes);
  if (type === 'an OpenDocument text (.odt)' || type === 'a zip archive') return undefined;
  if (type === 'a Word document (.docx)')
    return `This is ${type}, whatever its name says. Give it a name that ends in .docx and hand that in.`;
  if (type === 'an old Word document (.doc)')
    return `This is ${type}. Save it as .odt or .docx and hand that in.`;
  if (isFlat(bytes))
    return 'This is a flat OpenDocument file (.fodt). Open it in LibreOffice, save it as .odt, and hand that in.';
  return type === undefined ? says.broken : `This is ${type}, not an OpenDocument text (.odt).`;
}

/** All of a document in one file of XML. */
const isFlat = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 4096)).toString('latin1').includes('<office:document ');
