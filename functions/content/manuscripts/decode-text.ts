import { fileTypeOf } from '../pictures/file-type.ts';
import { asLineBreaks, findForbidden } from './characters.ts';
import { error, type Finding } from './findings.ts';

const mostBytes = 20 * 1024 * 1024;

/** The manuscript as text with `\n` line ends and no byte order mark, or why it is no text. */
export function decodeText(bytes: Uint8Array): { text: string } | { finding: Finding } {
  if (bytes.length > mostBytes) return refuse('This file is larger than 20 MB. Hand it in in parts.');
  const type = fileTypeOf(bytes);
  if (type) return refuse(`This is ${type}, not a Markdown text. Hand in the text as Markdown (.md).`);
  const encoding = wideEncoding(bytes) ?? 'utf-8';
  const text = decoded(bytes, encoding);
  if (text === undefined) return isWide(bytes) ? refuse(unmarked) : notUtf8(bytes);
  const odd = findForbidden(text);
  if (odd >= 0 && isWide(bytes)) return refuse(unmarked);
  if (odd >= 0)
    return refuse(
      'This is not a text file: it has characters in it that no text has. Save it again as plain text in UTF-8.',
      lineAt(text, odd),
    );
  return { text: asLineBreaks(text.replace(/\r\n?/g, '\n')) };
}

const refuse = (text: string, line?: number) => ({ finding: error(text, line) });

const unmarked =
  'This text is saved as UTF-16 without a mark that says so. Save it again with the encoding UTF-8.';

/** Whether bytes make a text as UTF-16: where there is ASCII in it, every other byte is zero, and none between them. */
function isWide(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, Math.min(bytes.length & ~1, 8192));
  return ['utf-16be', 'utf-16le'].some((encoding, odd) => {
    const hasZeros = start.some((byte, at) => byte === 0 && at % 2 === odd);
    if (!hasZeros || start.some((byte, at) => byte === 0 && at % 2 !== odd)) return false;
    const text = decoded(start, encoding, { stream: true });
    return text !== undefined && findForbidden(text) < 0 && !/[\p{Cn}\p{Co}]/u.test(text);
  });
}

function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

function decoded(bytes: Uint8Array, encoding: string, options?: TextDecodeOptions): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, options);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

/** Points to the first broken byte: everything before it is sound, so the line can be counted. */
function notUtf8(bytes: Uint8Array) {
  const sound = new TextDecoder().decode(bytes).indexOf('\ufffd');
  const line = sound < 0 ? undefined : lineAt(new TextDecoder().decode(bytes), sound);
  return refuse(
    'A letter on this line cannot be read, because the file is not saved as UTF-8 (perhaps as Windows-1252 or Latin-1). Save it again with the encoding UTF-8.',
    line,
  );
}

/** Counts from 1. */
const lineAt = (text: string, position: number) => text.slice(0, position).split(/\r\n?|\n/).length;
