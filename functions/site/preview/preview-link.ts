import * as z from 'zod/mini';

/** What the address of a preview says: it needs no row, and nobody can make one up. */
export interface PreviewLink {
  slug: string;
  /** Of the document: another may begin at its slug. */
  id: string;
  revision: number;
  /** ISO instants. */
  made: string;
  expires: string;
  /** The slug under which the revision was made, where an editor named it; absent: it is what waited. */
  from?: string;
  /** An editor made it: it shows what others have handed in for the same moment. */
  withOthers: boolean;
}

/** Keeps its signatures apart from those of other links. */
export const previewPurpose = 'preview';

/** Milliseconds: a week, in which colleagues read it. */
export const previewLife = 7 * 86_400_000;

const parts = z.tuple([
  z.string(),
  z.string(),
  z.int().check(z.positive()),
  z.iso.datetime(),
  z.iso.datetime(),
  z.nullable(z.string()),
  z.boolean(),
]);

export const textOf = ({ slug, id, revision, made, expires, from, withOthers }: PreviewLink): string =>
  Buffer.from(JSON.stringify([slug, id, revision, made, expires, from ?? null, withOthers])).toString(
    'base64url',
  );

/** Undefined for what `textOf` did not make. */
export function linkIn(text: string): PreviewLink | undefined {
  const { data } = parts.safeParse(jsonIn(Buffer.from(text, 'base64url').toString()));
  if (!data) return undefined;
  const [slug, id, revision, made, expires, from, withOthers] = data;
  return { slug, id, revision, made, expires, withOthers, ...(from !== null && { from }) };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
