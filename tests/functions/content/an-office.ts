import { actOnDue } from '../../../functions/content/documents/act-on-due.ts';
import type { ManuscriptReader } from '../../../functions/content/manuscripts/manuscript-reader.ts';
import { readAnyManuscript } from '../../../functions/content/manuscripts/read-manuscript.ts';
import type { OpenedPdf } from '../../../functions/content/pdf/pdf-reader.ts';
import type { PdfTools } from '../../../functions/content/pdf/read-pdf.ts';
import type { PictureEncoder } from '../../../functions/content/pictures/read-picture.ts';
import { receivePicture } from '../../../functions/content/pictures/receive-picture.ts';
import type { RemakeRequest, Removal } from '../../../functions/content/removal/ports.ts';
import { PicturesMissing } from '../../../functions/content/removal/prepare-files.ts';
import { remakePicture } from '../../../functions/content/removal/remake-picture.ts';
import { receiveManuscript, resumeUpload } from '../../../functions/content/uploads/ingest-upload.ts';
import { openUpload } from '../../../functions/content/uploads/open-upload.ts';
import type { Receipt } from '../../../functions/content/uploads/receipt.ts';
import { showReceipt } from '../../../functions/content/uploads/show-receipt.ts';
import {
  fileAt,
  keyOf,
  openDocumentType,
  pdfType,
  roleOf,
  type UploadedFile,
  wordType,
} from '../../../functions/content/uploads/upload.ts';
import { ulids } from '../../../functions/runtime/ids.ts';
import { MemoryContent } from './memory-content.ts';
import { MemoryEdge } from './memory-edge.ts';
import { MemoryFileUses } from './memory-file-uses.ts';
import { MemoryFiles } from './memory-files.ts';
import { MemoryUploads } from './memory-uploads.ts';

const typeOf = (name: string, content: string | Uint8Array): string => {
  if (name.endsWith('.docx')) return wordType;
  if (name.endsWith('.odt')) return openDocumentType;
  if (name.endsWith('.pdf')) return pdfType;
  if (name.endsWith('.html')) return 'text/html';
  return typeof content === 'string' ? 'text/markdown' : 'image/png';
};

/** Files by name: Markdown as text, pictures and all others as bytes. */
export type Folder = Record<string, string | Uint8Array>;

/** An upload that is open, with what its sender will post. */
export interface OpenUpload {
  id: string;
  files: UploadedFile[];
}

/** Who hands in; an editor if not said otherwise. */
interface Who {
  editor?: boolean;
  by?: string;
  byName?: string;
  /** Id of the revision that every file began from. */
  basedOn?: string;
}

/** The content room without AWS: the real use cases on stores in memory. */
export class Office {
  now = Date.parse('2024-03-01T09:00:00.000Z');
  readonly clock = { now: () => new Date(this.now) };
  readonly ids = ulids(this.clock, (bytes) => bytes.fill(7));
  readonly uploads = new MemoryUploads();
  readonly content = new MemoryContent(this.uploads);
  readonly files = new MemoryFiles();
  readonly fileUses = new MemoryFileUses();
  /** Pictures that wait to be made again. */
  readonly remakes: RemakeRequest[] = [];
  /** What waits to be taken down, and when it is due. */
  readonly removals: { removal: Removal; due: number }[] = [];
  /** Complete uploads that wait to be ingested. */
  readonly queued: string[] = [];
  readonly counted: string[] = [];
  readonly deps = {
    uploads: this.uploads,
    content: this.content,
    documents: this.content,
    lists: this.content,
    archive: this.files.archive,
    uploadedFiles: this.files.uploadedFiles,
    media: this.files.media,
    fileUses: this.fileUses,
    storedPictures: this.files.storedPictures,
    originals: this.files.originals,
    remakes: { request: async (wanted: RemakeRequest) => void this.remakes.push(wanted) },
    removals: {
      later: async (removal: Removal, seconds: number) =>
        void this.removals.push({ removal, due: this.now + seconds * 1000 }),
    },
    clock: this.clock,
    ids: this.ids,
    backoff: async () => {},
    hasTime: () => true,
    metrics: { count: (what: string) => void this.counted.push(what) },
    siteUrl: 'https://press.example',
    reader: {
      read: async (...[manuscript, shelf, { hasTime }]: Parameters<ManuscriptReader['read']>) =>
        hasTime(15_000) ? readAnyManuscript(manuscript, shelf) : { outcome: 'postponed' as const },
      close: async () => {},
    },
    ingestQueue: { send: async (upload: string) => void this.queued.push(upload) },
    encoder: threePixels,
    pdfReader: twoPages,
    forms: { sign: async ({ key }: { key: string }) => ({ url: 'https://s3.example', fields: { key } }) },
  };

