import type { AttachedFile, Picture } from '../../contract/values.ts';
import type { FileWords } from '../../kinds/file-words.ts';
import type { PictureWords } from '../../kinds/picture-words.ts';
import {
  attachedFileAt,
  isPicturePath,
  type PictureShelf,
  pictureAt,
  withoutSuffix,
} from '../../pictures/picture.ts';
import { adviceFor, spokenTypes } from '../../pictures/picture-types.ts';
import { type Finding, note, shortened, warning } from '../findings.ts';
import { tellOfLostWords } from '../lost-words.ts';
import type { TemplateCode } from './template-code.ts';

interface Circumstances {
  /** The manuscript's name. */
  file: string;
  shelf: PictureShelf;
  /** BCP 47, for the headings' anchors. */
  language?: string;
  /** What the front matter says of pictures in the text. */
  words: PictureWords[];
  /** Paths of manuscripts to which the text may link; those of Markdown if nothing is said. */
  manuscripts?: RegExp | undefined;
}

/** How many links to other manuscripts are followed: each costs a read or two, and a place in the document's item. */
export const mostLinks = 200;

/** Collects what reading a body finds: pictures shown, pictures missing, remarks for the editor. */
export class BodyContext {
  readonly findings: Finding[] = [];
  readonly shown: Picture[] = [];
  readonly uses = new Set<string>();
  readonly missing = new Set<string>();
  /** The PDF that it names and that is not there. */
  missingFile: string | undefined;
  /** Paths of other manuscripts that it links to, without query and fragment: the first `mostLinks`. */
  readonly linked = new Set<string>();
  /** Code of other programs, such as `{% include … %}`. */
  readonly templateCode: TemplateCode[] = [];
  /** Tags that are not kept. */
  readonly toldTags = new Set<string>();
  readonly language: string | undefined;
  /** Paths that are those of other manuscripts. */
  readonly manuscripts: RegExp;
  readonly #file: string;
  readonly #shelf: PictureShelf;
  readonly #words = new Map<string, PictureWords>();

  constructor({ file, shelf, language, words, manuscripts }: Circumstances) {
    this.manuscripts = manuscripts ?? /\.(?:md|markdown)$/i;
    this.#file = file;
    this.#shelf = shelf;
    this.language = language;
    for (const each of words) {
      const picture = pictureAt(each.file, file, shelf);
      if (picture) this.#words.set(picture.name, each);
    }
  }

  /** Notes that a picture is used, if it is there. */
  find(path: string): Picture | undefined {
    const picture = pictureAt(path, this.#file, this.#shelf);
    if (picture) this.uses.add(picture.name);
    return picture;
  }

  /** Notes a link to another manuscript. Returns whether it is one of those that are followed. */
  follows(manuscript: string): boolean {
    if (this.linked.size < mostLinks) this.linked.add(manuscript);
    return this.linked.has(manuscript);
  }

  /** The path of its page, if that is known. */
  pageOf(manuscript: string): string | undefined {
    return this.#shelf.pages?.get(manuscript);
  }

  /** The picture with its words, to be shown; or undefined and a warning that it is not there. */
  show(words: PictureWords, line: number | undefined): Picture | undefined {
    const found = this.find(words.file) ?? this.#standIn(words.file, line);
    if (!found) return this.#miss(words, line);
    const picture = { ...found, ...spoken(this.#words.get(found.name)), ...spoken(words) };
    if (!picture.alt && words.alt !== '')
      this.findings.push(
        warning(
          `The picture “${words.file}” has no alt text. Say what it shows, for people who do not see it.`,
          line,
        ),
      );
    return picture;
  }

  /** The PDF that it brings, with the words on its cover; undefined where it is not there. */
  attach({ file: path, alt }: FileWords, line: number | undefined): AttachedFile | undefined {
    if (!isPdfPath(path)) return void this.findings.push(warning(notAPdf(path), line));
    const found = attachedFileAt(path, this.#file, this.#shelf);
    if (!found) {
      this.missingFile = path;
      this.missing.add(path);
      return undefined;
    }
    this.uses.add(found.name);
    return alt && found.cover ? { ...found, cover: { ...found.cover, alt } } : found;
  }

  /** Something in its place, in a preview: it may come with the text. */
  #standIn(path: string, line: number | undefined): Picture | undefined {
    const picture = isPicturePath(path) ? this.#shelf.standIn?.(path) : undefined;
    if (picture)
      this.findings.push(
        note(`The picture “${path}” is not here yet. Hand it in together with the text.`, line),
      );
    return picture;
  }

  #miss({ file, alt, caption, credit }: PictureWords, line: number | undefined): undefined {
    this.missing.add(file);
    this.findings.push({ ...warning(whyMissing(file), line), lost: 'picture' });
    const text = [alt, caption, credit].filter(Boolean).join(' ');
    const what = `What is said of the picture “${shortened(file, 60)}”`;
    this.findings.push(...tellOfLostWords({ text, line: line ?? 1, what }));
    return undefined;
  }
}

/** The command line knows a missing picture by how this begins. */
function whyMissing(path: string): string {
  if (!isPicturePath(path))
    return `“${path}” was left out: pictures are ${spokenTypes}. ${adviceFor(withoutSuffix(path))}`;
  return `Missing: the picture “${path}” did not come with this upload, or could not be read, so it was left out. Hand in the text and the picture together.`;
}

const isPdfPath = (path: string): boolean => /\.pdf$/i.test(path) && !/^[a-z]+:|^\/\//i.test(path);

const notAPdf = (path: string): string =>
  `“file: ${shortened(path, 60)}” was left out: it takes the name of a PDF that comes with the text, such as no-12.pdf.`;

/** Only what is said: a missing word must not cover one given elsewhere. */
function spoken(words: Omit<PictureWords, 'file'> | undefined): Omit<PictureWords, 'file'> {
  const { alt, credit, caption } = words ?? {};
  return { ...(alt && { alt }), ...(credit && { credit }), ...(caption && { caption }) };
}
