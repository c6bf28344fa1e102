import { type ChildNode, type Document, type Element, isTag, isText } from 'domhandler';
import { kindNames, kindRules } from '../../kinds/kinds.ts';
import { error, type Finding, note } from '../findings.ts';
import { fieldsOf } from '../front-matter/check-fields.ts';
import { isSynonym } from '../front-matter/foreign-fields.ts';
import type { FrontMatter, Written } from '../front-matter/front-matter.ts';
import { find, isBlank, lineOf, takeOut } from '../hypertext/elements.ts';
import { frontOf } from '../opened-manuscript.ts';
import type { OfficeProperties } from './office-properties.ts';
import { isBoldLine } from './tell-of-office.ts';

/** The front matter of a document, and the heading that may be its title. */
export interface OfficeFront {
  front: FrontMatter;
  heading: Element | undefined;
}

/**
 * Takes the front matter out of the text: lines such as `section: News` at its top, or a first table with a field and
 * its value in each row, before the title or after it. What it does not say, the document's properties do.
 */
export function takeFront(root: Document, properties: OfficeProperties): OfficeFront {
  const bold = boldFirstLine(root);
  const heading = titleIn(root) ?? bold;
  const { fields, isTable } = takeFields(root, heading);
  const { values, findings } = valuesOf(fields);
  if (isTable)
    findings.push(
      note(`The table at the top was taken for front matter: ${Object.keys(values).join(', ')}.`),
    );
  if (heading && heading === bold && values.title === undefined)
    findings.push(note('The first line, which is bold, was taken for the title.'));
  const isArticle = (values.kind ?? 'article') === 'article';
  if (isArticle) takeSubtitle(root, values, findings);
  if (isArticle) takeProperties(values, properties, findings);
  if (!heading && values.title === undefined && properties.title) {
    values.title = properties.title;
    findings.push(note(`The title, “${properties.title}”, was taken from the document’s properties.`));
  }
  return { front: frontOf(values, findings), heading };
}

/** The paragraph of the style Title, else the first heading of the first rank, else one with which the text begins. */
function titleIn(root: Document): Element | undefined {
  const headings = find(root.children, ({ name }) => name === 'h1').filter((one) => lineOf(one) !== '');
  const [first] = blocksOf(root);
  return (
    headings.find(({ attribs }) => attribs.class === 'title') ??
    headings[0] ??
    (first && /^h[2-6]$/.test(first.name) ? first : undefined)
  );
}

/** Where nothing is a heading, what is bold at the top is one. */
function boldFirstLine(root: Document): Element | undefined {
  const [first] = blocksOf(root);
  const hasHeading = find(root.children, ({ name }) => /^h[1-6]$/.test(name)).length > 0;
  return first && !hasHeading && isBoldLine(first) ? first : undefined;
}

const blocksOf = (root: Document): Element[] =>
  root.children.filter(isTag).filter((block) => block.name !== 'p' || !block.children.every(isBlank));

type Field = [name: string, value: Written];

