import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PictureEncoder, readPicture } from '../../../../functions/content/pictures/read-picture.ts';
import { sharpPictures } from '../../../../functions/content/pictures/sharp-pictures.ts';

const encoder = sharpPictures();
const read = (bytes: Uint8Array, name = 'a.jpg') => readPicture(bytes, name, encoder);

/** A drawing with something in every corner, so that turning it would show. */
async function drawing(width: number, height: number, { alpha = false } = {}) {
  const corner = await sharp({
    create: { width: width >> 2 || 1, height: height >> 2 || 1, channels: 3, background: 'red' },
  })
    .png()
    .toBuffer();
  const paper = { width, height, channels: 4 as const, background: alpha ? '#00000000' : '#eeddcc' };
  return sharp({ create: paper })
    .composite([{ input: await corner, gravity: 'northwest' }])
    .png()
    .toBuffer();
}

const opaque = async (width: number, height: number) => sharp(await drawing(width, height)).flatten();

/** Opens what was made, with a sharp that may open all. */
async function made(bytes: Uint8Array, name?: string) {
  const ingestQueue = await read(bytes, name);
  if (ingestQueue.outcome === 'refused') throw new Error(JSON.stringify(ingestQueue.notices));
  return ingestQueue;
}

async function refusal(bytes: Uint8Array) {
  const ingestQueue = await read(bytes);
  return ingestQueue.outcome === 'refused'
    ? ingestQueue.notices[0]?.text
    : `read: ${ingestQueue.picture.src}`;
}

