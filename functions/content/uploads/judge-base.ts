import type { StoredHead } from '../contract/document.ts';
import { maySee } from '../contract/own-documents.ts';
import { revisionIdIn } from '../contract/revision-id.ts';
import type { Choice } from '../contract/values.ts';
import { isOvertaken } from '../documents/base-revision.ts';
import { follow, type Known } from '../documents/claim.ts';
import { type Identity, identify, piece } from '../documents/identity.ts';
import { oldSlugsOf } from '../documents/moved-markers.ts';
import type { DocumentReader } from '../ports.ts';
import type { ManuscriptDraft } from './manuscript-draft.ts';

type Found = Extract<Identity, { outcome: 'found' }>;

export type JudgedBase =
  | { outcome: 'found'; identity: Found; draft: ManuscriptDraft; overtakenBy?: StoredHead }
  | { outcome: 'refused'; text: string; choice?: Choice };

interface Deps {
  documents: Pick<DocumentReader, 'revision'>;
}

/** Which document it is, and whether that is still what the manuscript began from; where it is not, it is a draft. */
export async function judgeBase(handedIn: ManuscriptDraft, known: Known, deps: Deps): Promise<JudgedBase> {
  const { basedOn } = handedIn.file;
  const base = basedOn === undefined ? undefined : await findBase(basedOn, known, deps);
  const draft = namedByBase(handedIn, base?.document.slug, known);
  const identity = identify(draft.claim, known);
  if (identity.outcome === 'refused') return identity;
  if (basedOn === undefined) return { outcome: 'found', identity, draft };
  const who = { by: draft.upload.by, isEditor: draft.upload.editor };
  // What somebody may not see is not there for them.
  if (!base || !maySee(who, base.document)) return refused(gone(basedOn));
  if (!becomes(draft, identity.slug, base.document.slug))
    return refused(another(basedOn, identity.slug, base.document));
  const said = identity.slug === base.document.slug ? withoutGuess(identity) : identity;
  if (!base.isOvertaken) return { outcome: 'found', identity: said, draft };
  const { claim, read } = draft;
  const asDraft = {
    ...draft,
    overtaken: true,
    claim: { ...claim, draft: true },
    read: { ...read, draft: true },
  };
  // A draft takes no address from the readers, and may not stand where a manuscript for them may.
  const again = identify(asDraft.claim, known);
  if (again.outcome === 'refused') return again;
  const identityAsDraft = again.slug === base.document.slug ? withoutGuess(again) : again;
  return { outcome: 'found', identity: identityAsDraft, draft: asDraft, overtakenBy: base.document };
}

/** Under another file name, and with a text that has changed much, it is still what it began from if the title is. */
function namedByBase(draft: ManuscriptDraft, slug: string | undefined, known: Known): ManuscriptDraft {
  const identity = slug === undefined ? undefined : identify(draft.claim, known);
  const isMeant = identity?.outcome === 'refused' && identity.choice?.slug === slug;
  return isMeant ? { ...draft, claim: { ...draft.claim, slug } } : draft;
}

/** What it began from says which document it is: nobody has to be told how that was guessed. */
const withoutGuess = ({ outcome, slug }: Found): Found => ({ outcome, slug });

const refused = (text: string): JudgedBase => ({ outcome: 'refused', text: text.replace(/\s+/g, ' ') });

/** The document that it is a revision of, as it stands now. */
async function findBase(basedOn: string, known: Known, { documents }: Deps) {
  const id = revisionIdIn(basedOn);
  const document = follow(id?.slug, known);
  if (!id || !document) return undefined;
  const { since } = known.heads.get(id.slug) ?? {};
  const revision = await documents.revision(id.slug, id.revision, since);
  if (!revision?.body || revision.status === 'moved') return undefined;
  return { document, isOvertaken: isOvertaken(revision, document) };
}

/** It stands there, or moves there with this manuscript. */
const becomes = ({ claim }: ManuscriptDraft, slug: string, from: string): boolean =>
  from === slug ||
  oldSlugsOf(claim.aliases, slug).some((old) => old === from && !claim.replaces.includes(old));

const gone = (basedOn: string): string =>
  `It began from “${basedOn}”, and the press has no such revision, or it was deleted. Nothing was stored. If the text is to
    be handed in all the same, take away what names that revision: “based_on” in the API, the file
    “.NAME.based-on.json” beside the manuscript.`;

const another = (basedOn: string, slug: string, { slug: from, fields }: StoredHead): string =>
  `It began from “${basedOn}”, a revision of ${piece(fields.title, from)}, and would become “${slug}”, which is another
    document. Nothing was stored. Add “slug: ${from}” if it is a new version of that; if it is a piece of its own, take away
    what names the revision: “based_on” in the API, the file “.NAME.based-on.json” beside the manuscript.`;
