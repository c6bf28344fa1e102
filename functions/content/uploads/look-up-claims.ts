import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { StoredHead } from '../contract/document.ts';
import { presentHead, readMoves } from '../contract/moves.ts';
import { revisionIdIn } from '../contract/revision-id.ts';
import { bodyKey } from '../documents/archive-keys.ts';
import {
  type Claim,
  type Known,
  namedSlugs,
  slugFromTitle,
  slugsOf,
  unreadHeads,
} from '../documents/claim.ts';
import { likenessOf } from '../documents/likeness.ts';
import { commonFields } from '../kinds/kinds.ts';
import type { ReadManuscript } from '../manuscripts/read-manuscript.ts';
import type { Archive, ContentStore } from '../ports.ts';
import { listsIn, namedIn, sectionsIn } from './named-documents.ts';
import type { DeclaredFile, Upload } from './upload.ts';

export interface LookUpDeps {
  content: Pick<ContentStore, 'lookUp'>;
  archive: Pick<Archive, 'body'>;
}

/** Claim: what the manuscript says of itself that tells which document it is. @param publishAt When it is to be live. */
export function claimOf(
  upload: Upload,
  { name, basedOn }: DeclaredFile,
  { fields, slug, aliases, replaces, draft, body }: ReadManuscript,
  publishAt?: string,
): Claim {
  const { title, written, published, language } = commonFields(fields);
  const claim = { name, kind: fields.kind, title, slug, aliases, replaces, language, written, published };
  const text = { body: bodyKey(body), likeness: likenessOf(body) };
  const isToCome = publishAt !== undefined && publishAt > upload.opened;
  const names = [
    ...namedIn(fields).map((named) => named.slug),
    ...(sectionsIn(fields).length + listsIn(fields).length ? ['press'] : []),
    ...(basedOn === undefined ? [] : [revisionIdIn(basedOn)?.slug ?? []].flat()),
  ];
  const isDraft = !upload.editor || draft || isToCome || fields.kind === 'edition';
  return { ...claim, ...text, names, draft: isDraft };
}

/** How many bodies are read at once; each may have some megabytes. */
const bodyConcurrency = 4;

/** Look up: what tells which documents are claimed: the files' names, the slugs, where those lead, and the texts whose
 *  likeness is to be judged. */
export async function lookUp(claims: Claim[], { content, archive }: LookUpDeps): Promise<Known> {
  const nothing = new Map<string, never>();
  if (!claims.length) return { heads: nothing, filenames: nothing, namesakes: nothing, likenesses: nothing };
  const slugs = claims.flatMap(slugsOf);
  const wanted = claims.map((claim) => ({ name: claim.name, title: slugFromTitle(claim) }));
  const { filenames, namesakes, ...claimed } = await content.lookUp({ slugs, filenames: wanted });
  const named = claims.flatMap((claim) => namedSlugs(claim, { filenames, namesakes }));
  const others = [...new Set(named)].filter((slug) => !slugs.includes(slug));
  const further = others.length ? await content.lookUp({ slugs: others, filenames: [] }) : undefined;
  const moves = await readLeads([...claimed.heads.values(), ...(further?.heads.values() ?? [])], content);
  const names = { ...moves, filenames, namesakes };
  const unread = claims.flatMap((claim) => unreadHeads(claim, { ...names, likenesses: nothing }));
  return { ...names, likenesses: await likenessesOf(unread, archive) };
}

/** The heads by slug, as they are stored, and where the markers among them lead. */
export async function readLeads(
  found: StoredHead[],
  content: LookUpDeps['content'],
): Promise<Required<Pick<Known, 'heads' | 'leads'>>> {
  const moves = await readMoves(found, (keys) => content.lookUp({ ...keys, filenames: [] }));
  const markers = [...moves.heads.values()].filter(({ status }) => status === 'moved');
  const leads = new Map(markers.map((marker) => [marker.slug, presentHead(marker, moves)] as const));
  return { heads: moves.heads, leads };
}

async function likenessesOf(heads: StoredHead[], archive: Pick<Archive, 'body'>) {
  const keys = [...new Set(heads.map(({ body }) => body))];
  const likenesses = await mapConcurrently(keys, { concurrency: bodyConcurrency }, async (key) =>
    likenessOf(await archive.body(key)),
  );
  return new Map(keys.map((key, at) => [key, likenesses[at] ?? '']));
}
