import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { error, type Finding, note, shortened } from '../findings.ts';

/** A value as written: every scalar is its own text, so that 1949 and 1949-05 keep their precision. */
export type Written = string | Written[] | { [field: string]: Written };

export interface FrontMatter {
  values: Record<string, Written>;
  /** The line (from 1) of each field, by its path joined with `/`: `picture/alt`, `tags/0`. */
  lines: ReadonlyMap<string, number>;
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
  if (/^---[ \t]*\n\s*[\w-]+\s*:/.test(content))
    return {
      findings: [error('The front matter has no end. Put a line of --- after its last field.', start)],
    };
  return { values: {}, lines: new Map(), body: content, bodyLine: start, findings: [] };
}

const notYaml = (language = 'TOML (+++)', line: number): Finding =>
  error(`This front matter is ${language}. Write it as YAML, between two lines of ---.`, line);

function parse(
  yaml: string,
  firstLine: number,
  body: string,
  bodyLine: number,
): FrontMatter | { findings: Finding[] } {
  if (yaml.length > mostCharacters)
    return {
      findings: [error('The front matter is longer than a book’s. Is the closing --- missing?', firstLine)],
    };
  const counter = new LineCounter();
  const document = parseDocument(yaml, {
    schema: 'failsafe',
    version: '1.2',
    lineCounter: counter,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const lineAt = (offset: number) => counter.linePos(offset).line + firstLine - 1;
  const [broken] = document.errors;
  if (broken) {
    const place = isUnclosed(broken) ? lastField(document.contents) : undefined;
    return { findings: [error(plainYamlError(broken), lineAt(place ?? broken.pos[0]))] };
  }
  const reader = new NodeReader(lineAt);
  const values = document.contents ? reader.value(document.contents, []) : {};
  if (typeof values !== 'object' || Array.isArray(values))
    return { findings: [error('The front matter must be lines such as `title: My title`.', firstLine)] };
  const refused = reader.findings.filter(({ level }) => level === 'error');
  if (refused.length > 0) return { findings: refused };
  return { values, lines: reader.lines, body, bodyLine, findings: reader.findings };
}

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

/** Turns nodes into values and remembers where each stood. */
class NodeReader {
  readonly lines = new Map<string, number>();
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
    if (path.length > deepest) return this.#refuse('This is nested too deeply.', line);
    if (isAlias(node))
      return this.#refuse(
        'A value that begins with * must stand in quotes (YAML takes it for an alias, which is not read here).',
        line,
      );
    if (isScalar(node)) return this.#scalar(node.value, node.type === 'PLAIN', node.comment, line);
    if (isSeq(node))
      return node.items.flatMap((item, index) => this.value(item, [...path, String(index)]) ?? []);
    return isMap(node) ? this.#map(node.items, path) : undefined;
  }

  #scalar(
    value: unknown,
    plain: boolean,
    comment: string | null | undefined,
    line: number,
  ): Written | undefined {
    if (plain && comment)
      this.findings.push(
        note(`What follows # was left out as a remark: “${shortened(comment.trim(), 40)}”.`, line),
      );
    const text = String(value ?? '');
    return plain && /^(|~|null)$/i.test(text) ? undefined : text;
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

  #refuse(text: string, line: number): undefined {
    this.findings.push(error(text, line));
    return undefined;
  }
}
