import { type Head, idOf } from './document.ts';

/** Heads by slug, and the slugs at which documents stand by their ids. */
export interface Moves<H extends Head = Head> {
  heads: ReadonlyMap<string, H>;
  slugs: ReadonlyMap<string, string>;
}

type ReadMoves<H extends Head> = (wanted: { slugs: string[]; ids: string[] }) => Promise<Moves<H>>;

/**
 * Reads on from these heads until it shows where their markers lead: as a rule in one call, in two when the document
 * has moved again since. Only markers from before there were ids, and documents that became one, take a call each.
 */
export async function readMoves<H extends Head>(start: Iterable<H>, read: ReadMoves<H>): Promise<Moves<H>> {
  const heads = new Map([...start].map((head) => [head.slug, head]));
  const slugs = new Map<string, string>();
  const asked = { slugs: new Set(heads.keys()), ids: new Set<string>() };
  for (;;) {
    const markers = [...heads.values()].filter(({ status }) => status === 'moved');
    const ids = newOf(markers.map(idOf), asked.ids);
    const targets = newOf(
      markers.flatMap((marker) => slugs.get(idOf(marker)) ?? marker.to ?? []),
      asked.slugs,
    );
    if (!ids.length && !targets.length) return { heads, slugs };
    const found = await read({ slugs: targets, ids });
    for (const [slug, head] of found.heads) heads.set(slug, head);
    for (const [id, slug] of found.slugs) slugs.set(id, slug);
  }
}

/** Those that were not asked for yet; from now on they were. */
function newOf(wanted: string[], asked: Set<string>): string[] {
  const missing = [...new Set(wanted)].filter((key) => !asked.has(key));
  for (const key of missing) asked.add(key);
  return missing;
}

/** Whether a document that stood where the marker leads has left a marker of its own. One that began there later is
 *  another: what the marker led to was deleted. */
const isMarkerSince = (marker: Head, { status, since = '' }: Head & { since?: string }): boolean =>
  status === 'moved' && since < marker.order;

/**
 * What a head leads to: itself, unless it is a marker. Undefined when nothing stands there any more, when another
 * document does, or when markers from before there were ids lead round.
 */
export function presentHead<H extends Head>(head: H, { heads, slugs }: Moves<H>): H | undefined {
  const passed = new Set<string>();
  let current: H | undefined = head;
  while (current?.status === 'moved' && !passed.has(current.slug)) {
    passed.add(current.slug);
    const id = idOf(current);
    const next: H | undefined = heads.get(slugs.get(id) ?? current.to ?? '');
    current = next && (idOf(next) === id || isMarkerSince(current, next)) ? next : undefined;
  }
  return current?.status === 'moved' ? undefined : current;
}
