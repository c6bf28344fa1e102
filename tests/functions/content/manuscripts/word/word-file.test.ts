import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { createManuscriptReader } from '../../../../../functions/content/manuscripts/manuscript-reader.ts';
import { shownInWord } from '../../../../../functions/content/manuscripts/word/shown-pictures.ts';
import { aWordFile, drawing, footnote, p, partsOf, readBytes, told, xmlText, zipOf } from './a-word-file.ts';

const reader = createManuscriptReader();
afterAll(() => reader.close());

const essay = { body: p('Essay', 'Title') + p('Text.') };
const whole = aWordFile(essay);

/** The archive with a flag set in every local and central header. */
function flagged(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Buffer.from(bytes);
  for (const [sign, at] of [
    ['PK\u0003\u0004', 6],
    ['PK\u0001\u0002', 8],
  ] as const)
    for (let from = copy.indexOf(sign); from >= 0; from = copy.indexOf(sign, from + 4)) copy[from + at] = bit;
  return copy;
}

const renamed = (bytes: Uint8Array, from: string, to: string) =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1');

const oldContainer = (stream: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(stream, 'utf16le')]);

const withEntity = (declaration: string) =>
  zipOf({
    ...partsOf(essay),
    'word/document.xml': `<?xml version="1.0"?>${declaration}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&lol9;</w:t></w:r></w:p></w:body></w:document>`,
  });

const billionLaughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at || ''};`.repeat(10)}">`).join('')}]>`;
const zeros = (megabytes: number) => new Uint8Array(megabytes * 1024 * 1024);

const hostile: [what: string, bytes: Uint8Array, why: RegExp][] = [
  ['a few bytes', Buffer.from('PK\u0003\u0004nothing'), /damaged or cut off.*save it again/],
  ['nothing', new Uint8Array(), /empty/],
  ['one that is cut off', whole.subarray(0, whole.length / 2), /damaged/],
  ['one whose bytes are changed', corrupted(whole), /damaged|cannot be read/],
  ['an encrypted archive', flagged(whole, 1), /password.*take the password away/],
  ['one that Word encrypted', oldContainer('EncryptedPackage'), /password/],
  ['an old Word document', oldContainer('WordDocument'), /old Word document.*Save it as \.docx/],
  ['one with macros', zipOf({ ...partsOf(essay), 'word/vbaProject.bin': 'x' }), /macros.*without macros/],
  ['a spreadsheet', zipOf({ 'xl/workbook.xml': 'x' }), /spreadsheet.*\.docx/],
  [
    'an OpenDocument text',
    zipSync(
      { mimetype: Buffer.from('application/vnd.oasis.opendocument.text'), 'content.xml': new Uint8Array() },
      { level: 0 },
    ),
    /OpenDocument.*ends in \.odt/,
  ],
  ['an archive of other things', zipOf({ 'a.txt': 'word/' }), /zip archive of other files/],
  ['a PDF', Buffer.from('%PDF-1.7'), /PDF document, not a Word document/],
  [
    'a zip bomb',
    zipSync({ ...bytesOfParts(), 'word/media/a.bin': zeros(300) }, { level: 9 }),
    /unpacks to far more/,
  ],
  [
    'a bomb of XML',
    zipSync({ ...bytesOfParts(), 'word/document.xml': zeros(30) }, { level: 9 }),
    /unpacks to far more/,
  ],
  [
    'thousands of entries',
    zipOf(Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`word/${at}`, '']))),
    /unpacks to far more/,
  ],
  [
    'a path out of its folder',
    renamed(zipOf({ ...partsOf(essay), 'word/aa/bb.xml': '' }), 'word/aa/bb.xml', '../../../../bb'),
    /damaged/,
  ],
  [
    'an absolute path',
    renamed(zipOf({ ...partsOf(essay), 'word/aa/bb.xml': '' }), 'word/aa/bb.xml', '/etc/aa/passwd'),
    /damaged/,
  ],
  [
    'two parts of one name',
    renamed(
      zipOf({ ...partsOf(essay), 'word/documenT.xml': '<a/>' }),
      'word/documenT.xml',
      'word/document.xml',
    ),
    /damaged/,
  ],
  ['expanding entities', withEntity(billionLaughs), /declarations/],
  [
    'an entity from a file',
    withEntity('<!DOCTYPE a [<!ENTITY lol9 SYSTEM "file:///etc/passwd">]>'),
    /declarations/,
  ],
  ['XML that is none', zipOf({ ...partsOf(essay), 'word/document.xml': '<w:document' }), /cannot be read/],
  [
    'a document that is missing',
    zipOf({
      ...partsOf(essay),
      '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
      'word/document.xml': '',
    }),
    /cannot be read/,
  ],
  [
    'one with another prefix',
    withParts((xml) => xml.replace(/(<\/?|xmlns:)w(?=[:=])/g, '$1ns0')),
    /save it again/,
  ],
  [
    'one without a prefix',
    withParts((xml) => xml.replace(/xmlns:w=/g, 'xmlns=').replace(/(<\/?)w:/g, '$1')),
    /save it again/,
  ],
  [
    'one whose text has another name',
    zipOf({
      ...partsOf(essay),
      '_rels/.rels': textOf('_rels/.rels').replace('word/document.xml', '/text/main.xml'),
      'text/main.xml': textOf('word/document.xml'),
    }),
    /save it again/,
  ],
  [
    'one whose notes have another name',
    zipOf({
      ...partsOf({ ...essay, relations: [['n1', 'footnotes', 'notes.xml']] }),
      'word/notes.xml': textOf('word/document.xml'),
    }),
    /save it again/,
  ],
  [
    'a note that is missing',
    aWordFile({ body: p('<w:r><w:footnoteReference w:id="7"/></w:r>') }),
    /cannot be read|no title/,
  ],
  [
    'a document in itself, a thousand levels deep',
    aWordFile({ body: '<w:tbl><w:tr><w:tc>'.repeat(20_000) + '</w:tc></w:tr></w:tbl>'.repeat(20_000) }),
    /nested too deeply|cannot be read/,
  ],
];

function textOf(name: string): string {
  return String(partsOf(essay)[name]);
}

function withParts(change: (xml: string) => string): Uint8Array {
  return zipOf({ ...partsOf(essay), 'word/document.xml': change(textOf('word/document.xml')) });
}

function bytesOfParts(): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(partsOf(essay)).map(([name, part]) => [
      name,
      typeof part === 'string' ? strToU8(part) : part,
    ]),
  );
}

function corrupted(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let at = 100; at < copy.length; at += 97) copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

describe('a Word file that is no manuscript', () => {
  it.each(hostile)('is refused in a line that says why: %s', { timeout: 25_000 }, async (_, bytes, why) => {
    const turn = { upload: 'u', hasTime: () => true };
    const read = await reader.read(
      { name: 'essay.docx', bytes: Uint8Array.from(bytes) },
      { pictures: new Map() },
      turn,
    );
    if (read.outcome === 'postponed') throw new Error('Postponed');
    expect([read.outcome, ...told(read)].join('\n')).toMatch(why);
    expect(read.outcome).toBe('refused');
    const next = await reader.read({ name: 'essay.docx', bytes: whole }, { pictures: new Map() }, turn);
    expect(next).toMatchObject({ outcome: 'read', fields: { title: 'Essay' } });
  });

  it('is not what an archive with words before or after it is', async () => {
    const behind = await readBytes(Buffer.concat([whole, Buffer.from('\n<script>alert(1)</script>')]));
    expect(behind.outcome === 'read' ? behind.body.html : told(behind).join()).not.toContain('script');
  });

  it('may be long', async () => {
    const long = aWordFile({
      body: p('Long', 'Title') + p(xmlText('A word after the other. ').repeat(50)).repeat(2000),
    });
    expect(await readBytes(long)).toMatchObject({ outcome: 'read', fields: { title: 'Long' } });
  });
});

describe('the pictures of a Word file', () => {
  const picturesOf = async (relations: [string, string, string][], names: string[]) => {
    const parts = Object.fromEntries(names.map((name) => [name, name]));
    const body = essay.body + p(relations.map(([id]) => drawing(id)).join(''));
    const pictures = await shownInWord(aWordFile({ body, relations, parts }));
    return Promise.all(pictures.map(async ({ read }) => Buffer.from(await read()).toString()));
  };

  it('are those to which its text leads, and not others of that name', async () => {
    const names = ['word/glossary/media/image1.png', 'word/media/image1.png', 'word/media/image2.png'];
    expect(await picturesOf([['p1', 'image', 'media/image1.png']], names)).toEqual(['word/media/image1.png']);
    expect(await picturesOf([['p1', 'image', '/word/media/image2.png']], names)).toEqual([
      'word/media/image2.png',
    ]);
    expect(await picturesOf([['p1', 'image', 'https://example.org/media/image1.png']], names)).toEqual([]);
  });

  it('are those of its notes too', async () => {
    const rels = textOf('word/_rels/document.xml.rels').replace(
      '</Relationships>',
      '<Relationship Id="p" Type="x/image" Target="media/a.png"/></Relationships>',
    );
    const parts = {
      'word/_rels/footnotes.xml.rels': rels,
      'word/media/a.png': 'a',
    };
    const note = { 2: p(drawing('p')) };
    const pictures = await shownInWord(
      aWordFile({ body: essay.body + p(footnote(2)), footnotes: note, parts }),
    );
    expect(pictures.map(({ name }) => name)).toEqual(['a.png']);
  });

  it('are none of two that have one name', async () => {
    const relations: [string, string, string][] = [
      ['p1', 'image', 'media/a.png'],
      ['p2', 'image', 'other/media/a.png'],
    ];
    expect(await picturesOf(relations, ['word/media/a.png', 'word/other/media/a.png'])).toEqual([]);
  });
});

it('shows a drawing as the picture in pixels that Word keeps beside it', async () => {
  const blip =
    '<a:blip r:embed="p1"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="p2"/></a:ext></a:extLst></a:blip>';
  const body =
    p('Essay', 'Title') + p(drawing('p1', 'A chart').replace('<a:blip r:embed="p1"/>', blip)) + p('Text.');
  const bytes = aWordFile({
    body,
    relations: [
      ['p1', 'image', 'media/image1.png'],
      ['p2', 'image', 'media/image2.svg'],
    ],
    parts: { 'word/media/image1.png': 'png', 'word/media/image2.svg': '<svg/>' },
  });
  expect((await shownInWord(bytes)).map(({ name }) => name)).toEqual(['image1.png']);
  const read = await readBytes(bytes, 'essay.docx', ['essay.docx/image1.png']);
  expect(read.outcome === 'read' && [read.uses, told(read)]).toEqual([['essay.docx/image1.png'], []]);
});
