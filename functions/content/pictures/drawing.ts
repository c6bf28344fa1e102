import { Parser } from 'htmlparser2';
import { knownLetters, knownTypefaces } from './typeface-names.ts';

/** What an SVG says of itself, read from its text alone. */
export interface Drawing {
  /** Width and height that its root names, in CSS pixels; undefined where it fills what it is put into. */
  width: number | undefined;
  height: number | undefined;
  /** What readers do not see of it, in words. */
  remarks: string[];
}

interface Size {
  width: number;
  height: number;
}

/** Names that a remark lists at most. */
const mostNamed = 5;
/** What is drawn is no deeper; the parser's time grows with the square of the depth. */
const mostLevels = 1000;
const pieceLength = 65_536;

/** In time that grows with its length alone. Entities are not looked into: what they hide is drawn, and not told. */
export function drawingOf(bytes: Uint8Array): Drawing {
  const found = new DrawingParts();
  const parser = new Parser(found, { xmlMode: true, decodeEntities: true });
  const text = new TextDecoder().decode(bytes);
  for (let at = 0; at < text.length && found.levels < mostLevels; at += pieceLength)
    parser.write(text.slice(at, at + pieceLength));
  const { width, height } = found.root ?? {};
  return { width: pixelsOf(width), height: pixelsOf(height), remarks: remarksOn(found) };
}

/** Collects what a parser finds. */
class DrawingParts {
  root: Record<string, string> | undefined;
  readonly typefaces = new Set<string>();
  readonly unknownLetters = new Set<string>();
  readonly counts = { frames: 0, elsewhere: 0, moving: 0, links: 0 };
  levels = 0;
  #inText = 0;
  #inStyle = false;

  onopentag(name: string, attributes: Record<string, string>): void {
    const local = localName(name);
    this.levels++;
    this.root ??= attributes;
    this.#count(local, attributes);
    if (local === 'text') this.#inText++;
    if (local === 'style') this.#inStyle = true;
    const { style = '', font = '', 'font-family': family = '' } = attributes;
    const asStyle = [family && `font-family:${family}`, font && `font:${font}`, style];
    this.#noteTypefaces(asStyle.filter(Boolean).join(';'));
  }

  onclosetag(name: string): void {
    this.levels--;
    if (localName(name) === 'text') this.#inText--;
    if (localName(name) === 'style') this.#inStyle = false;
  }

  ontext(text: string): void {
    if (this.#inStyle) this.#noteTypefaces(text);
    if (!this.#inText) return;
    for (const letter of text)
      if (this.unknownLetters.size < mostNamed && !knownLetters.test(letter)) this.unknownLetters.add(letter);
  }

  #count(name: string, attributes: Record<string, string>): void {
    if (name === 'foreignObject') this.counts.frames++;
    if (/^(?:script|set|animate(?:Motion|Transform|Color)?)$/.test(name)) this.counts.moving++;
    const href = attributes.href ?? attributes['xlink:href'] ?? '';
    if (name === 'a' && href) this.counts.links++;
    if (/^(?:image|use|feImage)$/.test(name) && href && !/^\s*(?:#|data:)/i.test(href))
      this.counts.elsewhere++;
  }

  /** Of each list of families the first: the others are what the author would put up with. */
  #noteTypefaces(style: string): void {
    const families = [...style.matchAll(namedFamily), ...style.matchAll(shorthandFamily)];
    for (const [, family = ''] of families)
      if (this.typefaces.size < mostNamed && !knownTypefaces.has(family.trim().toLowerCase()))
        this.typefaces.add(family.trim());
  }
}

const namedFamily = /font-family\s*:\s*["']?([^,;"'}]{1,60})/g;
/** In `font: bold 12px/1.2 Futura` the family follows the size, which alone must be there; without one it names a
 *  typeface of the system. Bounded, so that its time grows with the length alone. */
const shorthandFamily =
  /(?<![\w-])font\s{0,9}:[^;{}"',]{0,80}?(?:\d(?:[a-z]{1,4}|%)|small|medium|large|larger|smaller)(?:\s{0,9}\/\s{0,9}[\w.%]{1,12})?\s{1,9}["']?([^,;"'}]{1,60})/gi;

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

const asPaths =
  'In the program it was made with turn its text into paths (in Inkscape: Path, Object to Path) and hand it in again.';

function remarksOn({ unknownLetters, typefaces, counts }: DrawingParts): string[] {
  const told: [isTrue: boolean, remark: string][] = [
    [
      unknownLetters.size > 0,
      `The press has no typeface for some letters in this drawing (${[...unknownLetters].join(' ')}): they become boxes. ${asPaths}`,
    ],
    [
      typefaces.size > 0,
      `Words in this drawing are set in the press’s own typefaces, not in ${[...typefaces].map((name) => `“${name}”`).join(', ')}. If they have to look the same: ${asPaths[0]?.toLowerCase()}${asPaths.slice(1)}`,
    ],
    [
      counts.frames > 0,
      'Text in frames (foreignObject) cannot be drawn and was left out of this drawing. Look at it on the page; if words are missing, export the drawing as PNG.',
    ],
    [
      counts.elsewhere > 0,
      'This drawing takes parts from other files, which were left out: a drawing has to hold all it shows (in Inkscape: Extensions, Images, Embed Images).',
    ],
    [counts.moving > 0, 'Movement and scripts of this drawing were left out: it stands as it begins.'],
    [counts.links > 0, 'Links in this drawing were left out: it becomes a picture. Put them into the text.'],
  ];
  return told.filter(([isTrue]) => isTrue).map(([, remark]) => remark);
}

/** CSS pixels a unit. */
const units: Record<string, number> = {
  '': 1,
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  pt: 96 / 72,
  pc: 16,
};

function pixelsOf(length = ''): number | undefined {
  const [, number, unit = ''] = /^\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(length) ?? [];
  const pixels = Number(number) * (units[unit.toLowerCase()] ?? Number.NaN);
  return pixels > 0 && Number.isFinite(pixels) ? pixels : undefined;
}

/** How many pixels are drawn a CSS pixel, for screens that have more of them. */
const density = 4;
const widest = 1600;
const longestSide = 16_000;

/**
 * How large a drawing is drawn, and how large it is shown: as its root says, but no wider than it is drawn; without a
 * size as wide as anything here. Undefined for one that is hardly more than a line.
 * @param measured As the library measures it; only the proportion counts.
 */
export function sizesOf(
  measured: Size,
  { width, height }: Drawing,
): { drawn: Size; shown: Size } | undefined {
  const proportion = measured.height / measured.width;
  const named = width ?? (height && height / proportion);
  const most = Math.min(widest, longestSide / proportion);
  const drawn = sized(Math.min(most, named ? named * density : widest), proportion);
  return drawn.width < 1 || drawn.height < 1
    ? undefined
    : { drawn, shown: named && named < drawn.width ? sized(Math.max(1, named), proportion) : drawn };
}

const sized = (width: number, proportion: number): Size => ({
  width: Math.round(width),
  height: Math.round(width * proportion),
});
