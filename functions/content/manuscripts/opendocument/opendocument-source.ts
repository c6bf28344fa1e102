import { Parser, parseDocument } from 'htmlparser2';
import { find, lineOf } from '../hypertext/elements.ts';
import type { OfficeFile } from '../office/open-archive.ts';
import type { ForeignPart, OfficeSource } from '../office/tell-of-office.ts';
import { repeatsOf } from './tables.ts';

/** What stands in the XML of an OpenDocument text, counted without the converter. */
export function countOpenDocument({ xml }: OfficeFile): OfficeSource {
  const content = xml.get('content.xml') ?? '';
  const styles = xml.get('styles.xml') ?? '';
  const counter = new Counter(hiddenStyles(content + styles));
  counter.read(content);
  const { objects, ...source } = counter;
  const kinds = objects.map((object) => ({ object, kind: kindOf(object, xml) }));
  const equations = kinds.filter(({ kind }) => kind === 'equation');
  return {
    ...source.source,
    equations: equations.map(({ object }) => formulaIn(xml.get(`${object}/content.xml`) ?? '')),
    foreign: [...source.source.foreign, ...kinds.flatMap(({ kind }) => (kind === 'equation' ? [] : kind))],
    headers: headersIn(styles),
  };
}

/** Names of styles whose words are not seen. */
function hiddenStyles(xml: string): Set<string> {
  const hidden = new Set<string>();
  let style = '';
  const onopentag = (name: string, attributes: Record<string, string>) => {
    if (name === 'style:style') style = attributes['style:name'] ?? '';
    const isHidden = attributes['text:display'] === 'none';
    if (isHidden && /^style:(?:text|section)-properties$/.test(name)) hidden.add(style);
  };
  new Parser({ onopentag }, { xmlMode: true }).end(xml);
  return hidden;
}

/** What an object within the text is, as the manifest of the file has it. */
function kindOf(object: string, xml: ReadonlyMap<string, string>): ForeignPart | 'equation' {
  const entries = (xml.get('META-INF/manifest.xml') ?? '').match(/<[\w:]*file-entry\s[^>]*>/g) ?? [];
  const [entry = ''] = entries.filter((each) => each.includes(`full-path="${object}/"`));
  if (entry.includes('opendocument.formula')) return 'equation';
  return entry.includes('opendocument.chart') ? 'chart' : 'embedded object';
}

/** As LibreOffice writes it beside the MathML, else the words of that. */
function formulaIn(xml: string): string {
  const [, annotation] = /<(?:\w+:)?annotation\s[^>]*>([^<]*)</.exec(xml) ?? [];
  let words = '';
  const parser = new Parser({ ontext: (text) => (words += text) }, { xmlMode: true, decodeEntities: true });
  parser.end(annotation ?? xml);
  return words.replace(/\s+/g, ' ').trim();
}

function headersIn(styles: string): string[] {
  const { children } = parseDocument(styles, { xmlMode: true });
  const parts = find(children, ({ name }) => /^style:(?:header|footer)(?:-left|-first)?$/.test(name));
  const words = parts.map((part) =>
    find(part.children, ({ name }) => name === 'text:p')
      .map(lineOf)
      .join(' ')
      .trim(),
  );
  return [...new Set(words.filter(Boolean))];
}

/** Elements whose words nobody is to have, or that are told otherwise. */
const notRead = new Set([
  'text:tracked-changes',
  'office:annotation',
  'office:forms',
  'text:note-citation',
  'text:table-of-content',
  'text:script',
  'svg:title',
  'svg:desc',
  'table:title',
  'table:desc',
  'draw:object',
  'draw:object-ole',
]);

const foreignParts: Record<string, ForeignPart> = {
  'draw:object-ole': 'embedded object',
  'draw:plugin': 'embedded object',
  'draw:applet': 'embedded object',
  'draw:floating-frame': 'embedded object',
  'draw:control': 'form',
  'text:table-of-content': 'table of contents',
};

const shape =
  /^(?:draw:(?:custom-shape|rect|ellipse|circle|line|polyline|polygon|regular-polygon|path|connector|caption|measure|g)|dr3d:scene)$/;
/** What stands between two words, or within one. */
const signs = new Set(['text:s', 'text:tab', 'text:line-break', 'text:note']);

/** What a text box or a shape holds. */
interface Box {
  isBox: boolean;
  /** Of its own. */
  hasWords: boolean;
  hasPicture: boolean;
  /** Words of what stands in it. */
  holdsMore: boolean;
}

