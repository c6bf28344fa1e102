import type { NewsletterFields } from '../../content/kinds/newsletter.ts';
import { instantOf } from '../../runtime/zoned-time.ts';
import type { Instant } from '../address.ts';
import { defaultNames, type MailingList } from '../lists.ts';
import type { IssueText } from './issue.ts';
import type { HeardText } from './issue-moves.ts';
import type { HeardDocument } from './ports.ts';

/** What the press decides where a newsletter says nothing. */
export interface PressOfNewsletters {
  lists: readonly MailingList[];
  /** Name of the IANA database. */
  zone: string;
}

/** A newsletter as it stands. */
export type Newsletter = HeardDocument & { fields: NewsletterFields & { kind: 'newsletter' } };

/** Whether a document says what is mailed: it has not been withdrawn, and is no other kind by now. */
export const isNewsletter = (document: HeardDocument | undefined): document is Newsletter =>
  document?.fields.kind === 'newsletter' && isMailable(document);

const isMailable = ({ status }: HeardDocument): boolean =>
  status === 'published' || status === 'draft' || status === 'scheduled';

const isPublished = ({ status }: HeardDocument): boolean => status === 'published';

/** @param version Counts what was heard of it. */
export function heardText(document: Newsletter, press: PressOfNewsletters, version: number): HeardText {
  const { fields } = document;
  const sendAt = fields.sendAt === undefined ? undefined : sendInstant(fields.sendAt, press.zone);
  return {
    text: {
      ...saidOf(document, press),
      version,
      ...(fields.since && { sinceLast: true }),
      ...(!isPublished(document) && { unpublished: true }),
    },
    ...(sendAt && { sendAt }),
    schedules: isPublished(document) && !document.isRestored,
  };
}

/** What an issue and a digest have in common. */
export function saidOf({ slug, revision, fields, body }: Newsletter, { lists }: PressOfNewsletters) {
  const { title, subject = title, preview, language, articles = [] } = fields;
  return {
    ...{ slug, revision, title, subject, body },
    ...(preview && { preview }),
    ...(language && { language }),
    lists: fields.lists ?? defaultNames(lists),
    pieces: articles,
  } satisfies Omit<IssueText, 'version'>;
}

/** An instant, or a local time with its zone behind it, or of the press's zone. */
function sendInstant(written: string, pressZone: string): Instant {
  if (written.endsWith('Z')) return new Date(written).toISOString();
  const [local = '', zone = pressZone] = written.split(' ');
  return instantOf(local, zone);
}
