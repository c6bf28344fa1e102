import * as z from 'zod/mini';
import type { PageFields } from './document.ts';
import { everyDocument } from './every-document.ts';
import { about, lines, record } from './fields.ts';
import { language } from './single-values.ts';

export const pageInput = record({
  ...everyDocument,
  standfirst: z.optional(about(lines(1000), 'A sentence or two under the title.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
});

export function pageFields(input: z.output<typeof pageInput>, title: string): { kind: 'page' } & PageFields {
  const { kind, slug, aliases, status, draft, ...rest } = input;
  return { kind: 'page', ...rest, title };
}