/** An element that has begun. */
interface Open {
  isHidden: boolean;
  /** How often it stands, and before which paragraph. */
  times: number;
  from: number;
}

class Counter {
  readonly source: Omit<OfficeSource, 'equations' | 'headers'> = {
    paragraphs: [],
    insertions: 0,
    deletions: 0,
    comments: 0,
    textBoxes: 0,
    foreign: [],
    hidden: [],
  };
  /** Folders of what is embedded. */
  readonly objects: string[] = [];
  readonly #hiddenStyles: ReadonlySet<string>;
  readonly #open: Open[] = [];
  /** Paragraphs within paragraphs are those of notes and text boxes. */
  readonly #paragraphs: string[] = [''];
  /** Text boxes and shapes that are open. */
  readonly #boxes: Box[] = [];
  #unread = 0;
  #hidden = 0;

  constructor(styles: ReadonlySet<string>) {
    this.#hiddenStyles = styles;
  }

  read(xml: string): void {
    const parser = new Parser(
      {
        onopentag: (name, attributes) => this.#begin(name, attributes),
        ontext: (text) => this.#text(text),
        onclosetag: (name) => this.#end(name),
      },
      { xmlMode: true, decodeEntities: true },
    );
    parser.end(xml);
    this.source.paragraphs.push(...this.#paragraphs);
  }

  #begin(name: string, attributes: Record<string, string>): void {
    if (name === 'text:insertion') this.source.insertions++;
    if (name === 'text:deletion') this.source.deletions++;
    if (name === 'office:annotation' && !this.#unread) this.source.comments++;
    if (!this.#unread) this.#see(name, attributes);
    const isHidden =
      attributes['text:display'] === 'none' ||
      this.#hiddenStyles.has(attributes['text:style-name'] ?? '') ||
      (/^text:hidden-(?:text|paragraph)$/.test(name) && attributes['text:is-hidden'] !== 'false');
    const times = repeatsOf(name, attributes).shown;
    this.#open.push({ isHidden, times, from: this.source.paragraphs.length });
    if (isHidden) this.#hidden++;
    if (notRead.has(name)) this.#unread++;
  }

  #see(name: string, attributes: Record<string, string>): void {
    if (Object.hasOwn(foreignParts, name)) this.source.foreign.push(foreignParts[name] ?? 'embedded object');
    if (name === 'draw:object') this.objects.push((attributes['xlink:href'] ?? '').replace(/^\.\//, ''));
    if (name === 'text:p' || name === 'text:h') this.#paragraphs.push('');
    if (signs.has(name)) this.#add(' ');
    if (name === 'draw:text-box' || shape.test(name))
      this.#boxes.push({
        isBox: name === 'draw:text-box',
        hasWords: false,
        hasPicture: false,
        holdsMore: false,
      });
    if (name === 'draw:image') for (const box of this.#boxes) box.hasPicture = true;
  }

  #end(name: string): void {
    const { isHidden, times = 1, from } = this.#open.pop() ?? {};
    if (isHidden) this.#hidden--;
    const repeated = times > 1 ? this.source.paragraphs.slice(from) : [];
    for (let time = 1; time < times; time++)
      for (const paragraph of repeated) this.source.paragraphs.push(paragraph);
    if (notRead.has(name)) this.#unread--;
    if (this.#unread) return;
    if (name === 'text:p' || name === 'text:h') this.source.paragraphs.push(this.#paragraphs.pop() ?? '');
    if (name === 'draw:text-box' || shape.test(name)) this.#endBox();
  }

  /** A picture in a text box is one with its caption, and stands as such. */
  #endBox(): void {
    const box = this.#boxes.pop();
    const outer = this.#boxes.at(-1);
    if (!box) return;
    const { isBox, hasWords, hasPicture, holdsMore } = box;
    if (outer) outer.holdsMore ||= hasWords || holdsMore;
    if (hasWords && !(isBox && hasPicture)) this.source.textBoxes++;
    if (!isBox && !hasWords && !hasPicture && !holdsMore && !outer) this.source.foreign.push('drawing');
  }

  #text(text: string): void {
    if (this.#unread) return;
    if (this.#hidden && text.trim()) this.source.hidden.push(text);
    const box = this.#boxes.at(-1);
    if (box && text.trim()) box.hasWords = true;
    this.#add(text);
  }

  #add(text: string): void {
    const last = this.#paragraphs.length - 1;
    if (!this.#unread) this.#paragraphs[last] = (this.#paragraphs[last] ?? '') + text;
  }
}
