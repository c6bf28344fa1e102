import * as z from 'zod/mini';

/** In UTC, to the second. */
const instant = z.iso.datetime({ precision: 0 });
const slug = z.string();

/** A document without which the edition cannot go, or went, and why: the words end a sentence that its slug begins. */
const unready = z.strictObject({ slug, why: z.string() });

/** A document of an edition: it becomes live with it (`goes`), readers have it already, or the edition cannot go with it. */
const member = z.strictObject({
  slug,
  title: z.optional(z.string()),
  kind: z.optional(z.string()),
  state: z.enum(['goes', 'live', 'not ready']),
  /** The revision that goes. */
  revision: z.optional(z.int()),
  why: z.optional(z.string()),
});

/** How far an edition is: `failed` had its moment, and went nowhere; of one that is `going` some documents are left to
 *  follow. `at` is its moment. */
export const edition = z.strictObject({
  state: z.enum(['draft', 'scheduled', 'failed', 'going', 'gone']),
  at: z.optional(instant),
  notReady: z.optional(z.array(unready)),
});

/** The same with each of its documents as it stands now. */
export const editionWithDocuments = z.strictObject({ ...edition.shape, documents: z.array(member) });
