import * as z from 'zod/mini';
import { reservedListNames } from '../../runtime/reserved-paths.ts';
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
import { language, timeZone, whole, yesNo } from '../manuscripts/front-matter/single-values.ts';
import { everyDocument } from './every-document.ts';
import type { KindRules, Remark } from './kind.ts';

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
  /** One of them at most is default, and none has a reserved name, unless the document is older than that rule. */
  lists?: MailingListFields[];
  limits?: LimitsFields;
  /** Name of the IANA database; dates and times are shown in it. */
  timezone?: string;
  licence?: string;
  /** Postal address, imprint and the like, printed in the footer. */
  imprint?: string;
}

export interface MailingListFields {
  /** Its address is `/newsletters/{name}`. */
  name: string;
  title: string;
  /** What it is. */
  about?: string;
  /** How often it comes, in words. */
  frequency?: string;
  /** Who names no list gets this one. */
  default?: boolean;
  /** False for a members' list: its issues are not shown. */
  archive?: boolean;
}

/** What is missing has the usual value of the room that keeps the limit. */
export interface LimitsFields {
  /** Confirmation letters an address gets in a day. */
  confirmations?: number;
  /** Sign-ups from one network in ten minutes. */
  signups?: number;
  /** Confirmation letters an hour, all together; more of them wait. */
  hourly?: number;
  /** Bookings of any kind from one network in ten minutes. */
  bookings?: number;
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

const mailingList = () =>
  record({
    name: slug(),
    title: line(120),
    about: z.optional(line(300)),
    frequency: z.optional(line(80)),
    default: z.optional(yesNo()),
    archive: z.optional(yesNo()),
  });

const limits = () =>
  record({
    confirmations: z.optional(whole(1, 20)),
    signups: z.optional(whole(1, 10_000)),
    hourly: z.optional(whole(10, 1_000_000)),
    bookings: z.optional(whole(1, 10_000)),
  });

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
  sender: z.optional(
    about(sender(), "The address that mail is sent from; without it one at the site's host."),
  ),
  lists: z.optional(
    about(
      recordsOf(mailingList(), 20),
      'Mailing lists: what each is, and how often it comes. `default: yes` is for who names none; `archive: no` is for members: its issues are not shown.',
    ),
  ),
  limits: z.optional(
    about(
      limits(),
      'Against people who sign up others: confirmation letters a day for one address (3), sign-ups in ten minutes from one network (20), confirmation letters an hour in all (1000; more wait). And bookings in ten minutes from one network (6).',
    ),
  ),
  timezone: z.optional(
    about(timeZone(), 'Such as Europe/Dublin: dates are shown in it, and what is scheduled goes by it.'),
  ),
  licence: z.optional(about(line(200), 'Of all that names none of its own.')),
  imprint: z.optional(about(lines(2000), 'Postal address and the like; stands in the footer.')),
});

function remarks({ lists = [], sender, imprint }: PressFields): Remark[] {
  const defaults = lists.filter((list) => list.default);
  const [, second] = defaults;
  return [
    ...lists.flatMap(({ name }, index) => nameRemarks(name, index, lists)),
    ...(second
      ? [
          error(
            `lists/${lists.indexOf(second)}/default`,
            `Two lists are default, and who names none gets one: ${defaults.map(({ name }) => `“${name}”`).join(', ')}. Leave \`default: yes\` with one of them.`,
          ),
        ]
      : []),
    ...(lists.length && !sender
      ? [
          warning(
            'There are mailing lists, but no letter can leave: say where it comes from, as in `sender: The Lantern <post@lantern.example>`.',
          ),
        ]
      : []),
    ...(lists.length && !imprint
      ? [
          warning(
            'There are mailing lists, but no postal address, which has to stand in every letter. Add it as `imprint:`.',
          ),
        ]
      : []),
  ];
}

function nameRemarks(name: string, index: number, lists: readonly MailingListFields[]): Remark[] {
  const at = `lists/${index}/name`;
  if (reservedListNames.has(name))
    return [
      error(
        at,
        `No list can be called “${name}”: the address /newsletters/${name} is needed by the site itself. Set another, such as \`name: ${name}-news\`.`,
      ),
    ];
  if (lists.findIndex((other) => other.name === name) < index)
    return [
      error(at, `Two lists are called “${name}”. People are on a list by its name: give each its own.`),
    ];
  return [];
}

const error = (at: string, text: string): Remark => ({ level: 'error', at, text });
const warning = (text: string): Remark => ({ level: 'warning', at: 'lists', text });

export const press: KindRules<{ kind: 'press' } & PressFields, z.output<typeof pressInput>> = {
  input: pressInput,
  fields: ({ kind, slug, aliases, replaces, status, draft, ...others }, title) => ({
    kind: 'press',
    ...others,
    title,
  }),
  remarks,
  path: () => '/',
  single: true,
};
