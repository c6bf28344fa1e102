import { describe, expect, it } from 'vitest';
import { drawingOf, sizesOf } from '../../../../functions/content/pictures/drawing.ts';

const svg = (attributes: string, inner = '<path d="M0 0"/>') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inner}</svg>`);
const remarksOn = (inner: string) => drawingOf(svg('', inner)).remarks.join('\n');

describe('the size of a drawing', () => {
  it.each([
    ['width="200" height="100"', [200, 100]],
    ['width="200px"', [200, undefined]],
    ['width=" 2.54cm " height="25.4MM"', [96, 96]],
    ['width="1in" height="72pt"', [96, 96]],
    ['width="6pc" height="1e2"', [96, 100]],
    ['width="100%" height="100%"', [undefined, undefined]],
    ['width="auto" height="20em"', [undefined, undefined]],
    ['width="0" height="-5"', [undefined, undefined]],
    ['width="1e999"', [undefined, undefined]],
    ['viewBox="0 0 10 10"', [undefined, undefined]],
  ])('is what its root says: %s', (attributes, size) => {
    const { width, height } = drawingOf(svg(attributes));
    expect([width, height].map((one) => one && Math.round(one * 1000) / 1000)).toEqual(size);
  });

  it('is that of the root alone, behind whatever comes before it', () => {
    const text = '<?xml version="1.0"?><!-- <svg width="1"> --><svg width="30"><svg width="40"/></svg>';
    expect(drawingOf(Buffer.from(text))).toMatchObject({ width: 30 });
  });

  it.each([
    // measured, named width and height, drawn, shown
    [[210, 297], {}, [1600, 2263], [1600, 2263]],
    [[24, 24], { width: 24, height: 24 }, [96, 96], [24, 24]],
    [[640, 480], { width: 640, height: 480 }, [1600, 1200], [640, 480]],
    [[640, 480], { height: 480 }, [1600, 1200], [640, 480]],
    [[5000, 2500], { width: 5000 }, [1600, 800], [1600, 800]],
    [[100, 4000], {}, [400, 16_000], [400, 16_000]],
    [[0.5, 0.5], { width: 0.5 }, [2, 2], [1, 1]],
  ])('of %j, named %j, is drawn %j and shown %j', (measured, named, drawn, shown) => {
    const [width = 0, height = 0] = measured;
    const size = ([wide, high]: number[]) => ({ width: wide, height: high });
    expect(
      sizesOf({ width, height }, { width: undefined, height: undefined, remarks: [], ...named }),
    ).toEqual({
      drawn: size(drawn),
      shown: size(shown),
    });
  });

  it.each([
    [1_000_000, 1],
    [1, 1_000_000],
  ])('of %i by %i is none', (width, height) => {
    expect(sizesOf({ width, height }, drawingOf(svg('')))).toBeUndefined();
  });
});

describe('what readers do not get of a drawing is told', () => {
  it.each([
    [
      '<text>日本 and 中</text>',
      /no typeface for some letters.*\(日 本 中\): they become boxes.*Object to Path/,
    ],
    [
      '<text font-family="Futura, Arial">Words</text>',
      /not in “Futura”.*If they have to look the same: in the program/,
    ],
    ['<style>.a{font-family:"Gill Sans";fill:red}</style><text>x</text>', /not in “Gill Sans”/],
    ['<g style="fill:red;font-family:\'Optima\'"><text>x</text></g>', /not in “Optima”/],
    ['<style>.a{font:bold 12px Futura}</style><text>x</text>', /not in “Futura”/],
    ['<text style="font: italic small-caps 1.2em/1.4 \'Gill Sans\', serif">x</text>', /not in “Gill Sans”/],
    ['<text font="12pt Optima">x</text>', /not in “Optima”/],
    ['<foreignObject><p>Words</p></foreignObject>', /Text in frames \(foreignObject\)/],
    ['<image href="photo.jpg"/>', /takes parts from other files/],
    ['<image xlink:href="file:///etc/passwd"/>', /takes parts from other files/],
    ['<use href="icons.svg#a"/>', /takes parts from other files/],
    ['<script>alert(1)</script>', /Movement and scripts/],
    ['<rect><animate attributeName="x"/></rect>', /Movement and scripts/],
    ['<svg:a xlink:href="https://example.org"><path/></svg:a>', /Links in this drawing/],
  ])('%s', (inner, words) => expect(remarksOn(inner)).toMatch(words));

  it.each([
    '<text font-family="Arial">Ångström, Ελλάδα, Жизнь, שלום, مرحبا → ✓ €</text>',
    '<text style="font-family:Helvetica Neue,Futura">Words</text>',
    '<style>.a{font:700 12px/1 Arial,Futura;font-size:12px}</style><text style="font:caption">x</text>',
    '<title>日本</title><desc>中</desc><path/>',
    '<image href="data:image/png;base64,AAAA"/><use href="#a"/>',
  ])('and nothing else is: %s', (inner) => expect(remarksOn(inner)).toBe(''));

  it.each([
    ['unclosed tags', '<g><text>'.repeat(100_000)],
    ['closing tags', '</text></style>'.repeat(100_000)],
    ['attributes', `<g ${Array.from({ length: 100_000 }, (_, at) => `a${at}="x"`).join(' ')}>`],
    ['font families', `<style>${'font-family:'.repeat(400_000)}</style>`],
    ['fonts', `<style>${'font:1px small '.repeat(300_000)}</style>`],
    ['sizes of fonts', `<style>${`font:${'1px/1 '.repeat(13)}`.repeat(50_000)}</style>`],
    ['open declarations', '<!'.repeat(500_000)],
    ['entities', '&lol;'.repeat(1_000_000)],
  ])('in time that grows with its length alone: %s', (_, inner) => {
    const began = process.threadCpuUsage().user;
    drawingOf(svg('', inner));
    expect((process.threadCpuUsage().user - began) / 1000).toBeLessThan(5_000);
  });
});
