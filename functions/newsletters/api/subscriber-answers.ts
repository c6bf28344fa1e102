import * as z from 'zod/mini';
import { states } from './requests.ts';

/* What the API answers of subscribers. Tests hold the answers and the examples to these schemas. */

const instant = z.iso.datetime({ precision: 0 });
const state = z.enum(states);
const optionalText = z.optional(z.string());

const line = {
  id: z.string(),
  email: z.string(),
  state,
  created: instant,
  name: optionalText,
};

export const subscriberLine = z.strictObject({ ...line, lists: z.array(z.string()) });

export const subscriberList = z.strictObject({
  items: z.array(subscriberLine),
  next: z.nullable(z.string()),
});

const evidence = z.strictObject({
  id: z.string(),
  what: z.string(),
  at: instant,
  asked: z.optional(instant),
  lists: z.optional(z.array(z.string())),
  consent: z.optional(z.strictObject({ wording: z.string(), version: z.string(), page: z.string() })),
  note: optionalText,
  by: optionalText,
});

export const subscriber = z.strictObject({
  ...line,
  lists: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      state: z.enum(['asked', 'on', 'off']),
      at: instant,
      left: z.optional(instant),
    }),
  ),
  confirmed: z.optional(instant),
  left: z.optional(instant),
  pausedUntil: z.optional(instant),
  language: optionalText,
  suppressed: z.optional(
    z.strictObject({
      why: z.enum(['bounce', 'complaint', 'soft']),
      scope: z.enum(['all', 'newsletters']),
      at: instant,
    }),
  ),
  evidence: z.array(evidence),
});

export const growth = z.strictObject({
  lists: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      total: z.int(),
      days: z.array(z.strictObject({ day: z.iso.date(), joined: z.int(), left: z.int() })),
    }),
  ),
});

export const openedImport = z.strictObject({
  id: z.string(),
  expires: instant,
  url: z.url(),
  fields: z.record(z.string(), z.string()),
});

export const importStatus = z.strictObject({
  id: z.string(),
  state: z.enum(['waiting', 'working', 'done', 'stopped']),
  file: z.string(),
  rows: z.nullable(z.int()),
  added: z.int(),
  there: z.int(),
  refused: z.int(),
  refusedRows: z.array(z.url()),
  dryRun: z.optional(z.boolean()),
  why: optionalText,
});

export const exportLinks = z.strictObject({
  url: z.url(),
  suppressions: z.url(),
  evidence: z.url(),
  hashKeys: z.url(),
  expires: instant,
});

export const accepted = z.strictObject({ requested: z.literal(true) });

export const signedUp = z.strictObject({ detail: z.string() });
