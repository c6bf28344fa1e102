import * as z from 'zod/mini';
import type { PageFields } from '../contract/document.ts';
import { about, lines, record } from '../manuscripts/front-matter/fields.ts';
import { language } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';

export const pageInput = record({
  ...everyDocument,
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
});

export function pageFields(input: z.output<typeof pageInput>, title: string): { kind: 'page' } & PageFields {
  const { kind, slug, aliases, status, draft, ...rest } = input;
  return { kind: 'page', ...rest, title };
}
