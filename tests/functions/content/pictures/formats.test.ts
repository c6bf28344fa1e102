import { Buffer } from 'node:buffer';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { isolatedPictures } from '../../../../functions/content/pictures/picture-process.ts';
import { readPicture } from '../../../../functions/content/pictures/read-picture.ts';

const pictures = isolatedPictures();
afterAll(() => pictures.close());

async function made(bytes: Uint8Array, name = 'a.tif') {
  const read = await readPicture(bytes, name, pictures);
  if (read.outcome === 'refused') throw new Error(JSON.stringify(read.notices));
  return { ...read, told: read.notices.map(({ text }) => text).join('\n') };
}

const flat = (background: string, width = 100, height = 80) =>
  sharp({ create: { width, height, channels: 3, background } });
const page = (background: string) => flat(background).png().toBuffer();

/** The colour at a place of what was made, from left and top, as red, green and blue. */
async function colourAt(bytes: Uint8Array | undefined, left: number, top: number): Promise<number[]> {
  const { data } = await sharp(bytes)
    .flatten({ background: 'white' })
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray(0, 3)];
}

const near = (one: number[], other: number[]) =>
  one.every((value, at) => Math.abs(value - (other[at] ?? 0)) < 24);

/** Two frames, a red and a blue one, as Pillow writes them. */
const movingAvif = Buffer.from(
  'AAAALGZ0eXBhdmlzAAAAAGF2aWZhdmlzbXNmMWlzbzhtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAPlAAAAJQAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAEAAAAAgAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAACxm1vb3YAAAB4bXZoZAEAAAAAAAAA5zJB2AAAAADnMkHYAAAD6P//////////AAEAAAEAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAJGdHJhawAAAGh0a2hkAQAAAQAAAADnMkHYAAAAAOcyQdgAAAABAAAAAP//////////AAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAQAAAACAAAAAAALGVkdHMAAAAkZWxzdAEAAAEAAAABAAAAAAAAAZAAAAAAAAAAAAABAAAAAAGqbWRpYQAAACxtZGhkAQAAAAAAAADnMkHYAAAAAOcyQdgAAAPoAAAAAAAAAZBVxAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAAAAABVW1pbmYAAAAUdm1oZAAAAAEAAAAAAAAAAAAAACRkaW5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAARVzdGJsAAAAlXN0c2QAAAAAAAAAAQAAAIVhdjAxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAABAACABIAAAASAAAAAAAAAABCkFPTSBDb2RpbmcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGP//AAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABBjY3N0AAAAAHwAAAAAAAAYc3R0cwAAAAAAAAABAAAAAgAAAMgAAAAcc3RzYwAAAAAAAAABAAAAAQAAAAIAAAABAAAAHHN0c3oAAAAAAAAAAAAAAAIAAAAlAAAAIgAAABRzdGNvAAAAAAAAAAEAAAPlAAAAFHN0c3MAAAAAAAAAAQAAAAEAAABPbWRhdBIACgwAAAABl/Nr5kBDQaEyExAAwAAAAoAAAADDXtKTyOyfvoESADIeMAPAgAAABsAAAAKAAACAAL/uNWjdjKcskwqS7ZMW',
  'base64',
);

describe('a TIFF', () => {
  it.each(['none', 'lzw', 'deflate', 'jpeg', 'packbits'] as const)(
    'may be packed by %s',
    async (compression) => {
      const { picture, files, told } = await made(await flat('#c04020').tiff({ compression }).toBuffer());
      expect(picture).toMatchObject({ width: 100, height: 80, src: expect.stringMatching(/-100\.jpg$/) });
      expect(files.map(({ type }) => type)).toEqual(['image/webp', 'image/jpeg']);
      expect(near(await colourAt(files[0]?.bytes, 50, 40), [0xc0, 0x40, 0x20])).toBe(true);
      expect(told).toBe('');
    },
  );

  it('of a scanner or a printer is shown in the colours of screens', async () => {
    const cmyk = await made(await flat('#c04020').toColourspace('cmyk').tiff().toBuffer());
    const [red = 0, green = 0, blue = 0] = await colourAt(cmyk.files[0]?.bytes, 50, 40);
    expect([red > 140, green < 110, blue < 90]).toEqual([true, true, true]);
    const deep = await made(await flat('#c04020').toColourspace('rgb16').tiff().toBuffer());
    expect(near(await colourAt(deep.files[0]?.bytes, 50, 40), [0xc0, 0x40, 0x20])).toBe(true);
    const fax = await made(
      await flat('white').toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer(),
    );
    expect(near(await colourAt(fax.files[0]?.bytes, 50, 40), [255, 255, 255])).toBe(true);
  });

  it('of several pages shows the first, and the others are told', async () => {
    const pages = await Promise.all(['red', 'lime', 'blue'].map(page));
    const { picture, files, told } = await made(
      await sharp(pages, { join: { animated: true } })
        .tiff()
        .toBuffer(),
    );
    expect(picture).toMatchObject({ width: 100, height: 80 });
    expect(near(await colourAt(files[0]?.bytes, 50, 40), [255, 0, 0])).toBe(true);
    expect(told).toMatch(/^This file holds 3 pictures; the first is shown/);
  });

  it('stands upright', async () => {
    const { picture } = await made(await flat('red').withMetadata({ orientation: 6 }).tiff().toBuffer());
    expect(picture).toMatchObject({ width: 80, height: 100 });
  });
});

