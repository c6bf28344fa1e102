import type { Fields } from '../../../../functions/content/kinds/kinds.ts';
import type { NewsletterFields } from '../../../../functions/content/kinds/newsletter.ts';
import type { IssueContent } from '../../../../functions/newsletters/compose/issue-content.ts';
import { actOnDigests } from '../../../../functions/newsletters/digests/act-on-digests.ts';
import { correctedPage } from '../../../../functions/newsletters/issues/corrected-page.ts';
import { hearDocument } from '../../../../functions/newsletters/issues/hear-document.ts';
import type { HeardDocument } from '../../../../functions/newsletters/issues/ports.ts';
import { defaultList } from '../../../../functions/newsletters/lists.ts';
import { aClock, aRoomOfIssues, type RoomOfIssues } from './fakes.ts';

/** The content room as newsletters see it: documents that stand, and what this room makes of hearing them. */
export function aPaper({ clock = aClock(), room = aRoomOfIssues(clock) } = {}) {
  const { published } = room;
  const press = { lists: [defaultList], zone: 'Europe/London' };

  const stand = (document: HeardDocument): HeardDocument => {
    published.documents.set(document.slug, document);
    const { id, slug, fields } = document;
    const isThere = fields.kind === 'article' && document.status === 'published';
    if (isThere) published.articles.set(slug, { id, slug, title: fields.title, authors: [] });
    else published.articles.delete(slug);
    return document;
  };

  /** Hands in a document, or changes it. */
  const handIn = (slug: string, fields: Fields, more: Partial<HeardDocument> = {}): HeardDocument => {
    const before = published.documents.get(slug);
    const [version, revision] = [(before?.version ?? 0) + 1, (before?.revision ?? 0) + 1];
    const status = more.status ?? 'published';
    const now = clock.now().toISOString();
    const first = before?.first ?? (status === 'published' ? now : undefined);
    const dated = ('published' in fields && fields.published) || first;
    return stand({
      ...{ id: before?.id ?? slug.toUpperCase(), slug, kind: fields.kind, status, version, revision },
      ...{ body: `bodies/${slug}-${revision}`, fields, isProposal: false, isRestored: false },
      ...(first && { first }),
      ...(dated && { published: dated }),
      ...more,
    });
  };

  return {
    ...{ clock, room, press, stand, handIn },
    newsletter: (slug: string, fields: Partial<NewsletterFields> = {}, more: Partial<HeardDocument> = {}) =>
      handIn(slug, { kind: 'newsletter', title: 'The letter', ...fields }, more),
    article: (slug: string, fields: { published?: string } = {}, more: Partial<HeardDocument> = {}) =>
      handIn(slug, { kind: 'article', title: slug, tags: [], authors: [], ...fields }, more),
    /** It is withdrawn, or deleted. */
    take: (slug: string, status: 'withdrawn' | 'deleted' = 'withdrawn') => {
      const document = published.documents.get(slug);
      if (document) stand({ ...document, status, version: document.version + 1 });
    },
    hear: (slug: string, of: Partial<{ id: string; kind: string }> = {}, ports: RoomOfIssues = room) => {
      const document = published.documents.get(slug);
      const { id = document?.id ?? '', kind = document?.kind ?? 'article' } = of;
      return hearDocument({ slug, id, kind }, hearing(ports, press));
    },
    tick: (ports: RoomOfIssues = room) => actOnDigests({ ...ports, press: async () => press }),
  };
}

export type Paper = ReturnType<typeof aPaper>;

const hearing = (room: RoomOfIssues, press: { lists: (typeof defaultList)[]; zone: string }) => ({
  ...room,
  press: async () => press,
  backoff: async () => undefined,
  correctedPage: (issue: Parameters<typeof correctedPage>[0]) =>
    correctedPage(issue, {
      files: room.files,
      gather: async ({ slug, title, subject, lists, pieces, body }): Promise<IssueContent> => {
        const found = await room.published.pieces(pieces.map((piece) => piece.slug));
        const intro = { html: body, text: body, pictures: [] };
        return { slug, title, subject, lists, intro, pieces: [...found.values()] };
      },
    }),
});
