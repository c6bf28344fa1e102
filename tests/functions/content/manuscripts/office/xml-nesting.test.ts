import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nestingOf } from '../../../../../functions/content/manuscripts/office/xml-nesting.ts';

it.each([
  ['', 0],
  ['<a/>', 1],
  ['<a></a><b></b>', 1],
  ['<a b="<>" c=\'/>\'><d/></a>', 2],
  ['<?xml version="1.0"?><!DOCTYPE a><a><!-- <b><c> --><![CDATA[<d><e>]]></a>', 1],
  ['<a></b><a></b>', 2],
  // What stands in a name, or before one, begins no value of an attribute.
  ["<a'><b><b><b>'>", 4],
  ['<a="><b><b><b>">', 4],
])('%s is nested %i deep', (xml, levels) => {
  expect(nestingOf(xml)).toBe(levels);
});

it('counts what a tree has, whatever stands in it', () => {
  type Tree = { readonly children: readonly Tree[] };
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 8 },
      fc.constant({ children: [] }),
      fc.record({ children: fc.array(tie('tree'), { maxLength: 3 }) }),
    ),
  }));
  const xmlOf = ({ children }: Tree): string => `<a:b c=">">${children.map(xmlOf).join('text')}</a:b>`;
  const depthOf = ({ children }: Tree): number => 1 + Math.max(0, ...children.map(depthOf));
  fc.assert(
    fc.property(tree, (one) => {
      expect(nestingOf(xmlOf(one))).toBe(depthOf(one));
    }),
  );
});

it('takes a time that grows with the text alone', () => {
  const started = performance.now();
  for (const part of ['<a>', '<a b="', '</a>', '<!--', '<', '<a b=\'"\' c="\'">'])
    nestingOf(part.repeat(1_000_000));
  expect(performance.now() - started).toBeLessThan(30_000);
});
