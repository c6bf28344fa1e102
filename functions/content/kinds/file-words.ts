import * as z from 'zod/mini';
import type { AttachedFile } from '../contract/values.ts';
import { about, line, record } from '../manuscripts/front-matter/fields.ts';

/** What a document that brings a PDF stores of it. */
export interface FileFields {
  file?: AttachedFile;
}

/** What the front matter says of the PDF. */
export type FileWords = z.output<typeof words>;

const words = record({
  file: about(line(300), 'The PDF as it lies beside the manuscript: no-12.pdf'),
  alt: z.optional(about(line(1000), 'What its first page shows, for people who do not see it.')),
});

const pdfOrFile = z.pipe(
  z.union([line(300), words], { error: 'must be a PDF’s name, or file and alt' }),
  z.transform((value): FileWords => (typeof value === 'string' ? { file: value } : value)),
);

/** Of every kind whose documents may bring a PDF. */
export const fileWords = {
  file: z.optional(about(pdfOrFile, 'A PDF that comes with the text: readers get it, with its cover.')),
};
