import { Parser } from 'htmlparser2';
import type { OfficeFile } from '../office/open-archive.ts';
import type { ForeignPart, OfficeSource } from '../office/tell-of-office.ts';
import { textParts } from './word-parts.ts';

const foreignParts: Record<string, ForeignPart> = {
  'c:chart': 'chart',
  'cx:chart': 'chart',
  'dgm:relIds': 'diagram',
  'o:OLEObject': 'embedded object',
  'w:altChunk': 'inserted document',
  'w:subDoc': 'inserted document',
  'w:ddList': 'choice from a list',
};

const headerParts = /^word\/(?:header|footer)\d*\.xml$/;

/** What stands in the XML of a Word document, counted without mammoth. */
export function countWord({ xml }: OfficeFile): OfficeSource {
  const counter = new Counter();
  for (const [name, text] of xml) if (textParts.test(name)) counter.read(text);
  const comments = xml.get('word/comments.xml') ?? '';
  const headers = [...xml].filter(([name]) => headerParts.test(name)).map(([, text]) => wordsIn(text));
  return {
    ...counter.source,
    comments: comments.match(/<w:comment[\s>]/g)?.length ?? 0,
    headers: headers.filter(Boolean),
  };
}

function wordsIn(xml: string): string {
  const counter = new Counter();
  counter.read(xml);
  return [...new Set(counter.source.paragraphs)].join(' ').trim();
}

/** Elements whose words nobody is to have: struck out, moved away, or a second form of what stands before. */
const notRead = new Set(['w:del', 'w:moveFrom', 'mc:Fallback']);

/** What stands between two words, or within one, in the characters that mammoth has for it. */
const signs: Record<string, string> = {
  'w:tab': ' ',
  'w:ptab': ' ',
  'w:rt': ' ',
  'w:rubyBase': ' ',
  'w:br': ' ',
  'w:cr': ' ',
  'w:sym': ' ',
  'w:noBreakHyphen': '\u2011',
  'w:softHyphen': '\u00ad',
  'w:footnoteReference': ' ',
  'w:endnoteReference': ' ',
};

class Counter {
  readonly source: Omit<OfficeSource, 'comments' | 'headers'> = {
    paragraphs: [],
    insertions: 0,
    deletions: 0,
    equations: [],
    textBoxes: 0,
    foreign: [],
    hidden: [],
  };
  readonly #open: string[] = [];
  /** Paragraphs within paragraphs are those of text boxes. */
  readonly #paragraphs: string[] = [];
  /** Words of a paragraph that goes on in the next: its end is struck out, or it is a large first letter. */
  #begun = '';
  #goesOn = false;
  #unread = 0;
  #equation: string | undefined;
  #isHidden = false;

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
    this.source.paragraphs.push(this.#begun);
    this.#begun = '';
  }

  #begin(name: string, attributes: Record<string, string>): void {
    const parent = this.#open.at(-1);
    this.#open.push(name);
    if (notRead.has(name)) this.#unread++;
    // In the properties of a run it says of the end of a paragraph that it is new or gone.
    if ((name === 'w:ins' || name === 'w:moveTo') && parent !== 'w:rPr') this.source.insertions++;
    if ((name === 'w:del' || name === 'w:moveFrom') && parent !== 'w:rPr') this.source.deletions++;
    if (name === 'w:p') this.#paragraphs.push(this.#begun);
    if (name === 'w:p') [this.#begun, this.#goesOn] = ['', false];
    if (name === 'w:del' && parent === 'w:rPr' && this.#open.at(-3) === 'w:pPr') this.#goesOn = true;
    if (name === 'w:framePr' && /^(?:drop|margin)$/.test(attributes['w:dropCap'] ?? '')) this.#goesOn = true;
    if (name === 'w:txbxContent' && !this.#unread) this.source.textBoxes++;
    const foreign = Object.hasOwn(foreignParts, name) ? foreignParts[name] : undefined;
    if (foreign && !this.#unread) this.source.foreign.push(foreign);
    // The words of WordArt.
    if (name === 'v:textpath') this.#add(` ${attributes.string ?? ''} `);
    if (name === 'm:oMath') this.#equation = '';
    if (name === 'w:r') this.#isHidden = false;
    if (name === 'w:vanish' && parent === 'w:rPr')
      this.#isHidden = !/^(?:0|false|off)$/.test(attributes['w:val'] ?? '');
    if (Object.hasOwn(signs, name)) this.#add(signs[name] ?? '');
  }

  #end(name: string): void {
    this.#open.pop();
    if (notRead.has(name)) this.#unread--;
    if (name === 'm:oMath' && this.#equation !== undefined) {
      if (!this.#unread) this.source.equations.push(this.#equation);
      this.#equation = undefined;
    }
    if (name === 'w:p') this.#endParagraph(this.#paragraphs.pop() ?? '');
  }

  #endParagraph(words: string): void {
    if (this.#goesOn) this.#begun = words;
    else this.source.paragraphs.push(words);
    this.#goesOn = false;
  }

  #text(text: string): void {
    const name = this.#open.at(-1);
    if (this.#unread) return;
    if (name === 'm:t' && this.#equation !== undefined) this.#equation += text;
    if (name !== 'w:t') return;
    if (this.#isHidden) this.source.hidden.push(text);
    this.#add(text);
  }

  #add(text: string): void {
    const last = this.#paragraphs.length - 1;
    if (!this.#unread && last >= 0) this.#paragraphs[last] = (this.#paragraphs[last] ?? '') + text;
  }
}
