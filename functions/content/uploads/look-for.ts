import type { StoredHead } from '../contract/document.ts';
import { type Claim, type Known, slugsOf } from '../documents/identity.ts';
import type { ContentStore } from '../ports.ts';

/** How far a slug is followed that has moved; each step is a read. */
const mostSteps = 3;

/** Everything that tells which documents these are: their names, their slugs, and where those lead. */
export async function lookFor(claims: Claim[], content: ContentStore): Promise<Known> {
  if (!claims.length) return { heads: new Map(), names: new Map() };
  const heads = new Map<string, StoredHead>();
  let slugs = claims.flatMap(slugsOf);
  const first = await content.look({ slugs, names: claims.map(({ name }) => name) });
  for (const [slug, head] of first.heads) heads.set(slug, head);
  const asked = new Set(slugs);
  slugs = [...first.names.values()];
  for (let step = 0; step < mostSteps; step++) {
    const wanted = [...slugs, ...targetsOf(heads)].filter((slug) => !asked.has(slug));
    if (!wanted.length) break;
    for (const [slug, head] of (await content.look({ slugs: wanted, names: [] })).heads)
      heads.set(slug, head);
    for (const slug of wanted) asked.add(slug);
  }
  return { heads, names: first.names };
}

const targetsOf = (heads: Map<string, StoredHead>): string[] =>
  [...heads.values()].flatMap(({ to }) => to ?? []);
