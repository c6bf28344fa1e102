import fc from 'fast-check';
import { expect, it } from 'vitest';
import { times } from '../../../../times.ts';
import { readBytes, told } from '../word/a-word-file.ts';
import { anOpenDocument, p } from './an-opendocument.ts';

/** Elements that hold others in files of all kinds, also where the format does not allow it. */
const names = [
  'text:p',
  'text:p text:style-name="Quotations"',
  'text:p text:style-name="Preformatted_20_Text"',
  'text:h text:outline-level="2"',
  'text:span text:style-name="B"',
  'text:span text:style-name="I"',
  'text:a xlink:href="https://example.org/"',
  'text:a xlink:href="#gone"',
  'text:list text:style-name="L2"',
  'text:list',
  'text:list-item',
  'text:list-item text:start-value="4"',
  'text:list-header',
  'text:section',
  'text:bibliography',
  'text:index-body',
  'text:note text:note-class="footnote"',
  'text:note-body',
  'text:ruby',
  'text:ruby-base',
  'text:ruby-text',
  'text:unheard-of',
  'table:table',
  'table:table-header-rows',
  'table:table-row',
  'table:table-cell',
  'table:covered-table-cell',
  'draw:frame',
  'draw:text-box',
  'draw:g',
  'draw:rect',
  'draw:a xlink:href="https://example.org/"',
];

type Piece = string | { name: string; children: Piece[] };

const { piece } = fc.letrec<{ piece: Piece }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    fc.constant('word'),
    fc.record({
      name: fc.constantFrom(...names),
      children: fc.array(tie('piece'), { maxLength: 3 }),
    }),
  ),
}));

/** Each word is one that nothing else has. */
function written(pieces: Piece[]): { xml: string; words: string[] } {
  const words: string[] = [];
  const write = (one: Piece): string => {
    if (typeof one !== 'string') {
      const [tag] = one.name.split(' ');
      return `<${one.name}>${one.children.map(write).join('')}</${tag}>`;
    }
    words.push(`w${words.length}q`);
    return ` ${words.at(-1)} `;
  };
  return { xml: pieces.map(write).join(''), words };
}

it('whatever stands in which element: each word is on the page or told', { timeout: 120_000 }, async () => {
  const tries = times(100);
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 5 }), async (pieces) => {
      const { xml, words } = written(pieces);
      fc.pre(words.length > 0 && words.length <= 20);
      const body = p('The signal box', 'Title') + p('Text.') + xml;
      const read = await readBytes(anOpenDocument({ body }), 'essay.odt');
      if (read.outcome === 'refused') throw new Error(told(read).join());
      const all = `${JSON.stringify(read.fields)} ${read.body.text} ${told(read).join(' ')}`;
      expect(words.filter((word) => !all.includes(word))).toEqual([]);
      seen += words.length;
    }),
    { numRuns: tries },
  );
  expect(seen).toBeGreaterThan(tries);
});

it('reads or refuses an OpenDocument file whose bytes were changed, whichever', async () => {
  const whole = anOpenDocument({ body: p('Essay', 'Title') + p('Text.') });
  const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const bytes = Uint8Array.from(whole);
      for (const { at, to } of changes) bytes[at] = to;
      const read = await readBytes(bytes, 'essay.odt');
      expect(read.outcome === 'read' || read.notices.length > 0).toBe(true);
    }),
    { numRuns: times(100) },
  );
});
