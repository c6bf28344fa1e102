import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import {
  type IsolatedPictures,
  isolatedPictures,
  type PictureLimits,
} from '../../../../functions/content/pictures/picture-process.ts';
import { readPicture } from '../../../../functions/content/pictures/read-picture.ts';

const open: IsolatedPictures[] = [];
afterEach(() => {
  for (const pictures of open.splice(0)) pictures.close();
});

function opened(limits?: Partial<PictureLimits>): IsolatedPictures {
  const pictures = isolatedPictures(limits);
  open.push(pictures);
  return pictures;
}

const svg = (inner: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="300">${inner}</svg>`;
const page = '<rect width="400" height="300" fill="red"/>';
const many = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join('');
const filtered = (filter: string) =>
  svg(
    `<filter id="f" x="0" y="0" width="1" height="1">${filter}</filter><rect width="400" height="300" filter="url(#f)"/>`,
  );

/** Every one of these keeps librsvg busy for longer than anybody waits, or takes gigabytes; what is not read is refused. */
const hostile: Record<string, () => string | Uint8Array> = {
  'drawings in drawings, ten times ten times …': () =>
    svg(
      `<defs><rect id="u0" width="400" height="300"/>${many(12, (at) => `<g id="u${at + 1}">${`<use href="#u${at}"/>`.repeat(10)}</g>`)}</defs><use href="#u12"/>`,
    ),
  'ten thousand filters': () => filtered('<feGaussianBlur stdDeviation="500"/>'.repeat(10_000)),
  'noise in many octaves': () => filtered('<feTurbulence baseFrequency=".5" numOctaves="1000000"/>'),
  lights: () =>
    filtered('<feDiffuseLighting><fePointLight x="1" y="1" z="3"/></feDiffuseLighting>'.repeat(3000)),
  'filters in filters': () =>
    svg(
      `<filter id="f" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="5"/></filter>${'<g filter="url(#f)">'.repeat(200)}${page}${'</g>'.repeat(200)}`,
    ),
  'markers on markers': () => {
    const path = (rest: string) => `<path d="M0 0${'L5 5'.repeat(1000)}" ${rest}/>`;
    return svg(
      `<marker id="m">${path('marker-mid="url(#n)"')}</marker><marker id="n">${path('fill="red"')}</marker>${path('marker-mid="url(#m)"')}`,
    );
  },
  'a stroke of dashes too small to see': () =>
    svg(
      `<path stroke="red" stroke-width="3" stroke-dasharray=".001" d="M0 0${many(50_000, (at) => `L${(at * 37) % 400} ${(at * 91) % 300}`)}"/>`,
    ),
  'masks in masks': () =>
    svg(
      `${many(100, (at) => `<mask id="m${at}">${`<rect width="400" height="300" fill="white" mask="url(#m${at + 1})"/>`.repeat(2)}</mask>`)}<rect width="400" height="300" mask="url(#m0)"/>`,
    ),
  'nine million letters': () => svg(`<text>${'x'.repeat(9_000_000)}</text>`),
  'styles that look at every sibling': () =>
    svg(
      `<style>${many(20_000, (at) => `g:nth-child(${at}) > rect ~ rect {fill:red}`)}</style><g>${'<rect/>'.repeat(20_000)}</g>`,
    ),
  'entities that multiply': () =>
    `<!DOCTYPE svg [<!ENTITY a0 "<rect width='1' height='1'/>">${many(9, (at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`)}]>${svg('&a9;')}`,
  'two hundred thousand levels': () => svg('<g>'.repeat(200_000) + page + '</g>'.repeat(200_000)),
  'an entity from a file': () =>
    `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg(`<text y="20">&x;</text>${page}`)}`,
  'more than ten megabytes': () => svg('<rect width="1" height="1"/>'.repeat(500_000)),
  'a drawing that is packed': () => gzipSync(svg(page)),
  'a canvas of a billion': () =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9">${page}</svg>`,
  'a canvas that is a line': () =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000000 1">${page}</svg>`,
  'nothing at all': () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'tags that nothing closes': () => '<svg><g><g',
  'half an AVIF': () => avif.subarray(0, avif.length / 2),
  'a TIFF of four bytes': () => Buffer.from('49492a00', 'hex'),
  'a TIFF whose directory is elsewhere': () => Buffer.from('49492a00ffffff7f', 'hex'),
  'half a TIFF': () => tiff.subarray(0, tiff.length / 2),
  'a TIFF that says to be larger than anything': () => saying(tiff, 256, 0x7f_ff_ff_ff),
};

const tiff = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
  .tiff({ compression: 'none' })
  .toBuffer();
const avif = await sharp({
  create: {
    width: 300,
    height: 200,
    channels: 3,
    background: 'red',
    noise: { type: 'gaussian', mean: 128, sigma: 30 },
  },
})
  .avif()
  .toBuffer();
const jpeg = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
  .jpeg()
  .toBuffer();

/** The TIFF with another value of a tag. */
function saying(bytes: Buffer, tag: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  const directory = changed.readUInt32LE(4);
  for (let at = directory + 2; at < directory + 2 + changed.readUInt16LE(directory) * 12; at += 12)
    if (changed.readUInt16LE(at) === tag) {
      changed.writeUInt16LE(4, at + 2);
      changed.writeUInt32LE(value, at + 8);
    }
  return changed;
}

const children = (): string[] =>
  readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );

describe('hostile pictures end in a line, and the next is read', () => {
  const pictures = isolatedPictures({ measuring: 2, encoding: 1 });
  afterAll(() => pictures.close());

  it.each(Object.entries(hostile))(
    '%s',
    async (_, bytes) => {
      const before = process.memoryUsage.rss();
      const began = performance.now();
      const read = await readPicture(Buffer.from(bytes()), 'a.svg', pictures);
      expect(read.notices).toMatchObject([
        { level: 'error', file: 'a.svg', text: expect.stringMatching(/[Ee]xport|Save|\.svgz/) },
      ]);
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(process.memoryUsage.rss() - before).toBeLessThan(256 * 1024 * 1024);
      expect(await readPicture(jpeg, 'b.jpg', pictures)).toMatchObject({
        outcome: 'read',
        picture: { width: 300 },
      });
    },
    30_000,
  );

  it('also where the directories of a TIFF go round', async () => {
    const round = Buffer.from(tiff);
    const first = round.readUInt32LE(4);
    round.writeUInt32LE(first, first + 2 + round.readUInt16LE(first) * 12);
    expect(['read', 'refused']).toContain((await readPicture(round, 'a.tif', pictures)).outcome);
    expect(await readPicture(jpeg, 'b.jpg', pictures)).toMatchObject({ outcome: 'read' });
  });

  it('also several at once', async () => {
    const slow = Buffer.from(hostile['ten thousand filters']?.() ?? '');
    const read = await Promise.all(
      [slow, jpeg, slow, jpeg].map((bytes) => readPicture(bytes, 'a', pictures)),
    );
    expect(read.map(({ outcome }) => outcome)).toEqual(['refused', 'read', 'refused', 'read']);
  });
});

describe('the process', () => {
  it('ends with a picture that takes too much memory', async () => {
    const large = await sharp({ create: { width: 4000, height: 4000, channels: 3, background: 'red' } })
      .png({ progressive: true })
      .toBuffer();
    const read = await readPicture(large, 'a.png', opened({ growth: 20 }));
    expect(read.notices[0]?.text).toMatch(/takes too much memory to open\. Export it again/);
  });

  it('has more time for a picture that moves', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 600, height: 400, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const pictures = opened({ encoding: 0.001, moving: 60 });
    expect(await readPicture(moving, 'a.gif', pictures)).toMatchObject({ outcome: 'read' });
    expect((await readPicture(jpeg, 'a.jpg', pictures)).notices[0]?.text).toMatch(/took too long/);
  });

  it.runIf(process.platform === 'linux')('serves on, and ends where it keeps too much memory', async () => {
    const [servesOn, keepsTooMuch] = [opened(), opened({ resting: -1000 })];
    await readPicture(jpeg, 'a.jpg', servesOn);
    const first = children();
    expect(first).toHaveLength(1);
    for (const pictures of [servesOn, keepsTooMuch, keepsTooMuch])
      expect(await readPicture(jpeg, 'a.jpg', pictures)).toMatchObject({ outcome: 'read' });
    await vi.waitFor(() => expect(children()).toEqual(first), { timeout: 10_000 });
  });

  it.runIf(process.platform === 'linux')('may crash over a picture, which is refused then', async () => {
    const pictures = opened();
    await readPicture(jpeg, 'a.jpg', pictures);
    const [pid] = children();
    const reading = readPicture(Buffer.from(hostile['ten thousand filters']?.() ?? ''), 'a.svg', pictures);
    setTimeout(() => process.kill(Number(pid), 'SIGSEGV'), 500);
    expect((await reading).notices[0]?.text).toMatch(/damaged/);
    expect(await readPicture(jpeg, 'b.jpg', pictures)).toMatchObject({ outcome: 'read' });
  });

  it.runIf(process.platform === 'linux')(
    'may be killed by the system: that is no fault of the picture',
    async () => {
      const pictures = opened();
      await readPicture(jpeg, 'a.jpg', pictures);
      const [pid] = children();
      const reading = readPicture(Buffer.from(hostile['ten thousand filters']?.() ?? ''), 'a.svg', pictures);
      setTimeout(() => process.kill(Number(pid), 'SIGKILL'), 500);
      await expect(reading).rejects.toThrow('The process for pictures ended: SIGKILL');
      expect(await readPicture(jpeg, 'b.jpg', pictures)).toMatchObject({ outcome: 'read' });
    },
  );

  it.runIf(process.platform === 'linux')('has none of the function’s settings', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';
    await readPicture(jpeg, 'a.jpg', opened());
    const env = readFileSync(`/proc/${children()[0]}/environ`, 'utf8')
      .split('\0')
      .map((line) => line.split('=')[0]);
    expect(env).toContain('FONTCONFIG_FILE');
    expect(env.filter((name) => name?.startsWith('AWS'))).toEqual([]);
  });
});

it('asks nobody for what a drawing names, and shows no file of this machine', async () => {
  let asked = 0;
  const server = createServer((_, answer) => {
    asked++;
    answer.end();
  }).listen(0, '127.0.0.1');
  const address = server.address();
  const at = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const files = `file://${import.meta.dirname}/../../../../examples/front-page.png`;
  const names = [`${at}/a.png`, files, '../../../../examples/front-page.png'];
  const drawing = svg(
    `<style>@import url(${at}/a.css);</style>${names.map((name) => `<image href="${name}" xlink:href="${name}" width="400" height="300"/>`).join('')}`,
  );
  const read = await readPicture(
    Buffer.from(`<?xml-stylesheet href="${at}/b.css"?><!DOCTYPE svg SYSTEM "${at}/c.dtd">${drawing}`),
    'a.svg',
    opened(),
  );
  server.close();
  if (read.outcome !== 'read') throw new Error(JSON.stringify(read.notices));
  const alpha = await sharp(read.files[0]?.bytes).extractChannel('alpha').raw().toBuffer();
  expect([asked, alpha.filter((one) => one > 0).length]).toEqual([0, 0]);
});
