import * as z from 'zod/mini';
import { about, line, record } from '../manuscripts/front-matter/fields.ts';

const pictureWords = {
  file: about(line(300), 'The file as it lies beside the manuscript: pictures/march.jpg'),
  alt: z.optional(
    about(
      z
        .string({ error: 'must be text' })
        .check(z.trim(), z.maxLength(1000, { error: 'must be at most 1000 characters long' })),
      'What the picture shows, for people who do not see it.',
    ),
  ),
  credit: z.optional(line(300)),
  caption: z.optional(line(1000)),
};

/** What the front matter says of one picture. */
export type PictureWords = z.output<typeof picture>;
export const picture = record(pictureWords);

/** The picture above a text, by its file's name or with words of its own. */
export const pictureOrFile = z.pipe(
  z.union([line(300), picture], { error: 'must be a file’s name, or file, alt, credit and caption' }),
  z.transform((value): PictureWords => (typeof value === 'string' ? { file: value } : value)),
);
