import type { Clock } from '../../runtime/clock.ts';
import { Problem } from '../../runtime/problem.ts';
import type { UploadStore } from '../ports.ts';
import { type Receipt, receiptOf } from './receipt.ts';
import { limits } from './upload.ts';

/** What has become of an upload so far. Throws a Problem (404) when it is not known. */
export async function showReceipt(
  id: string,
  { uploads, clock }: { uploads: UploadStore; clock: Clock },
): Promise<Receipt> {
  const found = await uploads.find(id);
  if (!found) throw new Problem(404, `No such upload. Receipts are kept for ${limits.days} days.`);
  return receiptOf(found.upload, found.results, clock.now());
}
