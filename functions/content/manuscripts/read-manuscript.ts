import type { AttachedFile, Body, Notice, Picture } from '../contract/values.ts';
import { type EveryInput, longestTitle } from '../kinds/every-document.ts';
import type { ShowPicture } from '../kinds/kind.ts';
import { type Fields, isKind, isReserved, type Kind, kindNames, kindRules } from '../kinds/kinds.ts';
import type { PictureShelf } from '../pictures/picture.ts';
import { isVisible, withoutUnseen } from './characters.ts';
import { decodeText } from './decode-text.ts';
import { error, type Finding, note, noticesOf, warning } from './findings.ts';
import { checkFields } from './front-matter/check-fields.ts';
import { type FrontMatter, readFrontMatter } from './front-matter/front-matter.ts';
import { openPage } from './html/open-page.ts';
import { formatOf } from './manuscript-format.ts';
import { BodyContext } from './markdown/body-context.ts';
import { inlineText } from './markdown/inline-text.ts';
import { beginsWithTitle, readMarkdown } from './markdown/markdown.ts';
import { plainText } from './markdown/plain-text.ts';
import { openPlainText } from './open-plain-text.ts';
import { openOpenDocument } from './opendocument/open-opendocument.ts';
import type { OpenedManuscript, Unopened } from './opened-manuscript.ts';
import { titleSlug } from './slug.ts';
import { openWord } from './word/open-word.ts';

/** A file as handed in: `name` may be a relative path (`2024/rent.md`). */
export interface Manuscript {
  name: string;
  bytes: Uint8Array;
  /** It was read well once: what is refused since is left out or told, as long as the rest can be read. */
  isStored?: boolean;
}

export interface ReadManuscript {
  outcome: 'read';
  fields: Fields;
  /** As set in the front matter; `front` and `press` for those kinds. Otherwise it is made from the title. */
  slug?: string;
  /** What the address would be by the title alone. */
  titleSlug: string;
  /** Old slugs that should lead here. */
  aliases: string[];
  /** Slugs of other documents whose place it takes. */
  replaces: string[];
  /** The front matter says `status: draft`. */
  draft: boolean;
  /** When it is to be live, and withdrawn. */
  times: SaidTimes;
  body: Body;
  /** Warnings and notes. */
  notices: Notice[];
  /** Names of the pictures used, as handed in. */
  uses: string[];
  /** Paths of pictures that were not found, as written; each has its warning among the notices. */
  missing: string[];
  /** The PDF that it names, where that was not found. */
  missingFile?: string;
  /** Paths of other manuscripts it links to, as written, without query and fragment. */
  linked: string[];
}

/** Moments as the front matter says them (see `exactMoment`), and their lines. */
export interface SaidTimes {
  publishAt?: string | undefined;
  withdrawAt?: string | undefined;
  lines: {
    publishAt?: number | undefined;
    withdrawAt?: number | undefined;
    /** Of the date of each correction. */
    corrections?: (number | undefined)[];
  };
}

export interface RefusedManuscript {
  outcome: 'refused';
  /** At least one error. */
  notices: Notice[];
}

/** Reads a manuscript of text; pure. Never throws over what an editor wrote, but for one nested beyond the stack. */
export const readManuscript = (
  manuscript: Manuscript,
  shelf: PictureShelf,
): ReadManuscript | RefusedManuscript => readOpened(openText(manuscript), manuscript, shelf);

/** The same for every format. */
export async function readAnyManuscript(
  manuscript: Manuscript,
  shelf: PictureShelf,
): Promise<ReadManuscript | RefusedManuscript> {
  switch (formatOf(manuscript)) {
    case 'word':
      return readOpened(await openWord(manuscript), manuscript, shelf);
    case 'opendocument':
      return readOpened(await openOpenDocument(manuscript), manuscript, shelf);
    default:
      return readManuscript(manuscript, shelf);
  }
}

function openText(manuscript: Manuscript): OpenedManuscript | Unopened {
  const format = formatOf(manuscript);
  if (format === 'html') return openPage(manuscript.bytes);
  const decoded = decodeText(manuscript.bytes);
  if ('finding' in decoded) return { findings: [decoded.finding] };
  const markdown = openMarkdown(decoded.text);
  return format === 'text' && !isMarkdown(decoded.text, markdown) ? openPlainText(decoded.text) : markdown;
}

function openMarkdown(text: string): OpenedManuscript | Unopened {
  const front = readFrontMatter(text);
  if (!('values' in front)) return front;
  const read: OpenedManuscript['read'] = (circumstances) =>
    readMarkdown(front.body, { ...circumstances, firstLine: front.bodyLine });
  return { front, read };
}

