import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import { Problem } from '../../runtime/problem.ts';
import { shownDate } from '../api/shown-values.ts';
import type { ChangedBy } from '../contract/document.ts';
import type { Forms, SignedForm, UploadStore } from '../ports.ts';
import { type DeclaredFile, isRestoring, keyOf, limits, roleOf, type Upload } from './upload.ts';

interface Deps {
  uploads: Pick<UploadStore, 'open'>;
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

/** Opens an upload: one form for each announced file. The forms are signed here and checked by S3.
 *  Throws a Problem (403) when somebody else than an editor would bring documents back from a backup. */
export async function openUpload(
  files: DeclaredFile[],
  { by, byName, editor }: ChangedBy & { editor: boolean },
  { uploads, forms, clock, ids }: Deps,
): Promise<OpenedUpload> {
  if (isRestoring({ files }) && !editor) {
    throw new Problem(403, 'Only an editor brings documents back from a backup.');
  }
  const now = clock.now();
  const expires = new Date(now.getTime() + limits.minutes * 60_000).toISOString();
  const upload: Upload = {
    id: ids.next(),
    files,
    by,
    byName,
    editor,
    opened: now.toISOString(),
    expires,
    ready: [],
  };
  await uploads.open(upload);
  const signed = await signForms(upload, [...files.keys()], { forms });
  return { id: upload.id, expires: shownDate(expires), files: signed };
}

/** A form for each of these files. */
export const signForms = (
  { id, files }: Pick<Upload, 'id' | 'files'>,
  numbers: number[],
  { forms }: Pick<Deps, 'forms'>,
): Promise<OpenedUpload['files']> =>
  mapConcurrently(
    numbers.flatMap((number) => (files[number] ? [{ ...files[number], number }] : [])),
    { concurrency: 10 },
    async ({ name, type, bytes, number }) => {
      const key = keyOf({ role: roleOf(type) ?? 'manuscripts', upload: id, number });
      return { name, ...(await forms.sign({ key, type, bytes, seconds: limits.minutes * 60 })) };
    },
  );
