import { lineBreak } from './mail-header.ts';

/** Characters. */
const longestName = 100;

/** A name as a person types it, in any script: on one line, without control characters. */
export function readName(typed = ''): { ok: true; name?: string } | { ok: false; why: string } {
  if (lineBreak.test(typed)) return { ok: false, why: 'A name stands on one line.' };
  const name = typed
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  if ([...name].length > longestName)
    return { ok: false, why: `A name has at most ${longestName} characters here.` };
  return { ok: true, ...(name && { name }) };
}
