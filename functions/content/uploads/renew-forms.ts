import type { Clock } from '../../runtime/clock.ts';
import { Problem } from '../../runtime/problem.ts';
import { shownDate } from '../api/shown-values.ts';
import type { Forms, UploadedFiles, UploadStore } from '../ports.ts';
import { type OpenedUpload, signForms } from './open-upload.ts';
import { limits, type Upload } from './upload.ts';

interface Deps {
  uploads: Pick<UploadStore, 'find' | 'extend'>;
  uploadedFiles: Pick<UploadedFiles, 'arrived'>;
  forms: Forms;
  clock: Clock;
}

/**
 * New forms for the files of an upload that have not arrived, for who opened it: a broken line costs the file that was on
 * it, and no other. The upload is open for as long as the new forms are, which is stored before they are given.
 *
 * What happens                                    | what is true then
 * a file arrives after it was looked for          | there is a form too many: what it brings changes nothing
 * it dies before the forms are given              | the upload is open for longer, and asked for again
 * the upload is closed meanwhile                  | it stays so: no form is given
 * it is being closed by what was read before this | it is not closed: closing goes by the end that was seen
 *
 * Throws a Problem: 404 for an upload that is not known or somebody else's, 409 for one that takes nothing more.
 */
export async function renewForms(id: string, by: string, deps: Deps): Promise<OpenedUpload> {
  const { upload } = (await deps.uploads.find(id)) ?? {};
  if (upload?.by !== by)
    throw new Problem(404, `You have opened no such upload in the last ${limits.days} days.`);
  if (upload.missing) throw closed();
  const now = deps.clock.now().getTime();
  if (now > Date.parse(upload.opened) + limits.openHours * 3_600_000) throw tooOld();
  const missing = await missingFiles(upload, deps);
  if (!missing.length) return { id, expires: shownDate(upload.expires), files: [] };
  const expires = new Date(now + limits.minutes * 60_000).toISOString();
  if (!(await deps.uploads.extend(id, expires))) throw closed();
  return { id, expires: shownDate(expires), files: await signForms(upload, missing, deps) };
}

/** Numbers of the files that have not come. A document that has arrived brings its pictures itself. */
async function missingFiles({ id, files, ready }: Upload, { uploadedFiles }: Deps): Promise<number[]> {
  const arrived = new Set([...ready, ...(await uploadedFiles.arrived(id))]);
  return [...files.keys()].filter((number) => !arrived.has(number) && files[number]?.within === undefined);
}

const closed = () =>
  new Problem(409, 'This upload is closed: files of it did not arrive in time. Hand all of them in again.');

const tooOld = () =>
  new Problem(
    409,
    `This upload was opened more than ${limits.openHours} hours ago. Hand its files in again.`,
  );
