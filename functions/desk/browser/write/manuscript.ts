import { CST, Parser } from 'yaml';

/** A text as it is handed in: front matter between two lines of `---`, and the body. */
export interface Manuscript {
  /** YAML, with a line break at its end; empty where there is none. */
  front: string;
  body: string;
  /** The line of the file, counting from 1, on which the body begins. */
  bodyLine: number;
}

/** A value that a field of the form can hold; what it cannot hold stays as it is written. */
export type FieldValue = string | string[];

export const manuscriptIn = (text: string): Manuscript => {
  const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const [whole = '', front = ''] =
    /^\s*---[ \t]*\n(|[\s\S]*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(plain) ?? [];
  return { front, body: plain.slice(whole.length), bodyLine: whole.split('\n').length };
};

export const textOf = ({ front, body }: Pick<Manuscript, 'front' | 'body'>): string =>
  front ? `---\n${front}---\n${body}` : body;

/** Whether its fields can be shown: else somebody has to mend it as text. */
export const isReadable = (front: string): boolean => fieldsOf(front) !== undefined;

/** The value of a field; undefined where it is not there, or no text and no list of texts. */
export function fieldIn(front: string, name: string): FieldValue | undefined {
  const field = fieldOf(front, name);
  if (!field) return undefined;
  if (!field.value) return '';
  if (CST.isScalar(field.value)) return scalarOf(field.value);
  if (field.value.type !== 'block-seq' && !isFlowList(field.value)) return undefined;
  const items = itemsOf(field.value);
  return items.every(CST.isScalar) ? items.map((item) => scalarOf(item) ?? '') : undefined;
}

/** Whether the field has a value that the form has no place for: `picture` with its words, a series with its part. */
export const isRich = (front: string, name: string): boolean =>
  fieldOf(front, name) !== undefined && fieldIn(front, name) === undefined;

/** The front matter with another value of a field, every other character as it was. Nothing and no list remove it. */
export function withField(front: string, name: string, value: FieldValue | undefined): string {
  const field = fieldOf(front, name);
  const isEmpty = value === undefined || value.length === 0;
  if (!field) return isEmpty ? front : `${front}${lineOf(name, value)}\n`;
  const { start, end } = field;
  const isWholeLine = front[end - 1] === '\n';
  if (!isEmpty)
    return front.slice(0, start) + lineOf(name, value) + (isWholeLine ? '\n' : '') + front.slice(end);
  const nextLine = isWholeLine ? end : front.indexOf('\n', end) + 1 || front.length;
  return front.slice(0, start) + front.slice(nextLine);
}

/** What a file says of its publication. */
export type Wish = 'draft' | 'published';

/** The front matter that says so, whatever it said before. Undefined where it cannot be changed. */
export function withStatus(front: string, wish: Wish): string | undefined {
  if (!isReadable(front)) return undefined;
  const plain = withField(front, 'draft', undefined);
  // “published: no” is another way to say that it is a draft.
  const isDenied = /^(?:false|no|off|n)$/i.test([fieldIn(front, 'published')].flat()[0] ?? '');
  const isSaid = wish === 'draft' || isDenied;
  const changed = withField(plain, 'status', isSaid ? wish : undefined);
  return isReadable(changed) && (fieldIn(changed, 'status') ?? 'published') === wish ? changed : undefined;
}

/** Says of a picture in the text that it has no alt text on purpose: `pictures` is a list of such words by file. */
export function withDecorative(front: string, file: string): string {
  const words = `{ file: ${scalar(file)}, alt: "" }`;
  const field = fieldOf(front, 'pictures');
  if (!field) return `${front}pictures:\n  - ${words}\n`;
  const { value, end } = field;
  if (value?.type === 'block-seq')
    return `${front.slice(0, end)}${' '.repeat(value.indent)}- ${words}\n${front.slice(end)}`;
  if (value && isFlowList(value))
    return `${front.slice(0, end - 1)}${value.items.length ? ', ' : ''}${words}${front.slice(end - 1)}`;
  return front;
}

/** Whether the front matter has an alt text for a picture, be it an empty one. */
export function hasAltWords(front: string, file: string): boolean {
  const places = ['picture', 'pictures'].flatMap((name) => fieldOf(front, name)?.value ?? []);
  const words = places.flatMap((place) => (isMap(place) ? [place] : itemsOf(place)));
  return words.some((one) => memberOf(one, 'file') === file && memberOf(one, 'alt') !== undefined);
}

type Token = CST.Token;
type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

interface Field {
  name: string;
  value?: Token;
  /** From the name to the end of the value, in characters; that of a block is the end of its last line. */
  start: number;
  end: number;
}

const fieldOf = (front: string, name: string): Field | undefined =>
  fieldsOf(front)?.find((field) => field.name === name);

/** The fields of the front matter; undefined where it is none, as far as can be seen without the press. */
function fieldsOf(front: string): Field[] | undefined {
  const tokens = [...new Parser().parse(front)];
  const [document, more] = tokens.filter(({ type }) => type !== 'comment' && type !== 'newline');
  if (!document) return [];
  if (more || document.type !== 'document') return undefined;
  const map = document.value;
  if (!map) return [];
  if (map.type !== 'block-map') return undefined;
  let at = document.offset + lengthOf(document.start);
  const fields: Field[] = [];
  for (const item of map.items) {
    const whole = CST.stringify(item);
    if (item.key) {
      if (!CST.isScalar(item.key) || !isSound(item.value)) return undefined;
      fields.push(placed({ ...item, key: item.key }, at));
    }
    at += whole.length;
  }
  return fields;
}

type Item = {
  start: CST.SourceToken[];
  key: CST.FlowScalar | CST.BlockScalar;
  sep: CST.SourceToken[];
  value?: Token;
};

function placed({ start, key, sep, value }: Item, at: number): Field {
  const begin = at + lengthOf(start);
  const colon = sep.findIndex(({ type }) => type === 'map-value-ind') + 1;
  const before = begin + CST.stringify(key).length;
  const end = value ? before + lengthOf(sep) + ownLength(value) : before + lengthOf(sep.slice(0, colon));
  return { name: scalarOf(key) ?? '', start: begin, end, ...(value && { value }) };
}

const lengthOf = (tokens: readonly CST.SourceToken[]): number =>
  tokens.reduce((sum, { source }) => sum + source.length, 0);

/** Without the comment and the line break behind it. */
function ownLength(value: Token): number {
  if (value.type === 'flow-collection') {
    const behind = value.end.slice(value.end.findIndex(({ type }) => type.startsWith('flow-')) + 1);
    return CST.stringify(value).length - lengthOf(behind);
  }
  return CST.isScalar(value) && value.type !== 'block-scalar'
    ? value.source.length
    : CST.stringify(value).length;
}

/** No part of it is a fault, and no quote is open. */
function isSound(value: Token | null | undefined): boolean {
  if (!value) return true;
  if (value.type === 'error') return false;
  if (CST.isScalar(value)) return scalarOf(value) !== undefined;
  return !CST.isCollection(value) || value.items.every((item) => isSound(item.key) && isSound(item.value));
}

/** Undefined for one that cannot be read. */
function scalarOf(token: CST.FlowScalar | CST.BlockScalar): string | undefined {
  let isBroken = false;
  const read = CST.resolveAsScalar(token, true, () => {
    isBroken = true;
  });
  return isBroken || !read ? undefined : read.value;
}

const isFlowList = (value: Token): value is CST.FlowCollection =>
  value.type === 'flow-collection' && value.start.source === '[';

const isMap = (value: Token): value is Collection =>
  value.type === 'block-map' || (value.type === 'flow-collection' && value.start.source === '{');

const itemsOf = (value: Token): Token[] =>
  CST.isCollection(value) ? value.items.flatMap((item) => item.value ?? []) : [];

function memberOf(value: Token, name: string): string | undefined {
  if (!isMap(value)) return undefined;
  const item = value.items.find(({ key }) => CST.isScalar(key) && scalarOf(key) === name);
  if (!item) return undefined;
  return CST.isScalar(item.value) ? scalarOf(item.value) : '';
}

const lineOf = (name: string, value: FieldValue): string =>
  `${name}: ${typeof value === 'string' ? scalar(value) : `[${value.map(scalar).join(', ')}]`}`;

/** Plain where no reader of YAML can take it for something else; otherwise in JSON's quotes, which YAML has, too. */
const scalar = (text: string): string =>
  /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .’‘“”–—/_-]*[\p{L}\p{M}\p{N}.’”])?$/u.test(text) &&
  !meansSomething.test(text)
    ? text
    : JSON.stringify(text);

const meansSomething = /^(?:true|false|yes|no|on|off|null|y|n)$/i;
