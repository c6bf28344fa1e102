import { fileTypeOf } from '../../pictures/file-type.ts';
import { error, type Finding, note } from '../findings.ts';

const mostBytes = 20 * 1024 * 1024;

/** A web page as text with `\n` line ends, in the encoding that it declares, or why it is none. */
export function decodePage(bytes: Uint8Array): { text: string; findings: Finding[] } | { finding: Finding } {
  if (bytes.length > mostBytes) return refuse('This file is larger than 20 MB. Hand it in in parts.');
  const type = fileTypeOf(bytes);
  if (type && type !== 'a web page (HTML)') return refuse(`This is ${type}, not a web page (.html).`);
  const declared = declaredEncoding(bytes);
  const text = declared ? decoded(bytes, declared) : decoded(bytes, 'utf-8');
  if (text !== undefined) return { text: withLineEnds(text), findings: [] };
  if (declared)
    return refuse(
      `This page says that it is saved as ${declared}, and is not. Save it again with the encoding UTF-8.`,
    );
  return { text: withLineEnds(decoded(bytes, 'windows-1252') ?? ''), findings: [guessed] };
}

const refuse = (text: string) => ({ finding: error(text) });

const guessed = note(
  'This page does not say how it is saved, and is not UTF-8, so it was read as Windows-1252. Look whether its accents and dashes are right.',
);

const withLineEnds = (text: string) => text.replace(/\r\n?/g, '\n');

/** By its byte order mark, else as HTML has it within the first 1,024 bytes, or XML in its first line. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const [, label] =
    /<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head) ??
    /^<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head) ??
    [];
  // What could be read so far is no UTF-16, whatever it says.
  return label && /^utf-?16/i.test(label) ? 'utf-8' : label;
}

/** Undefined for an encoding that nobody knows, and for bytes that are not in it. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof RangeError) return undefined;
    throw cause;
  }
}
