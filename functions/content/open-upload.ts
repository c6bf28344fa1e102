import type { Clock } from '../runtime/clock.ts';
import type { Ids } from '../runtime/ids.ts';
import { inTurns } from '../runtime/in-turns.ts';
import type { Forms, SignedForm, UploadStore } from './ports.ts';
import { type DeclaredFile, keyOf, limits, roleOf, type Upload } from './upload.ts';

interface Deps {
  uploads: UploadStore;
  forms: Forms;
  clock: Clock;
  ids: Ids;
}

export interface OpenedUpload {
  id: string;
  /** ISO instant. */
  expires: string;
  files: ({ name: string } & SignedForm)[];
}

/** Opens an upload: one form for each announced file. The forms are signed here and checked by S3. */
export async function openUpload(
  files: DeclaredFile[],
  who: { by: string; editor: boolean },
  { uploads, forms, clock, ids }: Deps,
): Promise<OpenedUpload> {
  const now = clock.now();
  const expires = new Date(now.getTime() + limits.minutes * 60_000).toISOString();
  const upload: Upload = { id: ids.next(), files, ...who, opened: now.toISOString(), expires, arrived: [] };
  await uploads.open(upload);
  const signed = await inTurns([...files.entries()], 10, async ([number, { name, type, bytes }]) => {
    const key = keyOf({ role: roleOf(type) ?? 'manuscripts', upload: upload.id, number });
    return { name, ...(await forms.sign({ key, type, bytes, seconds: limits.minutes * 60 })) };
  });
  return { id: upload.id, expires, files: signed };
}

/** What is wrong with the files as a whole, in words; undefined when they may come. */
export function wrongWith(files: DeclaredFile[]): string | undefined {
  const manuscripts = files.filter(({ type }) => roleOf(type) === 'manuscripts');
  const strange = files.find(({ type }) => !roleOf(type));
  if (strange) return `“${strange.name}” is neither Markdown (text/markdown) nor a picture (image/…).`;
  const heavy = files.find(({ type, bytes }) => bytes > mostBytes(type));
  if (heavy) return `“${heavy.name}” is too big: at most ${mostBytes(heavy.type) / 1e6} MB.`;
  const names = files.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice) return `“${twice}” is named twice.`;
  if (!manuscripts.length)
    return 'There is no manuscript among the files: pictures come with the text that shows them.';
  const all = manuscripts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (all > limits.manuscripts)
    return `The manuscripts are more than ${limits.manuscripts / 1e6} MB together: hand in fewer at a time.`;
  return undefined;
}

const mostBytes = (type: string): number =>
  roleOf(type) === 'manuscripts' ? limits.manuscript : limits.picture;
