import { aPdfOf } from '../../functions/content/pdf/a-pdf.ts';

/** PDFs that pieces bring, which many of them share; of one page and of two. */
export interface Bulletin {
  name: string;
  bytes: Buffer;
  pages: number;
}

export const bulletinCount = 2;

/** A strip of paper: its cover is as high as any may be and has few pixels. */
const mediaBox = '[0 0 30 2000]';
const another = `<</Type/Page/Parent 2 0 R/MediaBox${mediaBox}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>`;

/** @param at Its number. */
export function bulletin(at: number): Bulletin {
  const content = `BT /F1 24 Tf 5 1900 Td (Bulletin ${at}) Tj ET`;
  const more = at ? { more: [another], pages: '/Kids[3 0 R 6 0 R]/Count 2' } : {};
  return { name: `bulletin-${at}.pdf`, bytes: aPdfOf({ content, mediaBox, ...more }), pages: at ? 2 : 1 };
}

/** What a reader is told of it and finds behind its address: as in `200, 2 pages, 1 KB, Bulletin 1`. */
export function bulletinSeen(at: number): string {
  const { bytes, pages } = bulletin(at);
  return `200, ${pages} ${pages === 1 ? 'page' : 'pages'}, ${Math.round(bytes.length / 1000)} KB, Bulletin ${at}`;
}

/** What is told of it where its text cannot be seen: as in `bulletin-1.pdf, 811 bytes`. */
export function bulletinTold(at: number): string {
  const { name, bytes } = bulletin(at);
  return `${name}, ${bytes.length} bytes`;
}
