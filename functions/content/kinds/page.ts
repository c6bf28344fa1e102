import * as z from 'zod/mini';
import { reservedPaths } from '../../runtime/reserved-paths.ts';
import { about, lines, record } from '../manuscripts/front-matter/fields.ts';
import { language } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import type { KindRules } from './kind.ts';

export interface PageFields {
  title: string;
  standfirst?: string;
  language?: string;
}

const pageInput = record({
  ...everyDocument,
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
});

export const page: KindRules<{ kind: 'page' } & PageFields, z.output<typeof pageInput>> = {
  input: pageInput,
  fields: ({ kind, slug, aliases, replaces, status, draft, ...others }, title) => ({
    kind: 'page',
    ...others,
    title,
  }),
  path: (slug) => `/${encodeURIComponent(slug)}/`,
  hasText: true,
  reserved: reservedPaths,
  lists: ({ slug }) => [{ list: 'pages', sort: slug }],
};
