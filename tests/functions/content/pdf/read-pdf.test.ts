import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createPdfReader } from '../../../../functions/content/pdf/pdf-reader.ts';
import { readPdf } from '../../../../functions/content/pdf/read-pdf.ts';
import { sharpPictures } from '../../../../functions/content/pictures/sharp-pictures.ts';
import { aLockedPdf, aPdfOf, bomb, stream, twiceCompressed } from './a-pdf.ts';

const pdfReader = createPdfReader();
afterAll(() => pdfReader.close());
const tools = { pdfReader, encoder: sharpPictures() };
const read = (bytes: Uint8Array) => readPdf(new Uint8Array(bytes), 'papers/no-12.pdf', tools);

async function readWell(bytes: Uint8Array) {
  const pdf = await read(bytes);
  if (pdf.outcome === 'refused') throw new Error(pdf.notices[0]?.text);
  return { ...pdf, words: pdf.text && gunzipSync(pdf.text).toString() };
}

describe('a PDF', () => {
  it('keeps its bytes, and gives its pages, its text and its first page in the sizes of pictures', async () => {
    const bytes = aPdfOf();
    const { file, files, words, notices } = await readWell(bytes);
    expect(file).toMatchObject({ name: 'papers/no-12.pdf', bytes: bytes.length, pages: 1 });
    expect(file.path).toMatch(/^\/media\/[0-9a-f]{20}-1\.pdf$/);
    expect(words).toBe('Rents are frozen');
    expect(notices).toEqual([]);
    expect(files[0]).toEqual({
      path: file.path,
      type: 'application/pdf',
      bytes: new Uint8Array(bytes),
      inline: true,
    });
    expect(file.cover).toMatchObject({ width: 1600, height: 2264 });
    expect(new Set(files.map(({ path }) => path.slice(0, file.path.indexOf('-') + 1))).size).toBe(1);
    const shown = [file.cover?.src, ...(file.cover?.variants ?? []).map(({ path }) => path)];
    expect(
      files
        .slice(1)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...shown].sort());
  });

  it('shows on its cover what stands on its first page', async () => {
    const { files } = await readWell(aPdfOf());
    const jpeg = files.find(({ type }) => type === 'image/jpeg');
    const { data, info } = await sharp(jpeg?.bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
    ];
    // The red square stands at the lower left; everything else but the words is paper.
    const [red = 0, green = 0] = at(
      Math.round((info.width * 150) / 595),
      Math.round(info.height * (1 - 150 / 842)),
    );
    expect([red > 180, green < 60]).toEqual([true, true]);
    expect(Math.min(...at(info.width - 5, 5))).toBeGreaterThan(250);
  });

  it('is the same files each time, whatever its name', async () => {
    const one = await readWell(aPdfOf());
    const other = await readPdf(new Uint8Array(aPdfOf()), 'another.pdf', tools);
    expect(other).toMatchObject({ files: one.files });
  });

  it('with pictures of text alone is told, and still has its file and cover', async () => {
    const { text, file, notices } = await readWell(aPdfOf({ content: '0 0 1 rg 0 0 300 300 re f' }));
    expect([text, file.cover !== undefined]).toEqual([undefined, true]);
    expect(notices).toMatchObject([{ level: 'warning', text: expect.stringContaining('text recognition') }]);
  });

  it('with far more text than its size is cut, and told', async () => {
    // One letter stands for twenty thousand.
    const letters = `begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <61> <${'00620063'.repeat(10_000)}> endbfchar`;
    const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 ${letters} endcmap end end`;
    const lines = Array.from({ length: 100 }, (_, at) => `1 0 0 1 10 ${at} Tm (a) Tj`).join('\n');
    const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 8 0 R>>';
    const { words, notices } = await readWell(
      aPdfOf({
        content: `BT /F2 8 Tf ${lines} ET`,
        page: '/Resources<</Font<</F2 7 0 R>>>>',
        more: ['null', font, stream(Buffer.from(map))],
      }),
    );
    expect(words?.length).toBeGreaterThan(1_000_000);
    expect(words?.length).toBeLessThanOrEqual(1_500_000);
    expect(notices).toMatchObject([{ level: 'warning', text: expect.stringContaining('so long') }]);
  });

  it('with a damaged page is read up to it at least, and told', async () => {
    const another =
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>';
    const { words, notices } = await readWell(
      aPdfOf({ pages: '/Kids[3 0 R 99 0 R 7 0 R]/Count 3', more: ['null', another] }),
    );
    expect(words).toContain('Rents are frozen');
    expect(notices).toMatchObject([
      { level: 'warning', text: expect.stringContaining('pages of this PDF are damaged') },
    ]);
  });

  it('whose letters nobody can name is told so', async () => {
    const { text, notices } = await readWell(
      aPdfOf({
        content: 'BT /F2 24 Tf 50 700 Td <82a082a2> Tj ET',
        page: '/Resources<</Font<</F2 7 0 R>>>>',
        more: [
          'null',
          '<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/90ms-RKSJ-H/DescendantFonts[8 0 R]>>',
          '<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 9 0 R>>',
          '<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/CapHeight 1/StemV 1>>',
        ],
      }),
    );
    expect(text).toBeUndefined();
    expect(notices[0]?.text).toContain('no text that could be read');
  });

  it('with a program or files within is told, and runs nothing', async () => {
    const script = '/OpenAction<</S/JavaScript/JS(app.alert\\("hello"\\))>>';
    const within = '/Names<</EmbeddedFiles<</Names[(a.txt) 6 0 R]>>>>';
    const filespec = '<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 7 0 R>>>>';
    const { notices } = await readWell(
      aPdfOf({
        catalogue: script + within,
        more: [filespec, stream(Buffer.from('hello'), '/Type/EmbeddedFile')],
      }),
    );
    expect(notices.map(({ level }) => level)).toEqual(['note', 'note']);
    expect(notices[0]?.text).toContain('JavaScript');
    expect(notices[1]?.text).toContain('other files');
  });
});

describe('what is no PDF that readers could open', () => {
  it.each([
    ['locked', aLockedPdf(), 'locked with a password'],
    ['cut off within its first page', aPdfOf().subarray(0, 150), 'damaged or cut off'],
    ['a header and nothing else', Buffer.from('%PDF-1.7\n%%EOF'), 'damaged or cut off'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'This is a PNG picture'],
    ['text', Buffer.from('Dear all,'), 'This is no PDF'],
    [
      'an archive with a PDF behind',
      Buffer.concat([Buffer.from('PK\u0003\u0004'), aPdfOf()]),
      'This is a zip archive',
    ],
    ['pages within themselves', aPdfOf({ pages: '/Kids[2 0 R]/Count 1' }), 'damaged or cut off'],
  ])('%s', async (_, bytes, said) => {
    const { outcome, notices } = await read(bytes);
    expect([outcome, notices.length, notices[0]?.level]).toEqual(['refused', 1, 'error']);
    expect(notices[0]?.text).toContain(said);
    expect(notices[0]?.file).toBe('papers/no-12.pdf');
  });
});

/** Each ends in a line or in a file within the time, and the next is read as if nothing had been. */
describe('a hostile PDF', () => {
  const image = (width: number, filter: string, bytes: Buffer) =>
    stream(
      bytes,
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${width}/BitsPerComponent 8/ColorSpace/DeviceRGB${filter}`,
    );
  it.each([
    [
      'text that unpacks to twenty gigabytes',
      aPdfOf({ contentObject: stream(bomb(20_000), twiceCompressed) }),
    ],
    [
      'a picture of two and a half thousand megapixels',
      aPdfOf({ content: '500 0 0 500 0 0 cm /I Do', more: [image(50_000, twiceCompressed, bomb(7500))] }),
    ],
    ['a page of a thousand kilometres', aPdfOf({ mediaBox: '[0 0 2834645669 2834645669]' })],
    ['a page like a hair', aPdfOf({ mediaBox: '[0 0 0.01 14400]' })],
    ['no size at all', aPdfOf({ mediaBox: '[0 0 0 0]' })],
    ['a thousand million pages', aPdfOf({ pages: '/Kids[3 0 R]/Count 1000000000' })],
    ['brackets in brackets', aPdfOf({ catalogue: `/X${'['.repeat(1_000_000)}` })],
    [
      'a form that draws itself',
      aPdfOf({
        content: '/I Do',
        more: [
          stream(
            Buffer.from('/I Do /I Do'),
            '/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 6 0 R>>>>',
          ),
        ],
      }),
    ],
    ['two million strokes', aPdfOf({ content: '0 0 m 500 500 l S '.repeat(1_000_000) })],
  ])(
    '%s',
    async (_, bytes) => {
      const begun = performance.now();
      const { outcome, notices } = await read(bytes);
      expect(performance.now() - begun).toBeLessThan(25_000);
      if (outcome === 'refused')
        expect(notices).toMatchObject([{ level: 'error', text: expect.any(String) }]);
      expect((await readWell(aPdfOf())).words).toBe('Rents are frozen');
    },
    60_000,
  );
});

/** Megabytes of this process and of each that it has started. */
function memory(): number[] {
  const tasks = readdirSync('/proc/self/task');
  const children = tasks.flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [String(process.pid), ...children].map((pid) => {
    try {
      const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes ?? 0) / 1024;
    } catch {
      return 0;
    }
  });
}

it.runIf(process.platform === 'linux')(
  'takes no more memory with the third hostile PDF than with the first, and gives all of it back',
  async () => {
    const hostile = aPdfOf({ contentObject: stream(bomb(450), twiceCompressed) });
    const [before = 0] = memory();
    const peaks: number[] = [];
    const watch = setInterval(() => peaks.push(Math.max(...memory().slice(1), 0)), 20);
    for (const _ of [1, 2, 3]) expect((await read(hostile)).outcome).toBe('refused');
    clearInterval(watch);
    // Between two looks of the guard it may grow.
    expect(Math.max(...peaks)).toBeLessThan(1100);
    expect((memory()[0] ?? 0) - before).toBeLessThan(100);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(Math.max(...memory().slice(1), 0)).toBeLessThan(1);
  },
  60_000,
);
