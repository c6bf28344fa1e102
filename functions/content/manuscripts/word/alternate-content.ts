import { Parser } from 'htmlparser2';

/** An element that is open: places in the XML. */
interface Open {
  name: string;
  begin: number;
  /** Where its content begins. */
  inner: number;
  hasElements: boolean;
  /** Of an `mc:AlternateContent`: where the content of its first choice begins and ends. */
  choice?: [from: number, to: number];
  hasFallback?: boolean;
}

/**
 * The XML with the first choice in place of an `mc:AlternateContent` that has nothing to fall back on (ECMA-376, Part 3,
 * 7.5): mammoth reads fallbacks alone.
 */
export function withChoices(xml: string): string {
  if (!xml.includes('<mc:AlternateContent')) return xml;
  const cuts: [from: number, to: number][] = [];
  const open: Open[] = [];
  const parser = new Parser(
    {
      onopentag: (name) => {
        const parent = open.at(-1);
        if (parent) parent.hasElements = true;
        open.push({ name, begin: parser.startIndex, inner: parser.endIndex + 1, hasElements: false });
      },
      onclosetag: () => {
        const closed = open.pop();
        if (closed) cuts.push(...cutsAfter(closed, open.at(-1), parser));
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return without(xml, cuts);
}

/** What is to go of an element that is read whole. */
function cutsAfter(
  { name, begin, inner, hasElements, choice, hasFallback }: Open,
  parent: Open | undefined,
  { startIndex, endIndex }: Pick<Parser, 'startIndex' | 'endIndex'>,
): [from: number, to: number][] {
  if (name === 'mc:Choice' && parent && hasElements) parent.choice ??= [inner, startIndex];
  if (name === 'mc:Fallback' && parent && hasElements) parent.hasFallback = true;
  if (name !== 'mc:AlternateContent' || !choice || hasFallback) return [];
  const [from, to] = choice;
  return [
    [begin, from],
    [to, endIndex + 1],
  ];
}

/** Some may lie within others. */
function without(xml: string, cuts: [from: number, to: number][]): string {
  let [text, at] = ['', 0];
  for (const [from, to] of cuts.sort(([a], [b]) => a - b)) {
    if (from > at) text += xml.slice(at, from);
    at = Math.max(at, to);
  }
  return text + xml.slice(at);
}