/** Every .txt was read as Markdown once. One that was taken then is read as it was, and so is one that means to be. */
const isMarkdown = (text: string, opened: OpenedManuscript | Unopened): boolean =>
  /^\s*(?:---[ \t]*\n|#{1,6}\s|<!--)/.test(text) ||
  !('front' in opened) ||
  beginsWithTitle(opened.front.body);

function readOpened(
  opened: OpenedManuscript | Unopened,
  manuscript: Manuscript,
  shelf: PictureShelf,
): ReadManuscript | RefusedManuscript {
  const findings: Finding[] = [];
  const read = readInto(findings, opened, { name: manuscript.name, shelf });
  const hasLines = !('hasNoLines' in opened && opened.hasNoLines);
  const notices = noticesOf(manuscript.name, hasLines ? findings : findings.map(withoutLine));
  return read && (manuscript.isStored || !findings.some(({ level }) => level === 'error'))
    ? { ...read, notices }
    : { outcome: 'refused', notices };
}

const withoutLine = ({ line, ...finding }: Finding): Finding => finding;

/** Undefined when the file cannot be read any further; the findings say why. */
function readInto(
  findings: Finding[],
  opened: OpenedManuscript | Unopened,
  place: Place,
): Omit<ReadManuscript, 'notices'> | undefined {
  if (!('front' in opened)) return void findings.push(...opened.findings);
  findings.push(...opened.front.findings);
  const heading = readHeading(opened.front, findings);
  return heading && readBody(findings, opened, heading, place);
}

interface Place {
  name: string;
  shelf: PictureShelf;
}

/** The front matter, checked; `complete` adds the fields that depend on the title and the lead picture. */
interface Heading extends Omit<EveryInput, 'kind'> {
  kind: Kind;
  complete(
    title: string,
    lead: Picture | undefined,
    show: ShowPicture,
    file: AttachedFile | undefined,
  ): Fields;
}

/** The kind decides which fields there are. Undefined if one of them is wrong; the findings say so. */
function readHeading(front: FrontMatter, findings: Finding[]): Heading | undefined {
  const kind = front.values.kind ?? 'article';
  if (!isKind(kind)) {
    findings.push(error(`“kind” must be one of: ${kindNames.join(', ')}.`, front.lines.get('kind')));
    return undefined;
  }
  const rules = kindRules(kind);
  const checked = checkFields(rules.input, front);
  findings.push(...checked.findings);
  const { input } = checked;
  // When it is to be live belongs to the document, and not to the fields of its kind.
  const { publish_at, withdraw_at, ...fields } = input ?? {};
  const complete: Heading['complete'] = (title, lead, show, file) =>
    rules.fields(fields, title, lead, show, file);
  findings.push(...timesOutOfPlace(kind, input ?? {}, front));
  return input && { ...(rules.title && { title: rules.title(input) }), ...input, kind, complete };
}

/** Of kinds that go by another clock, or always stand. */
function timesOutOfPlace(
  kind: Kind,
  { publish_at, withdraw_at }: EveryInput,
  { lines }: FrontMatter,
): Finding[] {
  const findings: Finding[] = [];
  if (publish_at !== undefined && kind === 'newsletter')
    findings.push(
      error(
        'A newsletter goes out at `send_at:`. Write that in place of `publish_at:`.',
        lines.get('publish_at'),
      ),
    );
  if (withdraw_at !== undefined && kindRules(kind).single)
    findings.push(
      error(
        `The site stands on “${kind}”, so it is never withdrawn. Leave out \`withdraw_at:\`, and hand in another version, with its \`publish_at:\`.`,
        lines.get('withdraw_at'),
      ),
    );
  return findings;
}

function readBody(
  findings: Finding[],
  { front, manuscripts, wayToTitle, read }: OpenedManuscript,
  heading: Heading,
  { name, shelf }: Place,
): Omit<ReadManuscript, 'notices'> | undefined {
  const context = new BodyContext({
    file: name,
    shelf,
    language: heading.language,
    words: heading.pictures ?? [],
    manuscripts,
  });
  const lead = heading.picture && context.show(heading.picture, front.lines.get('picture'));
  const file = heading.file && context.attach(heading.file, front.lines.get('file'));
  const { html, title: found } = read({ context, title: heading.title });
  const title = found === undefined ? heading.title : withoutUnseen(found);
  findings.push(...context.findings);
  if (!title) return void findings.push(noTitle(wayToTitle));
  if (!isVisible(title)) findings.push(invisibleTitle(front.lines.get('title') ?? front.bodyLine));
  if (title.length > longestTitle) return void findings.push(longTitle(front.bodyLine));
  const text = plainText(html);
  if (!text && context.shown.length === 0 && !heading.file && kindRules(heading.kind).hasText)
    findings.push(warning('There is no text, so readers see the title alone.', front.bodyLine));
  const told = context.findings.length;
  const fields = withInlineTexts(
    heading.complete(title, lead, (words) => context.show(words, undefined), file),
  );
  findings.push(
    ...context.findings.slice(told),
    ...tellOfSharedAddresses(fields, front),
    ...remarksOn(fields, heading, front),
  );
  return {
    outcome: 'read',
    fields,
    ...addressOf(heading, title, front, findings),
    aliases: heading.aliases ?? [],
    replaces: heading.replaces ?? [],
    draft: heading.status === 'draft' || heading.draft === true,
    times: {
      publishAt: heading.publish_at,
      withdrawAt: heading.withdraw_at,
      lines: {
        publishAt: front.lines.get('publish_at'),
        withdrawAt: front.lines.get('withdraw_at'),
        corrections: correctionLines(fields, front),
      },
    },
    body: { html, text, pictures: context.shown },
    uses: [...context.uses],
    missing: [...context.missing],
    ...(context.missingFile !== undefined && { missingFile: context.missingFile }),
    linked: [...context.linked],
  };
}

/** What a line of front matter says with emphasis and links. */
function withInlineTexts(fields: Fields): Fields {
  if (fields.kind !== 'article' || !fields.corrections) return fields;
  const corrections = fields.corrections.map(({ date, text: written }) => {
    const { html, text } = inlineText(written);
    return html.includes('<') ? { date, text, html } : { date, text };
  });
  return { ...fields, corrections };
}

const correctionLines = (fields: Fields, { lines }: FrontMatter): (number | undefined)[] =>
  (('corrections' in fields && fields.corrections) || []).map(
    (_, at) => lines.get(`corrections/${at}/date`) ?? lines.get('corrections'),
  );

const noTitle = (
  way = 'Begin the front matter with a line such as `title: Rent strike`, or the text with `# Rent strike`.',
) => error(`There is no title. ${way}`, 1);

const invisibleTitle = (line: number) =>
  error('The title has nothing in it that readers see. Give it letters, digits or other signs.', line);

const longTitle = (line: number) =>
  error(
    `The heading that is the title must be at most ${longestTitle} characters long. Give a shorter one as \`title:\`.`,
    line,
  );

/**
 * The front page and the press are one each, and found by their kind. An address set by hand must not be the
 * site's; one made from the title is judged once it is known which document this is.
 */
function addressOf(
  { kind, slug, language }: Heading,
  title: string,
  front: FrontMatter,
  findings: Finding[],
) {
  if (kindRules(kind).single) return { slug: kind, titleSlug: kind };
  const byTitle = titleSlug(title, language);
  if (slug === undefined) return { titleSlug: byTitle };
  if (isReserved(slug, kind))
    findings.push(
      error(
        `The address “${slug}” is needed by the site itself. Set another, such as \`slug: about-${slug}\`. What readers have there stays until it is withdrawn.`,
        front.lines.get('slug'),
      ),
    );
  return { slug, titleSlug: byTitle };
}

function remarksOn(
  fields: Fields,
  addresses: Pick<Heading, 'aliases' | 'replaces'>,
  { lines }: FrontMatter,
): Finding[] {
  const lineOf = (path: string): number | undefined =>
    lines.get(path) ?? (path.includes('/') ? lineOf(path.slice(0, path.lastIndexOf('/'))) : undefined);
  return (kindRules(fields.kind).remarks?.(fields, addresses) ?? []).map(({ level, at, text }) =>
    ({ error, warning })[level](text, lineOf(at)),
  );
}

/** Signs that tell names apart (`C`, `C++`) and have no place in an address. */
const signs = /[+#*=@%$€£]|\p{So}/u;

/** Names of one address are one list on the site: readers find there what stands under any of them. */
function tellOfSharedAddresses(fields: Fields, { lines }: FrontMatter): Finding[] {
  const terms = kindRules(fields.kind).terms?.(fields, undefined) ?? [];
  const byAddress = Map.groupBy(terms, ({ kind, slug }) =>
    kind === 'serials' ? `/bulletins/${slug}/` : `/${kind}/${slug}/`,
  );
  return [...byAddress].flatMap(([address, named]) => {
    const names = [...new Set(named.map(({ name }) => name))];
    const odd = names.find((name) => signs.test(name));
    const [, folder = ''] = address.split('/');
    const field = fieldIn[folder] ?? folder;
    const line = lines.get(field);
    if (names.length > 1)
      return [
        warning(`${inQuotes(names)} have one address (${address}), so they are one list. ${wayApart}`, line),
      ];
    const alone = `“${odd}” has the address ${address}, which it shares with every name that differs in such signs alone.`;
    return odd === undefined ? [] : [note(`${alone} ${wayApart}`, line)];
  });
}

/** By the folder of the address, where the field has another name. */
const fieldIn: Readonly<Record<string, string>> = { sections: 'section', bulletins: 'serial' };

const inQuotes = (names: string[]) => names.map((name) => `“${name}”`).join(' and ');
const wayApart = 'To keep them apart, spell the signs out, as in “C plus plus”.';
