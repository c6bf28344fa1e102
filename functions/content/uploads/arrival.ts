import * as z from 'zod/mini';
import { fileAt, type UploadedFile } from './upload.ts';

/** What a message says has come. */
export type Arrival =
  | { what: 'file'; file: UploadedFile }
  | { what: 'upload'; upload: string }
  | { what: 'stranger'; key: string };

/** S3's `Object Created` in EventBridge's envelope (keys come as they are, not encoded), or our own message
 *  that an upload is complete. */
const message = z.union([
  z.object({ upload: z.string() }),
  z.object({ detail: z.object({ object: z.object({ key: z.string(), etag: z.optional(z.string()) }) }) }),
]);

/** Throws on anything that is no such message. */
export function arrivalIn(body: string): Arrival {
  const said = message.parse(JSON.parse(body));
  if ('upload' in said) return { what: 'upload', upload: said.upload };
  const { key, etag } = said.detail.object;
  const file = fileAt(key);
  return file ? { what: 'file', file: etag ? { ...file, etag } : file } : { what: 'stranger', key };
}
