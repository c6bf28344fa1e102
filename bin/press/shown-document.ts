interface ShownRevision {
  revision: number;
  status: string;
  title: string;
  name: string;
  by: string;
  at: string;
  reason?: string;
}

/** What the press answers about one document (`GET /api/documents/{slug}`). */
export interface ShownDocument extends ShownRevision {
  slug: string;
  kind: string;
  url: string;
  to?: string;
  revisions: ShownRevision[];
}

/** One document for people: what it is, where readers find it, and its past, the newest first. */
export function documentLines(document: ShownDocument): string[] {
  const { title, slug, kind, name, revisions } = document;
  const past = [...revisions].sort((a, b) => b.revision - a.revision).map(revisionLine);
  return [title, `  ${kind} ${slug}, from ${name}`, `  ${standing(document)}`, '', ...past];
}

function standing({ status, url, reason, to }: ShownDocument): string {
  switch (status) {
    case 'published':
      return `published: ${url}`;
    case 'withdrawn':
      return `withdrawn, and its address says why: ${url}${reason ? `\n  “${reason}”` : ''}`;
    case 'moved':
      return `moved: ${url} sends readers on to ${to ?? 'its new address'}`;
    default:
      return `${status}: readers do not see it`;
  }
}

function revisionLine({ revision, status, at, by, title, reason }: ShownRevision): string {
  const when = at.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
  const what = reason ? `“${reason}”` : title;
  return `  revision ${String(revision).padEnd(3)} ${when}  ${status.padEnd(9)}  by ${by}  —  ${what}`;
}
