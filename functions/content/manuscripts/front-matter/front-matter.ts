import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml';
import { findForbidden } from '../characters.ts';
import { error, type Finding, note, shortened, warning } from '../findings.ts';

/** A value as written: every scalar is its own text, so that 1949 and 1949-05 keep their precision. */
export type Written = string | Written[] | { [field: string]: Written };

export interface FrontMatter {
  values: Record<string, Written>;
  /** The line (from 1) of each field, by its path joined with `/`: `picture/alt`, `tags/0`. */
  lines: ReadonlyMap<string, number>;
  /** The paths of values in quotes. */
  quoted: ReadonlySet<string>;
  body: string;
  /** The line the body begins on, counting from 1. */
  bodyLine: number;
  findings: Finding[];
}

const mostCharacters = 64 * 1024;
const deepest = 8;

/** Parts a manuscript into its front matter (YAML between two lines of `---`) and its body. */
export function readFrontMatter(text: string): FrontMatter | { findings: Finding[] } {
  const [lead = ''] = /^\s*\n/.exec(text) ?? [];
  const start = lead.split('\n').length;
  const content = text.slice(lead.length);
  const foreign = /^(?:---[ \t]*([a-z]+)|\+\+\+)[ \t]*\n/i.exec(content);
  if (foreign) return { findings: [notYaml(foreign[1], start)] };
  const [whole, yaml = ''] = /^---[ \t]*\n(|[\s\S]*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(content) ?? [];
  if (whole !== undefined)
    return parse(yaml, start + 1, content.slice(whole.length), whole.split('\n').length - 1 + start);
  const broken = brokenFence(content, start);
  if (broken) return { findings: [broken] };
  return { values: {}, lines: new Map(), quoted: new Set(), body: content, bodyLine: start, findings: [] };
}

const notYaml = (language = 'TOML (+++)', line: number): Finding =>
  error(`This front matter is ${language}. Write it as YAML, between two lines of ---.`, line);

const dash = /[\p{Pd}\u2212_=*~+;]/u;
const noDash = /[^\p{Pd}\u2212_=*~+.;\s\u200b\ufeff]/u;
/** Lines that look like fences: dashes of every kind, alone or with spaces and signs that nobody sees. */
const looksLikeFence = (line: string): boolean => dash.test(line) && !noDash.test(line);

const field = /^\s*["']?[\w-]+["']?\s*:(?:\s|$)/;
/** Fields that a text without a title does not begin with by chance. */
const usualField =
  /^(?:title|slug|kind|authors?|date|published|layout|tags|section|standfirst|draft|status):\s/i;

/** What is wrong with front matter whose fences are not two lines of `---`; undefined if there is none. */
function brokenFence(content: string, start: number): Finding | undefined {
  const [first = '', ...others] = content.split('\n', 300);
  if (/^\{\s*"/.test(content)) return notYaml('JSON', start);
  if (usualField.test(first))
    return error('The front matter has no beginning. Put a line of --- before its first field.', start);
  if (!looksLikeFence(first) || !others.find((line) => line.trim() !== '')?.match(field)) return undefined;
  if (!/^---[ \t]*$/.test(first)) return notFence('begins', first, start);
  const end = others.findIndex(looksLikeFence);
  return end < 0
    ? error('The front matter has no end. Put a line of --- after its last field.', start)
    : notFence('ends', others[end] ?? '', start + end + 1);
}

const notFence = (place: 'begins' | 'ends', line: string, at: number) =>
  error(
    `The front matter ${place} with “${line.trim()}”, which is not three hyphens (---) at the beginning of a line. Write --- before its first field and after its last.`,
    at,
  );

function parse(
  source: string,
  firstLine: number,
  body: string,
  bodyLine: number,
): FrontMatter | { findings: Finding[] } {
  if (source.length > mostCharacters)
    return {
      findings: [error('The front matter is longer than a book’s. Is the closing --- missing?', firstLine)],
    };
  const { document, counter, openQuote } = parsedYaml(source);
  const lineAt = (offset: number) => counter.linePos(offset).line + firstLine - 1;
  const [broken] = document.errors;
  if (broken?.code === 'MISSING_CHAR' && openQuote !== undefined)
    return { findings: [error(unclosedQuote, firstLine + openQuote)] };
  if (broken) {
    const place = isUnclosed(broken) ? lastField(document.contents) : undefined;
    return { findings: [error(plainYamlError(broken), lineAt(place ?? broken.pos[0]))] };
  }
  const reader = new NodeReader(lineAt);
  const values = document.contents ? reader.value(document.contents, []) : {};
  if (typeof values !== 'object' || Array.isArray(values))
    return { findings: [error('The front matter must be lines such as `title: My title`.', firstLine)] };
  const { lines, quoted, findings } = reader;
  if (reader.isIncomplete) return { findings };
  return { values, lines, quoted, body, bodyLine, findings };
}

/** Other programs let a quoted value go on in lines that are not indented: where YAML fails, these are indented. */
function parsedYaml(source: string) {
  const first = yamlOf(source);
  if (first.document.errors.length === 0) return { ...first, openQuote: undefined };
  const { yaml, openQuote } = withIndentedQuotes(source);
  return { ...(yaml === source ? first : yamlOf(yaml)), openQuote };
}

function yamlOf(yaml: string) {
  const counter = new LineCounter();
  const options = { schema: 'failsafe', version: '1.2', prettyErrors: false, logLevel: 'silent' } as const;
  return { counter, document: parseDocument(yaml, { ...options, lineCounter: counter }) };
}

const quoteOpens = /^(\s*(?:- +)*(?:[\w-]+:\s+)?)(["'])/;

/**
 * The same with each further line of a quoted value indented: YAML folds that away, and lines keep their numbers.
 * `openQuote` is the first line, counting from 0, with a quote that is not closed as it should be.
 */
function withIndentedQuotes(source: string): { yaml: string; openQuote: number | undefined } {
  const lines = source.split('\n');
  let openQuote: number | undefined;
  for (let at = 0; at < lines.length; at++) {
    const [whole = '', lead = '', quote = ''] = quoteOpens.exec(lines[at] ?? '') ?? [];
    const end = whole ? lineOfClosingQuote(lines, at, { from: whole.length, quote }) : at;
    if (end === undefined) openQuote ??= at;
    for (let next = at + 1; next <= (end ?? at); next++)
      if (lines[next]?.trim()) lines[next] = ' '.repeat(lead.length + 1) + lines[next];
    at = end ?? at;
  }
  return { yaml: lines.join('\n'), openQuote };
}

/** Undefined if there is none before what looks like the next field, or more than a remark follows it. */
function lineOfClosingQuote(lines: string[], at: number, { from, quote }: { from: number; quote: string }) {
  const inside = quote === '"' ? /^(?:[^"\\]|\\.)*/ : /^(?:[^']|'')*/;
  for (let next = at; next < lines.length; next++) {
    const rest = next === at ? (lines[next] ?? '').slice(from) : (lines[next] ?? '');
    if (next > at && /^[a-z][\w-]*:(?:\s|$)/.test(rest)) return undefined;
    const [text = ''] = inside.exec(rest) ?? [];
    if (rest[text.length] === quote)
      return /^\s*(?:#.*)?$/.test(rest.slice(text.length + 1)) ? next : undefined;
  }
  return undefined;
}

const unclosedQuote =
  'A quote opens on this line of the front matter and is not closed before the next field. Close it at the end of the value; a quote within it is written twice, or stands in quotes of the other kind.';
const quoted = 'Put the value in quotes, as in `title: "Rent: the facts"`.';
const unreadable = 'The front matter cannot be read at this line: each line must be `field: value`.';

/** What to do about an error of YAML, in words for someone who has not heard of YAML. */
const remedies: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY: `The front matter has a second colon on this line, or the lines after it are indented. ${quoted}`,
  TAB_AS_INDENT: 'The front matter has a tab at the beginning of this line. Use spaces.',
  DUPLICATE_KEY: 'The front matter has this field twice. Leave one out.',
  MISSING_CHAR:
    'A closing quote or bracket is missing on this line of the front matter, or the line after it.',
  BAD_SCALAR_START: `In the front matter a value cannot begin with this character. ${quoted}`,
  UNEXPECTED_TOKEN: `The front matter goes on after the value seemed to end. ${quoted}`,
  MULTILINE_IMPLICIT_KEY:
    'This line of the front matter has no colon with a space after it: write `field: value`.',
  BAD_INDENT:
    'This line of the front matter is not indented like its neighbours, or a closing bracket is missing.',
  BAD_DQ_ESCAPE: 'A \\ in double quotes must be doubled (\\\\) in the front matter.',
};

const plainYamlError = ({ code }: YAMLError): string => remedies[code] ?? unreadable;

/** YAML notices a missing bracket or quote far below; it is the field it read last that has none. */
const isUnclosed = ({ code, message }: YAMLError) => code === 'MISSING_CHAR' || message.startsWith('Flow ');

function lastField(contents: unknown): number | undefined {
  const key = isMap(contents) ? contents.items.at(-1)?.key : undefined;
  return isScalar(key) ? key.range?.[0] : undefined;
}

const special = (sign: string, name: string) =>
  `A value that begins with ${sign} must stand in quotes (YAML takes it for ${name}, which is not read here).`;

/** A title is cut by mistake; other values may have a remark. */
function cutOff(remark: string, path: string[], line: number): Finding {
  const text = `What follows # was left out as a remark: “${shortened(remark, 40)}”.`;
  return path.join() === 'title'
    ? warning(`${text} If it belongs to the title, put that in quotes.`, line)
    : note(text, line);
}

/** Turns nodes into values and remembers where each stood. */
class NodeReader {
  readonly lines = new Map<string, number>();
  readonly quoted = new Set<string>();
  /** A value cannot be read, so that nothing can be said of what is missing. */
  isIncomplete = false;
  readonly findings: Finding[] = [];
  readonly #lineAt: (offset: number) => number;

  constructor(lineAt: (offset: number) => number) {
    this.#lineAt = lineAt;
  }

  /** Undefined for a field that is left empty. */
  value(node: unknown, path: string[]): Written | undefined {
    if (!isNode(node)) return undefined;
    const line = this.#lineAt(node.range?.[0] ?? 0);
    const name = path.join('/');
    if (path.length > 0 && !this.lines.has(name)) this.lines.set(name, line);
    if (path.length > deepest) return this.#leaveOut('This is nested too deeply.', line);
    if (isAlias(node)) return this.#leaveOut(special('*', 'an alias'), line);
    if (node.anchor !== undefined) this.#refuse(special('&', 'an anchor'), line);
    if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,'))
      this.#refuse(special('!', 'a tag'), line);
    if (isScalar(node)) return this.#scalar(node, path, line);
    if (isSeq(node))
      return node.items.flatMap((item, index) => this.value(item, [...path, String(index)]) ?? []);
    return isMap(node) ? this.#map(node.items, path) : undefined;
  }

  #scalar({ value, type, comment }: Scalar, path: string[], line: number): Written | undefined {
    const isPlain = type === 'PLAIN';
    if (isPlain && comment) this.findings.push(cutOff(comment.trim(), path, line));
    if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') this.quoted.add(path.join('/'));
    const text = String(value ?? '');
    if (findForbidden(text) >= 0)
      this.#refuse('This value has a character in it that no text has. Take it out.', line);
    return isPlain && /^(|~|null)$/i.test(text) ? undefined : text;
  }

  #map(items: readonly { key: unknown; value: unknown }[], path: string[]): Written {
    const entries: [string, Written][] = [];
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (isScalar(key)) this.lines.set([...path, name].join('/'), this.#lineAt(key.range?.[0] ?? 0));
      const written = this.value(value, [...path, name]);
      if (written !== undefined) entries.push([name, written]);
    }
    return Object.fromEntries(entries);
  }

  #refuse(text: string, line: number): void {
    this.findings.push(error(text, line));
  }

  #leaveOut(text: string, line: number): undefined {
    this.isIncomplete = true;
    this.#refuse(text, line);
  }
}