/** A list may have several lines of one name, one for each of its items. */
function valuesOf(fields: Field[]): { values: Record<string, Written>; findings: Finding[] } {
  const values: Record<string, Written> = {};
  const twice = new Set<string>();
  for (const [name, value] of fields) {
    const before = Object.hasOwn(values, name) ? values[name] : undefined;
    if (before !== undefined && !lists.has(name)) twice.add(name);
    values[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
  }
  const findings = [...twice].map((name) =>
    error(`“${name}” stands there more than once. Leave one of them.`),
  );
  return { values, findings };
}

/** No fields if what stands there is text. */
function takeFields(root: Document, heading: Element | undefined): { fields: Field[]; isTable: boolean } {
  const blocks = blocksOf(root).filter((block) => block !== heading);
  const [first] = blocks;
  if (first?.name === 'table') {
    const rows = hasMore(first) ? [] : find(first.children, ({ name }) => name === 'tr');
    const fields = fieldsIn(rows.map(cellsOf));
    if (fields.length) takeOut(first);
    return { fields, isTable: fields.length > 0 };
  }
  const top = blocks.slice(0, mostLines);
  const end = top.findIndex(
    (block) => block.name !== 'p' || hasMore(block) || !linesOf(block).every(isFieldLine),
  );
  const lines = top.slice(0, end < 0 ? top.length : end);
  const rows = lines.flatMap(linesOf).filter((line) => !isFence(line));
  const fields = fieldsIn(rows.map((line) => [...(fieldLine.exec(line)?.slice(1) ?? [])]));
  if (fields.length) for (const line of lines) takeOut(line);
  return { fields, isTable: false };
}

/** Whether it holds what no field can: a note, or a picture. */
const hasMore = (block: Element): boolean =>
  find(block.children, ({ name }) => name === 'sup' || name === 'img').length > 0;

const mostLines = 40;
const fieldLine = /^([\p{L}][\p{L}\p{N} _-]{0,30}?)\s*:\s+(.+)$/u;
/** As front matter begins and ends in Markdown; Word makes one dash of three hyphens. */
const isFence = (line: string) => /^[\p{Pd}_]{1,40}$/u.test(line);
const isFieldLine = (line: string) => isFence(line) || fieldLine.test(line);

/** Fields with their values, if the first of every row is one. */
function fieldsIn(rows: (string | undefined)[][]): Field[] {
  const named = rows.map(([name = '', value = '', ...more]) => ({
    name: name.toLowerCase().replace(/:$/, '').trim(),
    value: value.trim(),
    isRow: !more.length,
  }));
  const known = named.some(({ name }) => name === 'kind') ? fieldsOfAll : fieldsOfTexts;
  const areFields = named.every(({ name, isRow }) => isRow && (known.has(name) || isSynonym(name)));
  return areFields
    ? named.filter(({ value }) => value).map(({ name, value }) => [name, written(name, value)])
    : [];
}

const fieldsOfTexts = new Set(
  (['article', 'page'] as const).flatMap((kind) => fieldsOf(kindRules(kind).input)),
);
const fieldsOfAll = new Set(kindNames.flatMap((kind) => fieldsOf(kindRules(kind).input)));

/** Fields that are lists: outside of Markdown nobody writes brackets. */
const lists = new Set(['authors', 'author', 'by', 'tags', 'tag', 'aliases', 'replaces', 'related']);

function written(name: string, value: string): Written {
  const [, inBrackets] = /^\[(.*)\]$/.exec(value) ?? [];
  if (inBrackets === undefined && !lists.has(name)) return value;
  const items = (inBrackets ?? value).split(/[,;]/).map((item) => item.trim());
  return items.filter(Boolean);
}

const cellsOf = (row: Element): string[] =>
  row.children
    .filter(isTag)
    .filter(({ name }) => name === 'td' || name === 'th')
    .map(lineOf);

/** Lines of a paragraph, as line breaks part them. */
function linesOf(block: Element): string[] {
  const text = (node: ChildNode): string => {
    if (isText(node)) return node.data.replace(/\s+/g, ' ');
    if (isTag(node) && node.name === 'br') return '\n';
    return 'children' in node ? node.children.map(text).join('') : '';
  };
  return text(block)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

function takeSubtitle(root: Document, values: Record<string, Written>, findings: Finding[]): void {
  const [subtitle] = find(root.children, ({ attribs }) => attribs.class === 'subtitle');
  if (!subtitle || values.standfirst !== undefined || lineOf(subtitle).length > 1000) return;
  if (!lineOf(subtitle) || hasMore(subtitle)) return;
  values.standfirst = lineOf(subtitle);
  takeOut(subtitle);
  findings.push(note('The subtitle was taken for the standfirst.'));
}

function takeProperties(
  values: Record<string, Written>,
  { authors, keywords }: OfficeProperties,
  findings: Finding[],
): void {
  const hasAuthors = ['authors', 'author', 'by'].some((name) => values[name] !== undefined);
  if (authors.length && !hasAuthors) {
    values.authors = authors;
    findings.push(
      note(
        `By ${authors.map((name) => `“${name}”`).join(', ')}, as the document’s properties say. If that is wrong, write a line such as \`authors: Ada Low\` at the top.`,
      ),
    );
  }
  const hasTags = ['tags', 'tag'].some((name) => values[name] !== undefined);
  if (!keywords.length || hasTags) return;
  values.tags = keywords.slice(0, 20);
  findings.push(note('The tags are the keywords of the document’s properties.'));
  if (keywords.length > 20)
    findings.push({ ...note(`Of the ${keywords.length} keywords the first 20 are tags.`), lost: 'words' });
}
