import type { OpenedUpload } from '../../../content/uploads/open-upload.ts';
import type { Receipt } from '../../../content/uploads/receipt.ts';
import { call, NoAnswer, Refused } from '../api/client.ts';
import { SignInEnded } from '../sign-in/session.ts';
import type { ChosenFile } from './chosen-files.ts';
import { FormRefused, postFile, type SignedForm } from './post-file.ts';

/** What is handed in, as this browser keeps it until its receipt is final. */
export interface Pending {
  /** Of the upload, once it was opened. */
  id?: string;
  files: ChosenFile[];
}

/** How far it is. */
export type Progress =
  | { step: 'sending'; sent: ReadonlyMap<string, number> }
  /** The line is broken, or the sign-in over: it goes on by itself. `seconds` until the next try. */
  | { step: 'waiting'; why: string; sent: ReadonlyMap<string, number> }
  | { step: 'reading' }
  | { step: 'settled'; receipt: Receipt };

export interface HandInDeps {
  /** Keeps what is pending; called before anything is sent that could be lost. */
  keep: (pending: Pending) => Promise<void>;
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
  /** Ends early when there is a line again, or somebody wants to try at once. */
  pause: (milliseconds: number) => Promise<void>;
}

const concurrency = 3;

/**
 * Hands files in, and gives the receipt when it is final.
 *
 * What happens                                | what is true then
 * the tab dies before the upload is opened    | the files are kept: an upload is opened for them
 * the answer with the upload's id is lost     | another upload is opened; the first closes empty after its forms
 * the line breaks in mid-file                 | the press is asked what is missing: that file starts anew, whole ones are not sent again
 * the tab dies in mid-file                    | the same, when the desk is opened again
 * the forms expire                            | the press gives new ones for what is missing
 * the upload was closed meanwhile             | another one is opened, and everything sent again
 * all have arrived, the receipt is not final  | it is asked for until it is
 * the sign-in ends                            | it waits: signing in again goes on here
 */
export async function handInFiles(pending: Pending, deps: HandInDeps): Promise<Receipt> {
  const { files } = pending;
  let { id } = pending;
  let forms: SignedForm[] | undefined;
  for (let failures = 0; ; ) {
    try {
      if (id === undefined) {
        const opened = await openUpload(files);
        deps.signal.throwIfAborted();
        id = opened.id;
        forms = opened.files;
        await deps.keep({ id, files });
      }
      forms ??= await missingForms(id);
      if (forms.length) await sendAll(forms, files, deps);
      return await settledReceipt(id, deps);
    } catch (cause) {
      if (isGone(cause)) {
        id = undefined;
        await deps.keep({ files });
      } else if (!isPassing(cause)) throw cause;
      forms = undefined;
      failures += 1;
      deps.onProgress({ step: 'waiting', why: whyOf(cause), sent: new Map() });
      await deps.pause(Math.min(30_000, 1000 * 2 ** failures));
      deps.signal.throwIfAborted();
    }
  }
}

const openUpload = (files: ChosenFile[]): Promise<OpenedUpload> =>
  call('/api/uploads', {
    method: 'POST',
    body: { files: files.map(announced) },
  });

const announced = ({ name, type, content, basedOn }: ChosenFile) => ({
  name,
  type,
  bytes: content.size,
  ...(basedOn !== undefined && { based_on: basedOn }),
});

const missingForms = async (id: string): Promise<SignedForm[]> =>
  (await call<OpenedUpload>(`/api/uploads/${id}/forms`, { method: 'POST' })).files;

async function sendAll(forms: SignedForm[], files: ChosenFile[], deps: HandInDeps): Promise<void> {
  const wanted = new Set(forms.map(({ name }) => name));
  const sent = new Map(files.map(({ name, content }) => [name, wanted.has(name) ? 0 : content.size]));
  const tell = () => deps.onProgress({ step: 'sending', sent: new Map(sent) });
  tell();
  const waiting = [...forms];
  const worker = async () => {
    for (let form = waiting.shift(); form; form = waiting.shift()) {
      const { name } = form;
      const content = files.find((one) => one.name === name)?.content;
      if (!content) continue;
      const onProgress = (bytes: number) => {
        sent.set(name, bytes);
        tell();
      };
      await postFile(form, content, { onProgress, signal: deps.signal });
      onProgress(content.size);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function settledReceipt(id: string, deps: HandInDeps): Promise<Receipt> {
  deps.onProgress({ step: 'reading' });
  for (let wait = 300; ; wait = Math.min(wait * 1.5, 3000)) {
    const receipt = await call<Receipt>(`/api/uploads/${id}`, { signal: deps.signal });
    if (receipt.state === 'done' || receipt.state === 'refused') {
      deps.onProgress({ step: 'settled', receipt });
      return receipt;
    }
    await deps.pause(wait);
    deps.signal.throwIfAborted();
  }
}

/** The upload is not known any more, or takes nothing more. */
const isGone = (cause: unknown): boolean =>
  cause instanceof Refused && (cause.status === 404 || cause.status === 409);

const isPassing = (cause: unknown): boolean =>
  cause instanceof NoAnswer ||
  cause instanceof FormRefused ||
  cause instanceof SignInEnded ||
  (cause instanceof Refused && (cause.status === 429 || cause.status >= 500));

function whyOf(cause: unknown): string {
  if (cause instanceof SignInEnded) return 'Your sign-in has ended. Sign in again, and it goes on.';
  if (cause instanceof NoAnswer) return 'The line is broken.';
  return 'The press is busy.';
}
