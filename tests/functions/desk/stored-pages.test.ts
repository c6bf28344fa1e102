import { describe, expect, it } from 'vitest';
import { decodePage } from '../../../functions/content/manuscripts/html/decode-page.ts';
import { fileOf, textOfFile } from '../../../functions/desk/browser/write/texts.ts';

const page = (head: string) => `${head}<h1>Über die Brücke – “quoted”</h1>\n`;
const latin = (text: string) =>
  Uint8Array.from(text, (letter) => ({ '–': 0x96, '“': 0x93, '”': 0x94 })[letter] ?? letter.charCodeAt(0));
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a web page that is corrected at the desk', () => {
  it.each([
    ['Windows-1252, declared', latin(page('<meta charset="windows-1252">'))],
    ['Windows-1252, undeclared', latin(page(''))],
    ['UTF-8, declared', new TextEncoder().encode(page('<meta charset="utf-8">'))],
    ['UTF-8, undeclared', new TextEncoder().encode(page(''))],
    ['UTF-16', utf16(page('<meta charset="utf-16">'))],
  ])('has the letters that the press reads, and keeps them: %s', async (_, bytes) => {
    const read = decodePage(bytes);
    const file = {
      name: 'bridge.html',
      role: 'text' as const,
      type: 'text/html',
      content: new Blob([bytes]),
    };
    const text = await textOfFile(file, [], 0);
    expect(read).toMatchObject({ text: text.text });
    expect(text.text).toContain('Über die Brücke – “quoted”');
    const again = decodePage(new Uint8Array(await fileOf(text).content.arrayBuffer()));
    expect(again).toMatchObject({ text: text.text });
  });
});
