import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { createManuscriptReader } from '../../../../../functions/content/manuscripts/manuscript-reader.ts';
import { shownInOpenDocument } from '../../../../../functions/content/manuscripts/opendocument/shown-pictures.ts';
import { shownInWord } from '../../../../../functions/content/manuscripts/word/shown-pictures.ts';
import { aWordFile, p as paragraph, readBytes, told, zipOf } from '../word/a-word-file.ts';
import { anOpenDocument, frame, note, p, partsOf, textType } from './an-opendocument.ts';

const reader = createManuscriptReader();
afterAll(() => reader.close());

const essay = { body: p('Essay', 'Title') + p('Text.') };
const whole = anOpenDocument(essay);
const manifestOf = (more: string) =>
  String(partsOf(essay)['META-INF/manifest.xml']).replace(
    '<manifest:file-entry ',
    `${more}<manifest:file-entry `,
  );
const content = String(partsOf(essay)['content.xml']);
const withParts = (parts: Record<string, string | Uint8Array>) => anOpenDocument({ ...essay, parts });
const packed = (parts: Record<string, Uint8Array>) => {
  const own = Object.entries(partsOf(essay)).map(([name, part]) => [name, Buffer.from(part)] as const);
  return zipSync({ ...Object.fromEntries(own), ...parts }, { level: 9 });
};
const zeros = (megabytes: number) => new Uint8Array(megabytes * 1024 * 1024);

const encryptedEntry =
  '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>';

const hostile: [what: string, bytes: Uint8Array, why: RegExp][] = [
  ['a few bytes', Buffer.from('PK\u0003\u0004nothing'), /damaged or cut off.*save it again/],
  ['nothing', new Uint8Array(), /empty/],
  ['one that is cut off', whole.subarray(0, whole.length / 2), /damaged/],
  [
    'one with a password',
    withParts({
      'META-INF/manifest.xml': manifestOf(encryptedEntry),
      'content.xml': Uint8Array.of(1, 200, 3),
    }),
    /password.*Save As/,
  ],
  [
    'one that is encrypted in one piece',
    zipOf({
      mimetype: textType,
      'META-INF/manifest.xml': manifestOf(encryptedEntry.replace('content.xml', 'encrypted-package')),
      'encrypted-package': 'x',
    }),
    /password/,
  ],
  ['one with macros', withParts({ 'Basic/Standard/Module1.xml': 'x' }), /macros/],
  ['one with scripts', withParts({ 'Scripts/python/a.py': 'x' }), /macros/],
  [
    'a flat file',
    Buffer.from(content.replaceAll('document-content', 'document')),
    /\.fodt.*save it as \.odt/,
  ],
  ['a Word document', aWordFile({ body: paragraph('x') }), /Word document.*ends in \.docx/],
  ['an old Word document', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Save it as \.odt or \.docx/],
  ['a PDF', Buffer.from('%PDF-1.7'), /PDF document, not an OpenDocument text/],
  [
    'a table',
    withParts({ 'content.xml': content.replaceAll('office:text', 'office:spreadsheet') }),
    /no text in it/,
  ],
  ['an archive of other things', zipOf({ 'a.txt': 'x' }), /zip archive of other files/],
  ['one without its text', zipOf({ mimetype: textType, 'META-INF/manifest.xml': manifestOf('') }), /damaged/],
  ['a zip bomb', packed({ 'Pictures/a.bin': zeros(300) }), /unpacks to far more/],
  ['a bomb of XML', packed({ 'content.xml': zeros(30) }), /unpacks to far more/],
  [
    'thousands of entries',
    withParts(Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`Pictures/${at}`, '']))),
    /unpacks to far more/,
  ],
  [
    'expanding entities',
    withParts({ 'content.xml': content.replace('?>', '?><!DOCTYPE a [<!ENTITY b "bb">]>') }),
    /declarations/,
  ],
  [
    'an entity from a file',
    withParts({
      'content.xml': content.replace('?>', '?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
    }),
    /declarations/,
  ],
  ['XML that is none', withParts({ 'content.xml': '<office:document' }), /no text in it/],
  [
    'spans in each other, thousands of levels deep',
    anOpenDocument({ body: p(`${'<text:span>'.repeat(20_000)}x${'</text:span>'.repeat(20_000)}`) }),
    /nested too deeply|no title/,
  ],
  [
    'lists in each other, thousands of levels deep',
    anOpenDocument({
      body:
        '<text:list><text:list-item>'.repeat(20_000) +
        p('x') +
        '</text:list-item></text:list>'.repeat(20_000),
    }),
    /nested too deeply|no title/,
  ],
];

