import * as z from 'zod/mini';

/** In bytes of UTF-8: 1 MiB, which a thousand printed pages do not fill. */
export const longestText = 1_048_576;

/** Word processors' files are no text: nobody writes one in a browser. */
const isOffice = (name: string) => /\.(?:docx?|docm|odt|ott|fodt|rtf|pdf|pages)$/i.test(name);

const nameText = 'has to be a file’s name, such as rent.md: its ending says how the text is read';

export const textToPreview = z.strictObject(
  {
    name: z.string(nameText).check(
      z.minLength(1, nameText),
      z.maxLength(300, 'has to be at most 300 characters long'),
      z.refine((name) => !isOffice(name), {
        error:
          'names a file that is no text: hand it in with POST /api/uploads, as a draft, and look at that. What can be previewed as it is written ends in .md, .html or .txt',
      }),
      z.refine((name) => isOffice(name) || /\.(?:md|markdown|html?|xhtml|txt)$/i.test(name), {
        error: 'has to end in .md, .html or .txt, which says how the text is read',
      }),
    ),
    text: z.string('has to be the text').check(
      z.refine((text) => Buffer.byteLength(text) <= longestText, {
        error: 'is too long to be previewed: at most 1 MiB. Hand it in instead',
      }),
    ),
    slug: z.optional(
      z.string('has to be a slug').check(z.minLength(1, 'cannot be empty'), z.maxLength(300, 'is too long')),
    ),
  },
  'The request has to be {"name": "rent.md", "text": "…"}, with "slug" where it is a version of a document.',
);
