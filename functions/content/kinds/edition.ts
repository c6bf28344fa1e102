import * as z from 'zod/mini';
import { listings } from '../contract/citations.ts';
import { comingEditions, pressEditions } from '../contract/lists.ts';
import type { PartialDate, Picture } from '../contract/values.ts';
import { about, lines, listOf, record, recordsOf, slug } from '../manuscripts/front-matter/fields.ts';
import { date, language } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import type { KindRules, Remark } from './kind.ts';
import { picture, pictureOrFile } from './picture-words.ts';

/** Documents that readers get at one moment: all of them or none. Its text introduces them. */
export interface EditionFields {
  title: string;
  standfirst?: string;
  /** BCP 47. */
  language?: string;
  /** The date of the moment, once there is one. */
  published?: PartialDate;
  picture?: Picture;
  /** Slugs, in the order in which its page shows them. */
  documents: string[];
}

/** The write that decides names each of them, and a transaction has a hundred actions. */
export const mostDocuments = 40;

const editionInput = record({
  ...everyDocument,
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  published: z.optional(
    about(date(), 'The day on which it goes, from its first minute on, where there is no `publish_at:`.'),
  ),
  documents: about(
    listOf(slug(), mostDocuments),
    `Slugs of the documents that readers get with it, all at one moment or none; \`front\` for the front page. At most ${mostDocuments}. Until then each waits as a draft.`,
  ),
  picture: z.optional(about(pictureOrFile, 'Stands above the text.')),
  pictures: z.optional(
    about(recordsOf(picture, 100), 'Alt text, credit and caption of pictures in the text, by file.'),
  ),
});

export const edition: KindRules<{ kind: 'edition' } & EditionFields, z.output<typeof editionInput>> = {
  input: editionInput,
  fields: ({ kind, slug, aliases, replaces, status, draft, picture, pictures, ...others }, title, lead) => ({
    kind: 'edition',
    ...others,
    title,
    ...(lead && { picture: lead }),
  }),
  remarks,
  path: (slug) => `/editions/${encodeURIComponent(slug)}/`,
  /** Beside the pages of editions stand those of their list. */
  reserved: new Set(['from']),
  lists({ slug, fields: { documents }, published, at }) {
    const sort = `${published ?? at}#${slug}`;
    return [{ list: pressEditions, sort }, ...listings(documents, sort)];
  },
  waits: ({ slug }) => [{ list: comingEditions, sort: slug }],
};

function remarks(
  { documents }: EditionFields,
  { aliases = [], replaces = [] }: { aliases?: string[]; replaces?: string[] },
): Remark[] {
  if (!documents.length) return [{ level: 'error', at: 'documents', text: withoutDocuments }];
  const both = (at: string, slugs: string[]) =>
    documents.flatMap((slug, place): Remark[] =>
      slugs.includes(slug) ? [{ level: 'error', at: `documents/${place}`, text: ownDocument(slug, at) }] : [],
    );
  return [...both('replaces', replaces), ...both('aliases', aliases)];
}

const ownDocument = (slug: string, at: string): string =>
  `It brings out “${slug}” and takes its address as well, by \`${at}:\`. Take “${slug}” out of one of the two.`;

const withoutDocuments =
  'It names no documents, so nothing would go with it. Write their slugs, such as `documents: [rent-strike, front]`.';
