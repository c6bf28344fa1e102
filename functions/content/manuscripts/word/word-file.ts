import { fileTypeOf } from '../../pictures/file-type.ts';
import { type ArchiveFormat, type OfficeFile, openArchive, type Refusal } from '../office/open-archive.ts';

const says: ArchiveFormat['says'] = {
  broken:
    'This Word file is damaged or cut off and cannot be opened. Open it in Word or LibreOffice, save it again as .docx, and hand that in.',
  another:
    'This is a zip archive of other files, not a Word document (.docx). If your texts are in it, unpack it and hand them in.',
  encrypted:
    'This Word file is protected with a password, so nobody here can read it. Open it in Word, take the password away (File, Info, Protect Document), save it and hand it in again.',
  macros:
    'This Word file has macros in it, which are programs. Save it as a Word document without macros (.docx) and hand that in.',
  bomb: 'This Word file unpacks to far more than its size, as files do that are made to do harm. Copy its text into a new document and hand that in.',
  tooLong: 'This Word file has too much text for one document. Hand it in in parts.',
  declarations:
    'This Word file has declarations in its XML that no Word file has. Copy its text into a new document and hand that in.',
};

/** As the Open Packaging Conventions have them. */
export const wordFormat: ArchiveFormat = {
  refusalOf: notWord,
  demanded: '[Content_Types].xml',
  isXml: (part) => /\.(?:xml|rels)$/i.test(part),
  isMacro: (part) => /(?:^|\/)vbaProject\.bin$/i.test(part),
  forbidden: /<!(?:DOCTYPE|ENTITY)/i,
  pictures: /(?:^|\/)media\/[\p{L}\p{M}\p{N}_. -]{1,100}$/u,
  says,
};

/** Unpacks the XML of a Word file, or says what is wrong with it and what to do. */
export const openWordFile = (bytes: Uint8Array): Promise<OfficeFile | Refusal> =>
  openArchive(bytes, wordFormat);

function notWord(bytes: Uint8Array): string | undefined {
  const type = fileTypeOf(bytes);
  if (type === 'an old Word document (.doc)')
    return isEncryptedPackage(bytes) ? says.encrypted : `This is ${type}. Save it as .docx and hand that in.`;
  if (type === 'an OpenDocument text (.odt)')
    return `This is ${type}, whatever its name says. Give it a name that ends in .odt and hand that in.`;
  if (type === 'a spreadsheet (.xlsx)' || type === 'an EPUB book')
    return `This is ${type}, whatever its name says. Save the text as a Word document (.docx) and hand that in.`;
  if (type === undefined || type.startsWith('a Word') || type === 'a zip archive')
    return type === undefined ? says.broken : undefined;
  return `This is ${type}, not a Word document (.docx).`;
}

/** Word keeps a protected document in an old container, in a stream of this name in UTF-16. */
const isEncryptedPackage = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