  /** Opens an upload and puts its files in place; nothing is told of them yet. */
  async open(folder: Folder, { editor = true, by = 'rosa', byName, basedOn }: Who = {}): Promise<OpenUpload> {
    this.now += 60_000;
    const files = Object.entries(folder).map(([name, content]) => ({
      name,
      type: typeOf(name, content),
      bytes: content.length,
      ...(basedOn !== undefined && { basedOn }),
    }));
    const { id } = await openUpload(files, { by, byName, editor }, this.deps);
    const uploaded = files.map(({ type }, number) => ({
      upload: id,
      number,
      role: roleOf(type) ?? 'pictures',
    }));
    for (const [at, content] of Object.values(folder).entries()) {
      const file = uploaded[at];
      if (file) this.files.post(file, Buffer.from(content));
    }
    return { id, files: uploaded };
  }

  /** What S3 announces comes to its function; what that asks for is done at once. */
  async tell(file: UploadedFile): Promise<void> {
    const arrived = fileAt(keyOf(file));
    if (arrived?.role === 'manuscripts') await this.#try(() => receiveManuscript(arrived, this.deps));
    if (arrived?.role === 'pictures') await receivePicture(arrived, this.deps);
    for (let one = this.files.put.shift(); one; one = this.files.put.shift())
      await receivePicture(one, this.deps);
    for (let id = this.queued.shift(); id; id = this.queued.shift()) {
      const upload = id;
      await this.#try(() => resumeUpload(upload, this.deps));
    }
  }

  /** What waits for pictures is queued again when they are made. */
  async #try(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      if (!(error instanceof PicturesMissing)) throw error;
    });
    await this.#makeAgain();
  }

  async #makeAgain(): Promise<void> {
    for (let one = this.remakes.shift(); one; one = this.remakes.shift()) {
      await remakePicture(one, this.deps);
    }
  }

  async handIn(folder: Folder, who: Who = {}): Promise<Receipt> {
    const { id, files } = await this.open(folder, who);
    for (const file of files) await this.tell(file);
    return this.receipt(id);
  }

  /** Editions that did not go. */
  readonly failed: string[] = [];

  /** A minute has passed. */
  tick = (): Promise<void> =>
    actOnDue({
      ...this.deps,
      documents: this.content,
      dueDocuments: this.content,
      failed: (edition) => void this.failed.push(edition),
      hasTime: () => true,
      pause: async () => this.#makeAgain(),
    });

  readonly edge = new MemoryEdge();
  readonly invalidated = this.edge.invalidated;
  /** What takes content down, on the same stores. */
  takeDownDeps = () => ({
    ...this.deps,
    documents: this.content,
    erasableUploads: {
      blank: (upload: string, number: number) => this.uploads.blank(upload, number),
      removeFiles: (files: UploadedFile[]) => this.files.removeFiles(files),
    },
    archive: this.files.erasable,
    shownPictures: this.files.shownPictures,
    edge: this.edge,
    oldPages: { removeVersions: async () => {} },
  });

  receipt = (id: string): Promise<Receipt> => showReceipt(id, { by: 'rosa', isEditor: true }, this.deps);
}

/** A picture for tests: whatever it is, it has three pixels in a row. */
const threePixels: PictureEncoder = {
  measure: async () => ({ width: 3, height: 1, frames: 1, transparent: false, palette: false }),
  encode: async (bytes, _measured, variants) => ({
    outcome: 'encoded',
    files: variants.map(({ width, type }) => ({ width, height: 1, type, bytes })),
  }),
};

/** A PDF for tests: whatever it is, it has two pages, and what follows its first line is its text. */
const twoPages: PdfTools['pdfReader'] = {
  open: async (bytes): Promise<OpenedPdf> => ({
    ...{ outcome: 'read', pages: 2, readPages: 2, emptyPages: 0, badPages: 0, isCut: false },
    ...{ hasScript: false, hasAttachments: false, isXfa: false },
    text: Buffer.from(bytes).toString().split('\n').slice(1).join('\n'),
    cover: aPng('cover'),
  }),
};

/** What is taken for a PDF with this text. */
export const aPdf = (text = 'Nobody pays.'): Uint8Array => Buffer.from(`%PDF-1.7\n${text}`);

/** The shortest bytes that are taken for a PNG, and are like no other. */
export const aPng = (salt = ''): Uint8Array =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.from(salt.padEnd(32, '.'))]);

/** A Markdown file. */
export const markdown = (fields: Record<string, string>, text = 'Nobody pays.') =>
  `---\n${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}---\n\n${text}\n`;
