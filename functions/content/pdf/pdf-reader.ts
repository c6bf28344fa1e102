import { join } from 'node:path';
import { GuardedProcess } from '../../runtime/guard/guarded-process.ts';
import type { ThreadLimits } from '../../runtime/guard/guarded-thread.ts';
import type { PdfText } from './pdf-text.ts';

/** Opens PDFs where a hostile one cannot hold up or take down the function. */
export interface PdfReader {
  /** Never rejects over what is in a file. */
  open(bytes: Uint8Array): Promise<OpenedPdf>;
  close(): void;
}

export type OpenedPdf =
  | { outcome: 'locked' | 'broken' | 'too-slow' | 'too-large' }
  | (PdfText & { /** A PNG. */ cover?: Uint8Array });

/** What is sent to the process; it answers with an OpenedPdf. */
export interface PdfFile {
  bytes: Uint8Array;
  limits: ThreadLimits;
}

/** Text and cover together; the pictures of a page lie outside of the heap. */
const usualLimits: ThreadLimits = { seconds: 20, megabytes: 512, growth: 512 };

/** For what it takes to start, and to end what took too long. */
const moreSeconds = 10;

/**
 * Each in a process of its own: what a file has made it grow by is never given back,
 * and the next one is judged as if it were the first. Started with the PDF: a function that reads pictures loads none
 * of it.
 */
export function createPdfReader(limits: Partial<ThreadLimits> = {}): PdfReader {
  const all = { ...usualLimits, ...limits };
  const pdfs = new GuardedProcess<PdfFile, OpenedPdf>({
    what: 'PDFs',
    file: processFile,
    isUsableAfter: () => false,
  });
  return {
    async open(bytes) {
      const opened = await pdfs.run({ bytes, limits: all }, all.seconds + moreSeconds);
      return typeof opened === 'string' ? { outcome: opened } : opened;
    },
    close: () => pdfs.close(),
  };
}

/** Beside this file where Node runs the sources, beside the bundle (CommonJS, without `import.meta`) on AWS. */
const processFile = () =>
  import.meta.filename?.endsWith('.ts')
    ? join(import.meta.dirname, 'open-pdf.worker.ts')
    : join(import.meta.dirname ?? __dirname, 'open-pdf.worker.js');
