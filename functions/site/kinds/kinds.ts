import type { StoredHead } from '../../content/contract/document.ts';
import type { ListPosition } from '../ports.ts';
import { type Address, hrefOf } from '../routes.ts';
import { article } from './article.ts';
import { book } from './book.ts';
import { bulletin } from './bulletin.ts';
import { edition } from './edition.ts';
import { event } from './event.ts';
import { front } from './front.ts';
import type { DocumentPages, SiteKind } from './kind.ts';
import { page } from './page.ts';
import { press } from './press.ts';

/** The kinds of documents that the site acts on, by name; it ignores every other. */
export const kinds: ReadonlyMap<string, SiteKind> = new Map(
  Object.entries({ article, page, book, bulletin, edition, front, press, event }),
);

/** The kinds that have pages, in the order of a full render. */
export const documentPages: readonly (DocumentPages & { kind: string })[] = [...kinds].flatMap(
  ([kind, { pages }]) => (pages ? [{ kind, ...pages }] : []),
);

/** The pages that lie in a folder. */
export const documentPagesIn = (folder: string) => documentPages.find((one) => one.folder === folder);

/** Where readers find a published document, `undefined` when it has no page of its own. */
export function documentAddress(head: StoredHead): Address | undefined {
  const { folder, addressOf } = kinds.get(head.fields.kind)?.pages ?? {};
  return addressOf?.(head) ?? inFolder(folder, head.slug);
}

/** The page of the document at a place in the list of its kind. */
export const addressAt = (
  { folder, addressAt }: Pick<DocumentPages, 'folder' | 'addressAt'>,
  position: ListPosition,
): Address | undefined => addressAt?.(position) ?? inFolder(folder, position.slug);

const inFolder = (folder: string | undefined, slug: string): Address | undefined =>
  folder === undefined ? undefined : { page: 'document', folder, slug };

/** The same, also where another room has its page; percent-encoded. */
export function documentHref(head: StoredHead): string | undefined {
  const address = documentAddress(head);
  return address ? hrefOf(address) : kinds.get(head.fields.kind)?.elsewhere?.href(head.slug);
}