describe('an AVIF', () => {
  it('is read as others are', async () => {
    const { picture, files, told } = await made(await flat('#c04020', 1000, 500).avif().toBuffer(), 'a.avif');
    expect(picture.variants.map(({ width }) => width)).toEqual([480, 960, 1000]);
    expect(near(await colourAt(files[0]?.bytes, 50, 40), [0xc0, 0x40, 0x20])).toBe(true);
    expect(told).toBe('');
  });

  it('that moves shows its first picture, and that is told', async () => {
    const { picture, files, told } = await made(movingAvif, 'a.avif');
    expect(picture).toMatchObject({ width: 16, height: 8 });
    expect(near(await colourAt(files[0]?.bytes, 8, 4), [255, 0, 0])).toBe(true);
    expect(told).toMatch(/^This moving AVIF stands still/);
  });
});

describe('a drawing', () => {
  const svg = (attributes: string, inner: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inner}</svg>`);
  const half = '<rect width="20" height="20" fill="#c04020"/>';

  it('becomes WebP and PNG, sharp at every width, as large as it says', async () => {
    const { picture, files, told } = await made(
      svg('width="400" height="200" viewBox="0 0 40 20"', half),
      'a.svg',
    );
    expect(picture).toMatchObject({ name: 'a.svg', width: 400, height: 200 });
    expect(picture.variants.map(({ width, height }) => [width, height])).toEqual([
      [480, 240],
      [960, 480],
      [1600, 800],
    ]);
    expect(picture.src).toMatch(/-960\.png$/);
    expect(files.map(({ type }) => type).sort()).toEqual([
      'image/png',
      'image/webp',
      'image/webp',
      'image/webp',
    ]);
    const widest = files.find(({ path }) => path.endsWith('-1600.webp'))?.bytes;
    expect(await colourAt(widest, 798, 400)).toEqual([0xc0, 0x40, 0x20]);
    expect(await colourAt(widest, 801, 400)).toEqual([255, 255, 255]);
    expect(told).toBe('');
  });

  it('is the same each time', async () => {
    const bytes = svg('viewBox="0 0 40 20"', `${half}<text y="9" font-size="9">Åre → ✓</text>`);
    expect(await made(bytes)).toEqual(await made(bytes));
  });

  it('without a size is as wide as anything here', async () => {
    expect((await made(svg('viewBox="0 0 210 297"', half))).picture).toMatchObject({
      width: 1600,
      height: 2263,
    });
    expect((await made(svg('', half))).picture).toMatchObject({ width: 1600, height: 1600 });
  });

  it('keeps what is see-through', async () => {
    const { files } = await made(svg('viewBox="0 0 40 20"', half));
    for (const { bytes } of files) expect((await sharp(bytes).metadata()).hasAlpha).toBe(true);
  });

  /** Of a word as large as the drawing: how much of it is ink. */
  async function ink(letters: string, family: string): Promise<number> {
    const text = `<text x="5" y="90" font-size="100" font-family="${family}">${letters}</text>`;
    const { files } = await made(svg('viewBox="0 0 400 120"', text));
    const alpha = await sharp(files[0]?.bytes).extractChannel('alpha').raw().toBuffer();
    return alpha.reduce((sum, one) => sum + one, 0) / alpha.length;
  }

  it('has words in typefaces that come with the press, whatever the machine has', async () => {
    const [sans, serif, mono, unknown] = await Promise.all(
      ['Arial', 'Times New Roman', 'Courier New', 'Nobody Sans'].map((family) => ink('Rent', family)),
    );
    expect(new Set([sans, serif, mono]).size).toBe(3);
    expect(unknown).toBe(sans);
    // A box for each letter has the same ink whatever the letters.
    expect(await ink('ill.', 'Arial')).not.toBeCloseTo(await ink('MOWN', 'Arial'), 1);
    expect(await ink('日本', 'Arial')).toBeGreaterThan(0);
  });

  it('as Illustrator, Inkscape and spreadsheets write it', async () => {
    const illustrator = `<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 16.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
	<!ENTITY ns_svg "http://www.w3.org/2000/svg">
]>
<svg version="1.1" xmlns="&ns_svg;" width="40px" height="20px" viewBox="0 0 40 20">${half}</svg>`;
    const inkscape = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="297mm" viewBox="0 0 210 297" version="1.1" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns="http://www.w3.org/2000/svg"><sodipodi:namedview/><g transform="translate(0,0)">${half}</g></svg>`;
    const prefixed =
      '<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="40" height="20"><svg:rect width="20" height="20"/></svg:svg>';
    expect((await made(Buffer.from(illustrator))).picture).toMatchObject({ width: 40, height: 20 });
    expect((await made(Buffer.from(inkscape))).picture).toMatchObject({ width: 794, height: 1123 });
    expect((await made(Buffer.from(prefixed))).picture).toMatchObject({ width: 40, height: 20 });
  });

  it('says what it leaves out', async () => {
    const { told, notices } = await made(
      svg('width="40" height="20"', `${half}<foreignObject/><image href="a.png"/>`),
      'a.svg',
    );
    expect(told).toMatch(/Text in frames.*\n.*parts from other files/);
    expect(notices).toMatchObject([{ level: 'warning', file: 'a.svg' }, { level: 'warning' }]);
  });
});
