import type { StoredHead } from '../../content/contract/document.ts';
import type { List, Membership } from '../../content/contract/lists.ts';
import type { Fields } from '../../content/kinds/kinds.ts';
import type { SiteConfig } from '../../look/site-config.ts';
import type { Change } from '../planning/messages.ts';
import type { Reference } from '../planning/references.ts';
import type { ListPosition } from '../ports.ts';
import type { RenderSnapshot } from '../rendering/render-snapshot.ts';
import type { Address } from '../routes.ts';

/**
 * One kind of document on the site: what a change of it touches, where its pages are, how they are shown. Adding a
 * kind is a file that exports one of these and a line in `kinds.ts`.
 */
export interface SiteKind<F extends Fields = Fields> {
  /** The pages that a change of such a document touches, those that readers look at first in front; `places` are
   *  those where it was or is in lists. */
  touches(change: Change, places: Membership[]): Reference[] | 'everything';
  /** A kind without them has no page of its own. */
  pages?: DocumentPages<F>;
  /** The pages of its documents, if another room has them. */
  elsewhere?: {
    /** The list that every published document of the kind is in. */
    list: List;
    /** Percent-encoded. */
    href(slug: string): string;
  };
}

/** The pages of the published documents of a kind, one each. */
export interface DocumentPages<F extends Fields = Fields> {
  /** Their paths are `<folder><slug>/`, unless a kind says otherwise. */
  folder?: string;
  addressOf?(document: Published<F>): Address;
  /** The same, from its place in the list. */
  addressAt?(position: ListPosition): Address;
  /** The list that every published document of the kind is in. */
  list: List;
  /** The page as HTML. */
  compose(document: Published<F>, snapshot: RenderSnapshot, config: SiteConfig): Promise<string>;
  /** Further pages of a document. */
  others?(document: Published<F>): Address[];
}

export type Published<F extends Fields = Fields> = StoredHead & { fields: F };

/** The stored front matter of one kind. */
export type FieldsOf<K extends Fields['kind']> = Extract<Fields, { kind: K }>;
