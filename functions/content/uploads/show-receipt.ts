import type { Clock } from '../../runtime/clock.ts';
import { Problem } from '../../runtime/problem.ts';
import type { Viewer } from '../contract/own-documents.ts';
import type { UploadedFiles, UploadStore } from '../ports.ts';
import { type Receipt, receiptOf } from './receipt.ts';
import { closesAt, isComplete, limits, type Upload } from './upload.ts';

interface Deps {
  uploads: Pick<UploadStore, 'find' | 'close'>;
  uploadedFiles: Pick<UploadedFiles, 'arrived'>;
  clock: Clock;
}

const mostAttempts = 5;

/**
 * What has become of an upload so far. An upload whose forms have expired is closed here when a file of it is not in
 * the bucket: that is stored before it is said, and nothing of a closed upload is taken. What is in the bucket is
 * waited for however long it takes to be read. Throws a Problem: 404 when the upload is not known, 503 when its files
 * keep coming while it is looked at. Writers see those of their own uploads.
 */
export async function showReceipt(id: string, { by, isEditor }: Viewer, deps: Deps): Promise<Receipt> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const found = await deps.uploads.find(id);
    if (!found || !(isEditor || found.upload.by === by))
      throw new Problem(404, `No such upload. Receipts are kept for ${limits.days} days.`);
    const { upload, results } = found;
    if (!isOverdue(upload, deps.clock)) return receiptOf(upload, results);
    const arrived = new Set([...upload.ready, ...(await deps.uploadedFiles.arrived(id))]);
    // A document that has arrived brings its pictures itself.
    const isMissing = (number: number) => !arrived.has(number) && upload.files[number]?.within === undefined;
    const missing = [...upload.files.keys()].filter(isMissing);
    if (!missing.length) return receiptOf(upload, results, { allArrived: true });
    if (await deps.uploads.close(upload, missing)) return receiptOf({ ...upload, missing }, results);
  }
  throw new Problem(503, 'The files of this upload are coming in just now. Please ask again.', {
    headers: { 'retry-after': '1' },
  });
}

const isOverdue = (upload: Upload, clock: Clock): boolean =>
  !upload.missing && !isComplete(upload) && clock.now().getTime() > closesAt(upload);
