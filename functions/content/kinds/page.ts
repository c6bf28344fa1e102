import * as z from 'zod/mini';
import { reservedPaths } from '../../runtime/reserved-paths.ts';
import { slugOf } from '../../runtime/slug.ts';
import { pagesAbout } from '../contract/lists.ts';
import type { Picture } from '../contract/values.ts';
import { about, lines, name, record, recordsOf } from '../manuscripts/front-matter/fields.ts';
import { language } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import { type FileFields, fileWords } from './file-words.ts';
import type { KindRules } from './kind.ts';
import { picture, pictureOrFile } from './picture-words.ts';

export interface PageFields extends FileFields {
  title: string;
  standfirst?: string;
  language?: string;
  /** The author whom it is about: over what they have written stand its standfirst and picture. */
  author?: string;
  /** Stands above the text. */
  picture?: Picture;
}

const pageInput = record({
  ...everyDocument,
  ...fileWords,
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  author: z.optional(
    about(
      name(120),
      'An author by name, whom it is about: its standfirst and picture stand over the list of what they have written.',
    ),
  ),
  picture: z.optional(about(pictureOrFile, 'Stands above the text.')),
  pictures: z.optional(
    about(recordsOf(picture, 100), 'Alt text, credit and caption of pictures in the text, by file.'),
  ),
});

export const page: KindRules<{ kind: 'page' } & PageFields, z.output<typeof pageInput>> = {
  input: pageInput,
  fields(
    { kind, slug, aliases, replaces, status, draft, picture, pictures, file: _, ...others },
    title,
    lead,
    _show,
    file,
  ) {
    const fields = { kind: 'page' as const, ...others, title };
    return { ...fields, ...(lead && { picture: lead }), ...(file && { file }) };
  },
  path: (slug) => `/${encodeURIComponent(slug)}/`,
  hasText: true,
  reserved: reservedPaths,
  lists: ({ slug, fields: { author } }) => [
    { list: 'pages', sort: slug },
    ...(author === undefined ? [] : [{ list: pagesAbout(slugOf(author)), sort: slug }]),
  ],
};
