import type { Finding } from './findings.ts';
import type { FrontMatter, Written } from './front-matter/front-matter.ts';
import type { BodyContext } from './markdown/body-context.ts';

/** A manuscript of any format, opened: its front matter, and how its text is read once the kind is known. */
export interface OpenedManuscript {
  front: FrontMatter;
  /** Nobody sees lines in the file, so that notices name none. */
  hasNoLines?: boolean;
  /** How the text is given a title, where that is not as in Markdown. */
  wayToTitle?: string;
  /** Paths of the manuscripts to which it may link, if they are not those of Markdown alone. */
  manuscripts?: RegExp;
  read(circumstances: BodyCircumstances): ReadBody;
}

/** Of every format. */
export const anyManuscript = /\.(?:md|markdown|docx|odt|html?|xhtml|txt)$/i;

export interface BodyCircumstances {
  context: BodyContext;
  /** The one given in the front matter. */
  title: string | undefined;
}

export interface ReadBody {
  /** The heading that is the title, if the front matter gives none. */
  title?: string;
  /** Sanitised. */
  html: string;
}

/** Why it cannot be read any further. */
export interface Unopened {
  findings: Finding[];
}

/** Front matter that stands in no YAML: in the head of a web page, in the first lines of a Word file or an OpenDocument text. */
export const frontOf = (values: Record<string, Written>, findings: Finding[] = []): FrontMatter => ({
  values,
  lines: new Map(),
  quoted: new Set(),
  body: '',
  bodyLine: 1,
  findings,
});
