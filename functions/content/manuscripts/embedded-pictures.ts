import { formatOf } from './manuscript-format.ts';
import type { OfficePicture } from './office/open-archive.ts';
import { shownInOpenDocument } from './opendocument/shown-pictures.ts';
import { shownInWord } from './word/shown-pictures.ts';

/** The pictures that stand in the document itself and are shown by it; none of a file that is refused. */
export async function embeddedPictures(document: {
  name: string;
  bytes: Uint8Array;
}): Promise<OfficePicture[]> {
  switch (formatOf(document)) {
    case 'word':
      return shownInWord(document.bytes);
    case 'opendocument':
      return shownInOpenDocument(document.bytes);
    default:
      return [];
  }
}
