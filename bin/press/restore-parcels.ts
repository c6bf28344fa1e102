import type { Handed } from './gather.ts';
import type { SavedDocument } from './read-backup.ts';
import { distinct, fits, stretchesOf } from './restore-stretches.ts';

/** Uploads to be sent one after the other, and how many documents are whole when all have come. */
export interface Chain {
  uploads: Handed[][];
  documents: number;
}

export interface Parcels {
  chains: Chain[];
  /** Slugs of documents that no uploads can bring. */
  tooLarge: string[];
}

const mostDocuments = 20;

/** Short pasts go together, a past too long for one upload goes in several.
 *  @param standing How many revisions of a document the press has already. */
export function parcelsOf(saved: SavedDocument[], standing: (slug: string) => number): Parcels {
  const chains: Chain[] = [];
  const tooLarge: string[] = [];
  let open: Chain | undefined;
  for (const one of saved) {
    const { slug } = one.history;
    const uploads = stretchesOf(one, standing(slug));
    const together = distinct([...(open?.uploads[0] ?? []), ...(uploads?.[0] ?? [])]);
    if (!uploads) tooLarge.push(slug);
    else if (uploads.length > 1) chains.push({ uploads, documents: 1 });
    else if (open && open.documents < mostDocuments && fits(together)) {
      open.uploads = [together];
      open.documents += 1;
    } else {
      open = { uploads, documents: 1 };
      chains.push(open);
    }
  }
  return { chains, tooLarge };
}