/** A PNG whose header says what it likes. */
function pngSaying(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a picture', () => {
  it.each([
    [2000, [480, 960, 1600], 960],
    [1600, [480, 960, 1600], 960],
    [1000, [480, 960, 1000], 960],
    [960, [480, 960], 960],
    [300, [300], 300],
    [1, [1], 1],
  ])('of %i pixels comes in %j', async (width, widths, fallback) => {
    const { picture, files } = await made(
      await (await opaque(width, Math.ceil(width / 2))).jpeg().toBuffer(),
    );
    expect(picture).toMatchObject({ name: 'a.jpg', width, height: Math.ceil(width / 2) });
    expect(picture.variants.map((variant) => variant.width)).toEqual(widths);
    expect(picture.src).toMatch(new RegExp(`^/media/[0-9a-f]{20}-${fallback}\\.jpg$`));
    expect(files.map(({ path }) => path)).toEqual([...picture.variants.map(({ path }) => path), picture.src]);
    for (const variant of picture.variants) {
      const file = files.find(({ path }) => path === variant.path);
      expect(await sharp(file?.bytes).metadata()).toMatchObject({
        format: 'webp',
        width: variant.width,
        height: variant.height,
      });
    }
  });

  describe('with a palette, as drawings have,', () => {
    const chart = async () =>
      sharp(await drawing(600, 400))
        .flatten()
        .png({ palette: true, colours: 8 })
        .toBuffer();
    const red = async (bytes: Uint8Array | undefined) => {
      const { data } = await sharp(bytes).flatten().raw().toBuffer({ resolveWithObject: true });
      return [...data.subarray(0, 3)];
    };

    it('stays a small PNG, and loses no colour at its own width', async () => {
      const { picture, files } = await made(await chart());
      expect(picture.src).toMatch(/-600\.png$/);
      const [own, fallback] = ['-600.webp', '-600.png'].map((end) =>
        files.find(({ path }) => path.endsWith(end)),
      );
      const asJpeg = await sharp(await chart())
        .jpeg({ quality: 80, mozjpeg: true })
        .toBuffer();
      expect(fallback?.bytes.length).toBeLessThan(asJpeg.length);
      expect(await red(own?.bytes)).toEqual([255, 0, 0]);
      expect(await red(fallback?.bytes)).toEqual([255, 0, 0]);
    });

    it('is made again as it was where that was before', async () => {
      const bytes = await chart();
      const photograph = await made(await (await opaque(600, 400)).jpeg().toBuffer());
      const before = `/media/${createHash('sha256').update('1\n').update(bytes).digest('hex').slice(0, 20)}-`;
      const remade = await readPicture(bytes, 'chart.png', encoder, before);
      expect(remade).toMatchObject({ picture: { src: `${before}600.jpg` } });
      expect(await readPicture(bytes, 'chart.png', encoder, photograph.picture.src)).toEqual(
        await readPicture(bytes, 'chart.png', encoder),
      );
    });
  });

  it('gives the same files each time, other pictures other names', async () => {
    const bytes = await (await opaque(600, 400)).jpeg().toBuffer();
    const [first, second] = [await made(bytes), await made(bytes)];
    expect(second).toEqual(first);
    expect((await made(await (await opaque(600, 401)).jpeg().toBuffer())).picture.src).not.toBe(
      first.picture.src,
    );
  });

  it('says nothing of where, when and with what it was taken', async () => {
    const bytes = await (await opaque(600, 400))
      .withExif({ IFD0: { Copyright: 'secret' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    for (const file of (await made(bytes)).files) {
      const { exif, xmp, iptc, icc } = await sharp(file.bytes).metadata();
      expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined]);
      expect(Buffer.from(file.bytes).includes('secret')).toBe(false);
    }
  });

  it('stands upright however the camera was held', async () => {
    const bytes = await (await opaque(600, 400)).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { picture, files } = await made(bytes);
    expect(picture).toMatchObject({ width: 400, height: 600 });
    const { data } = await sharp(files[0]?.bytes)
      .extract({ left: 390, top: 5, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(200);
    expect(data[1]).toBeLessThan(60);
  });

  it('keeps its colours when it comes in another profile', async () => {
    const plain = sharp({ create: { width: 50, height: 50, channels: 3, background: '#c04020' } });
    const bytes = await plain.withIccProfile('p3').png().toBuffer();
    const { files } = await made(bytes);
    const [red = 0, green = 0, blue = 0] = await sharp(files[0]?.bytes).raw().toBuffer();
    for (const [is, was] of [
      [red, 0xc0],
      [green, 0x40],
      [blue, 0x20],
    ] as const)
      expect(Math.abs(is - was)).toBeLessThan(8);
  });

  it('keeps what is see-through', async () => {
    const { picture, files } = await made(await drawing(600, 400, { alpha: true }));
    expect(picture.src).toMatch(/\.png$/);
    for (const { bytes } of files) expect((await sharp(bytes).metadata()).hasAlpha).toBe(true);
  });

  it.each(['jpeg', 'png', 'webp', 'gif'] as const)('may be %s, whatever its name says', async (format) =>
    expect(
      (await made(await (await opaque(100, 80)).toFormat(format).toBuffer(), 'x.bmp')).picture.width,
    ).toBe(100),
  );

  it('may be CMYK or grey', async () => {
    expect((await made(await (await opaque(100, 80)).toColourspace('cmyk').jpeg().toBuffer())).outcome).toBe(
      'read',
    );
    expect((await made(await (await opaque(100, 80)).toColourspace('b-w').png().toBuffer())).outcome).toBe(
      'read',
    );
  });

  it('keeps moving', async () => {
    const frames = await Promise.all(
      ['red', 'green', 'blue'].map((background) =>
        sharp({ create: { width: 600, height: 300, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const { picture, files } = await made(
      await sharp(frames, { join: { animated: true } })
        .gif({ delay: [100, 100, 100], loop: 0 })
        .toBuffer(),
    );
    expect(picture).toMatchObject({ width: 600, height: 300, src: expect.stringMatching(/-480\.gif$/) });
    expect(picture.variants).toMatchObject([
      { width: 480, height: 240 },
      { width: 600, height: 300 },
    ]);
    for (const { bytes } of files) expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(3);
  });
});

describe('refuses', () => {
  let jpeg: Buffer;
  beforeAll(async () => {
    jpeg = await sharp(
      await sharp({
        create: {
          width: 800,
          height: 600,
          channels: 3,
          background: 'grey',
          noise: { type: 'gaussian', mean: 128, sigma: 30 },
        },
      })
        .png()
        .toBuffer(),
    )
      .jpeg()
      .toBuffer();
  });

  it.each([
    ['a program', () => Buffer.from('7f454c460201', 'hex'), 'This is a program'],
    ['a PDF', () => Buffer.from('%PDF-1.7\n'), 'This is a PDF document'],
    ['hundreds of comments and no drawing', () => Buffer.from('<!---->'.repeat(800)), 'This is no picture'],
    ['text', () => Buffer.from('hello'), 'This is no picture'],
    ['nothing', () => Buffer.alloc(0), 'This is no picture'],
    [
      'what an iPhone takes',
      () => Buffer.from('....ftypheic....mif1heic').fill(0, 0, 3).fill(24, 3, 4),
      'Most Compatible',
    ],
    ['a script dressed as GIF', () => Buffer.from('GIF89a/*\u0001\u0001*/=1;alert(1)//'), 'damaged'],
    ['half a JPEG', () => jpeg.subarray(0, jpeg.length / 2), 'damaged'],
    ['the first bytes of a JPEG', () => jpeg.subarray(0, 20), 'damaged'],
    ['half a PNG', () => pngSaying(300, 300), 'damaged'],
    ['a bomb', () => pngSaying(50_000, 50_000), '2500 megapixels'],
    ['41 megapixels', () => pngSaying(8200, 5000), '41 megapixels'],
    ['a thread', () => pngSaying(1, 20_000), 'no side may be longer'],
    ['more than 25 MB', () => Buffer.concat([jpeg, Buffer.alloc(26 * 1024 * 1024)]), 'larger than 25 MB'],
  ])('%s', async (_, bytes, words) => expect(await refusal(bytes())).toContain(words));

  it('an AVIF whose decoder takes more memory than there is, at fewer pixels than others', async () => {
    const small = sharp({ create: { width: 10, height: 10, channels: 3, background: 'red' } });
    const [avif, picture] = await Promise.all([small.clone().avif().toBuffer(), small.jpeg().toBuffer()]);
    const saying = (width: number): PictureEncoder => ({
      measure: async () => ({ width, height: 4000, frames: 1, transparent: false, palette: false }),
      encode: async () => ({ outcome: 'encoded', files: [] }),
    });
    expect(await readPicture(avif, 'a', saying(6001))).toMatchObject({
      outcome: 'refused',
      notices: [{ text: expect.stringContaining('has 25 megapixels; 24 are the most of an AVIF') }],
    });
    expect(await readPicture(avif, 'a', saying(6000))).toMatchObject({ outcome: 'read' });
    expect(await readPicture(picture, 'a', saying(6001))).toMatchObject({ outcome: 'read' });
    // What was taken once is made again.
    expect(await readPicture(avif, 'a', saying(6001), '/media/before-')).toMatchObject({ outcome: 'read' });
  });

  it('a moving picture with too many pixels in all its frames', async () => {
    const frame = await sharp({ create: { width: 1500, height: 1000, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const moving = await sharp(
      Array.from({ length: 28 }, (_, index) => (index % 2 ? frame : Buffer.from(frame))),
      { join: { animated: true } },
    )
      .gif({
        delay: Array.from({ length: 28 }, (_, index) => 50 + index),
        effort: 1,
        keepDuplicateFrames: true,
      })
      .toBuffer();
    expect(await refusal(moving)).toContain('42 megapixels over its 28 frames');
  });

  it('leaves out what was hidden behind the picture', async () => {
    const { files } = await made(Buffer.concat([jpeg, Buffer.from('PK\u0003\u0004<script>hidden</script>')]));
    for (const { bytes } of files) expect(Buffer.from(bytes).includes('hidden')).toBe(false);
  });
});
