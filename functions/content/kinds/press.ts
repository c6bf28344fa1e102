import * as z from 'zod/mini';
import {
  about,
  line,
  lines,
  listOf,
  name,
  record,
  recordsOf,
  slug,
} from '../manuscripts/front-matter/fields.ts';
import { language } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import type { KindRules } from './kind.ts';

export interface PressFields {
  title: string;
  strapline?: string;
  language?: string;
  /** Sections in the order of the navigation. */
  sections?: string[];
  /** Standing pages (slugs) that the footer names. */
  pages?: { slug: string; title: string }[];
  colours?: { accent?: string; paper?: string; ink?: string };
  sender?: string;
  lists?: { name: string; title: string }[];
  licence?: string;
  /** Postal address, imprint and the like, printed in the footer. */
  imprint?: string;
}

/** Colours go into the site's styles, so nothing but a hexadecimal colour is one. */
const colour = () =>
  line(7).check(
    z.regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i, { error: 'must be a colour such as "#b3261e", in quotes' }),
  );

/** An address, or a name and an address: `The Lantern <post@lantern.example>`. */
const sender = () =>
  line(320).check(
    z.regex(/^(?:[^<>\s@,;]+@[^<>\s@,;]+\.[^<>\s@,;]+|[^<>@,;]+<[^<>\s@,;]+@[^<>\s@,;]+\.[^<>\s@,;]+>)$/, {
      error: 'must be a mail address, such as post@lantern.example',
    }),
  );

const pressInput = record({
  ...everyDocument,
  strapline: z.optional(about(line(300), 'Stands under the name.')),
  language: z.optional(about(language(), 'BCP 47, such as en or pt-BR.')),
  sections: z.optional(about(listOf(name(80), 30), 'In the order of the navigation.')),
  pages: z.optional(
    about(recordsOf(record({ slug: slug(), title: line(120) }), 30), 'Pages that the footer names.'),
  ),
  colours: z.optional(
    about(
      record({ accent: z.optional(colour()), paper: z.optional(colour()), ink: z.optional(colour()) }),
      'Of the site, such as "#b3261e".',
    ),
  ),
  sender: z.optional(about(sender(), 'The address that mail is sent from.')),
  lists: z.optional(about(recordsOf(record({ name: slug(), title: line(120) }), 20), 'Mailing lists.')),
  licence: z.optional(about(line(200), 'Of all that names none of its own.')),
  imprint: z.optional(about(lines(2000), 'Postal address and the like; stands in the footer.')),
});

export const press: KindRules<{ kind: 'press' } & PressFields, z.output<typeof pressInput>> = {
  input: pressInput,
  fields: ({ kind, slug, aliases, replaces, status, draft, ...others }, title) => ({
    kind: 'press',
    ...others,
    title,
  }),
  path: () => '/',
  single: true,
};