describe('an OpenDocument file that is no manuscript', () => {
  it.each(hostile)('is refused in a line that says why: %s', { timeout: 25_000 }, async (_, bytes, why) => {
    const turn = { upload: 'u', hasTime: () => true };
    const shelf = { pictures: new Map() };
    const read = await reader.read({ name: 'essay.odt', bytes: Uint8Array.from(bytes) }, shelf, turn);
    if (read.outcome === 'postponed') throw new Error('Postponed');
    expect([read.outcome, ...told(read)].join('\n')).toMatch(why);
    expect(read.outcome).toBe('refused');
    const next = await reader.read({ name: 'essay.odt', bytes: whole }, shelf, turn);
    expect(next).toMatchObject({ outcome: 'read', fields: { title: 'Essay' } });
  });

  it.each([
    ['essay.fodt', Buffer.from('<?xml version="1.0"?><office:document >'), /save it as \.odt/],
    ['essay', whole, /^$/],
    ['essay.odt', withParts({ 'Basic/Standard/script-lb.xml': 'x' }), /^$/],
    [
      'essay.odt',
      withParts({ 'META-INF/manifest.xml': `<!DOCTYPE m PUBLIC "x" "Manifest.dtd">${manifestOf('')}` }),
      /^$/,
    ],
  ])('is none of these by its name alone: %s', async (name, bytes, notices) => {
    expect(told(await readBytes(bytes, name)).join()).toMatch(notices);
  });

  it('may be long', async () => {
    const body = p('Long', 'Title') + p('A word after the other. '.repeat(50)).repeat(2000);
    const read = await readBytes(anOpenDocument({ body }), 'essay.odt');
    expect(read).toMatchObject({ outcome: 'read', fields: { title: 'Long' } });
    const list = `<text:list text:style-name="L2">${`<text:list-item>${p('x')}</text:list-item>`.repeat(20_000)}</text:list>`;
    expect(await readBytes(anOpenDocument({ body: essay.body + list }), 'essay.odt')).toMatchObject({
      outcome: 'read',
    });
  });
});

describe('the pictures of an OpenDocument file', () => {
  it('are those that its text and notes show, and no others', async () => {
    const names = ['a', 'b', 'deleted', 'head', 'unused', 'comment'].map((name) => `Pictures/${name}.png`);
    const deleted = `<text:tracked-changes><text:changed-region><text:deletion>${p(frame('Pictures/deleted.png'))}</text:deletion></text:changed-region></text:tracked-changes>`;
    const bytes = anOpenDocument({
      body: `${deleted}${essay.body}${p(`${frame('./Pictures/a.png')}${note(p(frame('Pictures/b.png')))}<office:annotation>${p(frame('Pictures/comment.png'))}</office:annotation>`)}`,
      pages: `<style:master-page><style:header>${p(frame('Pictures/head.png'))}</style:header></style:master-page>`,
      parts: Object.fromEntries(names.map((name) => [name, name])),
    });
    const pictures = await shownInOpenDocument(bytes);
    expect(pictures.map(({ name }) => name).sort()).toEqual(['a.png', 'b.png']);
    const [first] = pictures;
    expect(Buffer.from((await first?.read()) ?? []).toString()).toMatch(/^Pictures\/[ab]\.png$/);
  });

  it('are soon looked for in a file that is nested hundreds of thousands of levels deep', async () => {
    const deep = '<a>'.repeat(300_000);
    const started = performance.now();
    expect(await shownInOpenDocument(anOpenDocument({ body: deep }))).toEqual([]);
    expect(await shownInWord(aWordFile({ body: deep }))).toEqual([]);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(told(await readBytes(anOpenDocument({ body: deep }), 'essay.odt')).join()).toContain(
      'nested too deeply',
    );
    expect(told(await readBytes(aWordFile({ body: deep }), 'essay.docx')).join()).toContain(
      'nested too deeply',
    );
  });

  it('are none of a file that is refused', async () => {
    expect(await shownInOpenDocument(Buffer.from('PK'))).toEqual([]);
  });
});
