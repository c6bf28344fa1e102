import { describe, expect, it } from 'vitest';
import { readManuscript } from '../../../../functions/content/manuscripts/read-manuscript.ts';

const ingestQueue = (bytes: Uint8Array) => readManuscript({ name: 'a.md', bytes }, { pictures: new Map() });

describe('a file called .md', () => {
  it.each([
    ['a picture', Buffer.from('ffd8ffe000104a464946', 'hex'), undefined, 'This is a JPEG picture'],
    ['a PDF', Buffer.from('%PDF-1.7'), undefined, 'This is a PDF document'],
    [
      'a Word file',
      Buffer.from('PK\u0003\u0004 word/document.xml', 'latin1'),
      undefined,
      'This is a Word document',
    ],
    ['an old Word file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), undefined, 'This is an old Word document'],
    [
      'an OpenDocument',
      Buffer.from('PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.text', 'latin1'),
      undefined,
      'This is an OpenDocument text',
    ],
    ['another archive', Buffer.from('PK\u0003\u0004x', 'latin1'), undefined, 'This is a zip archive'],
    ['rich text', Buffer.from('{\\rtf1 x}'), undefined, 'This is an RTF document'],
    ['a web page', Buffer.from('<!DOCTYPE html><title>x</title>'), undefined, 'This is a web page'],
    ['other bytes', Buffer.from('# T\n\n\u0000\u0001'), 3, 'This is not a text file'],
    ['Windows-1252', Buffer.from('# T\n\nfa\xe7ade', 'latin1'), 3, 'not saved as UTF-8'],
    [
      'a text cut off in a letter',
      Buffer.from('# T\r\n\r\n\r\nfaç').subarray(0, -1),
      4,
      'not saved as UTF-8',
    ],
    ['UTF-16 without a mark', Buffer.from('# Tïtle\n\nText.', 'utf16le'), undefined, 'UTF-16 without a mark'],
    ['the other UTF-16', Buffer.from('# Текст\n', 'utf16le').swap16(), undefined, 'UTF-16 without a mark'],
    ['bytes with zeros in them', Buffer.from('# T\0\0\x01\0'), 1, 'This is not a text file'],
    ['too much', Buffer.alloc(21 * 1024 * 1024, 'a'), undefined, 'larger than 20 MB'],
  ])('is refused as %s', (_, bytes, line, words) => {
    const { outcome, notices } = ingestQueue(bytes);
    expect(outcome).toBe('refused');
    expect(notices).toEqual([
      { level: 'error', file: 'a.md', ...(line && { line }), text: expect.stringContaining(words) },
    ]);
  });

  it('may be UTF-16, as long as it says so', () => {
    const little = Buffer.from('\ufeff# Tïtle\n\nText.', 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()])
      expect(ingestQueue(bytes)).toMatchObject({
        outcome: 'read',
        fields: { title: 'Tïtle' },
        body: { text: 'Text.' },
      });
  });

  it('may hold a replacement character that was written as one', () =>
    expect(ingestQueue(Buffer.from('# T\n\n\ufffd')).outcome).toBe('read'));
});
