import type * as z from 'zod/mini';
import type { Listed, Membership, TermKind } from '../contract/lists.ts';
import type { AttachedFile, PartialDate, Picture } from '../contract/values.ts';
import type { EveryInput } from './every-document.ts';
import type { PictureWords } from './picture-words.ts';

/** A term under which a document is gathered: a section, a tag, an author … */
export interface Term {
  kind: TermKind;
  slug: string;
  name: string;
}

/** What every kind's fields may hold; what it does not have is left out. */
export interface CommonFields {
  title: string;
  language?: string;
  written?: PartialDate;
  published?: PartialDate;
  /** The picture that stands above the text. */
  picture?: Picture;
  /** The PDF that it brings. */
  file?: AttachedFile;
}

/** The picture as readers get it; undefined, and told, where it is missing. */
export type ShowPicture = (words: PictureWords) => Picture | undefined;

/** What is wrong or missing although each field is well made. */
export interface Remark {
  level: 'error' | 'warning';
  /** The field it is about, as a path joined with `/`: `lists/1/name`. */
  at: string;
  text: string;
}

/**
 * One kind of document: how its front matter is read, where readers find it, in which lists it stands. `Fields` is
 * what the press stores of the front matter. Adding a kind is a file that exports one of these and a line in
 * `kinds.ts`; the site has a registry of its own for what a kind touches and how it is shown.
 */
export interface KindRules<Fields extends CommonFields, Input extends EveryInput = EveryInput> {
  /** Reads the front matter. */
  input: z.ZodMiniType<Input>;
  /** The fields that are stored; `title` may come from the text's first heading. */
  fields(
    input: Input,
    title: string,
    lead: Picture | undefined,
    show: ShowPicture,
    file?: AttachedFile,
  ): Fields;
  /** Checked where a document is handed in; of one that is stored already an error refuses nothing. */
  remarks?(fields: Fields, addresses: Pick<EveryInput, 'aliases' | 'replaces'>): Remark[];
  /** The path of its page, percent-encoded. */
  path(slug: string, fields: Fields): string;
  /** There is one document of this kind: its slug is the kind's name. */
  single?: boolean;
  /** The title of a document that names none. */
  title?(input: Input): string;
  /** Readers expect a text under the title. */
  hasText?: boolean;
  /** Slugs that a document of this kind cannot have. */
  reserved?: ReadonlySet<string>;
  /** The terms it is gathered under; slugs may repeat. Dates fall into years by the zone. */
  terms?(fields: Fields, published: PartialDate | undefined, zone?: string): Term[];
  /** Where it stands in lists once it is published; `terms` are its own, each slug once. */
  lists?(document: Omit<Listed, 'fields'> & { fields: Fields }, terms: Term[]): Omit<Membership, 'border'>[];
  /** Where one that an editor handed in stands until readers get it, and one that they have while a new version waits:
   *  in lists that no reader sees. */
  waits?(document: Pick<Listed, 'slug'>): Omit<Membership, 'border'>[];
}
