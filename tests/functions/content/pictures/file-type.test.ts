import { describe, expect, it } from 'vitest';
import { fileTypeOf } from '../../../../functions/content/pictures/file-type.ts';
import { adviceFor, mediaTypeOf, notTakenAs } from '../../../../functions/content/pictures/picture-types.ts';

const hex = (bytes: string) =>
  Buffer.concat([Buffer.from(bytes.replaceAll(' ', ''), 'hex'), Buffer.alloc(80)]);
const brands = (...all: string[]) =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 8 + all.length * 4]),
    Buffer.from(`ftyp${all.join('')}`),
    Buffer.alloc(40),
  ]);
/** A first directory with one short tag. */
const tiff = (tag: number, value: number, type = 3) => {
  const bytes = Buffer.from('49492a00080000000100000000000100000000000000', 'hex');
  bytes.writeUInt16LE(tag, 10);
  bytes.writeUInt16LE(type, 12);
  bytes.writeUInt32LE(value, 18);
  return bytes;
};

describe('a file is known by its first bytes:', () => {
  it.each([
    ['an AVIF picture', brands('avif', '\0\0\0\0', 'mif1')],
    ['an AVIF picture', brands('avis', '\0\0\0\0', 'msf1')],
    ['an AVIF picture', brands('mif1', '\0\0\0\0', 'mif1', 'avif')],
    ['a HEIC picture', brands('heic', '\0\0\0\0', 'mif1')],
    ['a HEIC picture', brands('mif1', '\0\0\0\0', 'heic')],
    ['a video', brands('isom', '\0\0\0\0', 'mp41')],
    ['a JPEG XL picture', hex('ff 0a')],
    ['a JPEG XL picture', hex('00 00 00 0c 4a 58 4c 20 0d 0a 87 0a')],
    ['a JPEG 2000 picture', hex('00 00 00 0c 6a 50 20 20 0d 0a 87 0a')],
    ['a BMP picture', hex('42 4d 36 00 01 00 00 00 00 00 36 00 00 00 28 00 00 00')],
    ['a Photoshop file', Buffer.from('8BPS\0\u0001')],
    ['an EMF drawing', Buffer.concat([hex('01 00 00 00').subarray(0, 40), Buffer.from(' EMF')])],
    ['a WMF drawing', hex('d7 cd c6 9a')],
    ['an icon (ICO)', hex('00 00 01 00 01 00')],
    ['a PostScript file (EPS)', Buffer.from('%!PS-Adobe-3.0 EPSF-3.0')],
    ['a TIFF picture', tiff(254, 0)],
    ['a TIFF picture', hex('4d 4d 00 2b')],
    ['a camera’s raw picture', tiff(254, 1, 4)],
    ['a camera’s raw picture', tiff(50_706, 1)],
    ['a camera’s raw picture', hex('49 49 2a 00 10 00 00 00 43 52 02 00')],
    ['an SVG drawing', Buffer.from('<svg viewBox="0 0 1 1"/>')],
    [
      'an SVG drawing',
      Buffer.from(`<?xml version="1.0"?><!--${'x'.repeat(100_000)}--><svg viewBox="0 0 1 1"/>`),
    ],
    [
      'an SVG drawing',
      Buffer.from('\ufeff<?xml version="1.0"?>\r\n<?xml-stylesheet href="a.css"?>\n<!-- a --><svg>'),
    ],
    [
      'an SVG drawing',
      Buffer.from('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a" [<!ENTITY ns "x">]><svg>'),
    ],
    ['an SVG drawing', Buffer.from('<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>')],
  ])('%s', (type, bytes) => expect(fileTypeOf(bytes)).toBe(type));

  it.each([
    'BM is how this text begins, and it is no picture at all',
    'FUJIFILM has closed its works in the town.',
    'The ftyp box of a video',
    'A text whose words at the fortieth place EMF are',
    '<svgs>',
    '<?xml version="1.0"?>',
    '<!-- -->',
    '<?'.repeat(2000),
  ])('and a text is none: %s', (text) => expect(fileTypeOf(Buffer.from(text))).toBeUndefined());

  it.each(['49492a00', '49492a00ffffffff', '4d4d002a00000008', '49492a0008000000ffff'])(
    'also where it is cut off: %s',
    (bytes) => expect(fileTypeOf(Buffer.from(bytes, 'hex'))).toBe('a TIFF picture'),
  );
});

describe('what to do with another', () => {
  it.each([
    ['a HEIC picture', /Settings, Camera, Formats, Most Compatible.*export it as JPEG/],
    ['an EMF drawing', /paste it as PNG/],
    ['a Photoshop file', /Export As/],
    ['a video', /^This is a video, whatever its name says\. Pictures can be JPEG, .* or SVG\.$/],
    [undefined, /^This is no picture/],
  ])('is told: %s', (type, words) => expect(notTakenAs(type)).toMatch(words));

  it('is known by its name too', () => {
    expect(adviceFor('a/IMG_0001.HEIC')).toMatch(/Most Compatible/);
    expect(adviceFor('image2.emf')).toMatch(/paste it as PNG/);
    expect(adviceFor('plan.dwg')).toBe('Save it as one of these.');
  });
});

it.each([
  ['a.jpg', 'image/jpeg'],
  ['a.TIF', 'image/tiff'],
  ['a.svg', 'image/svg+xml'],
  ['a.png', 'image/png'],
])('the type of %s is %s', (name, type) => expect(mediaTypeOf(name)).toBe(type));
