import type { SettledFile } from '../../../functions/content/documents/document-write.ts';
import type { UploadStore } from '../../../functions/content/ports.ts';
import type { DeclaredFile, FileResult, Upload } from '../../../functions/content/uploads/upload.ts';

/** The uploads, for as long as the test runs. */
export class MemoryUploads implements UploadStore {
  readonly #uploads = new Map<string, Upload>();
  readonly #results = new Map<string, Map<number, FileResult>>();

  async open(upload: Upload) {
    this.#uploads.set(upload.id, structuredClone({ ...upload, ready: [] }));
    this.#results.set(upload.id, new Map());
  }

  async markReady({ upload: id, number }: { upload: string; number: number }) {
    const upload = this.#uploads.get(id);
    if (!upload || upload.missing) return undefined;
    upload.ready = [...new Set([...upload.ready, number])].sort((a, b) => a - b);
    upload.arrivalCount = (upload.arrivalCount ?? 0) + 1;
    return structuredClone(upload);
  }

  async addPictures({ id, files }: Upload, document: number, pictures: DeclaredFile[]) {
    const upload = this.#uploads.get(id);
    if (!upload || upload.missing || upload.files.length !== files.length) return undefined;
    if (upload.unpacked?.includes(document)) return undefined;
    upload.files.push(...structuredClone(pictures));
    upload.unpacked = [...(upload.unpacked ?? []), document].sort((a, b) => a - b);
    return structuredClone(upload);
  }

  async extend(id: string, expires: string) {
    const upload = this.#uploads.get(id);
    if (!upload || upload.missing) return false;
    upload.expires = expires;
    return true;
  }

  async close({ id, arrivalCount, expires }: Upload, missing: number[]) {
    const upload = this.#uploads.get(id);
    if (!upload || upload.missing || upload.arrivalCount !== arrivalCount) return false;
    if (upload.expires !== expires) return false;
    upload.missing = missing;
    return true;
  }

  async find(id: string) {
    const upload = this.#uploads.get(id);
    return upload && { upload: structuredClone(upload), results: await this.results(id) };
  }

  async results(id: string) {
    return structuredClone(this.#results.get(id) ?? new Map<number, FileResult>());
  }

  async settle(file: SettledFile) {
    if (this.isSettled(file)) return false;
    this.settleNow(file);
    return true;
  }

  async blank(id: string, number: number) {
    const file = this.#uploads.get(id)?.files[number];
    if (file) file.name = 'deleted';
    const result = this.#results.get(id)?.get(number);
    if (result) this.#results.get(id)?.set(number, { notices: [] });
  }

  isSettled({ upload, number }: SettledFile): boolean {
    return this.#results.get(upload.id)?.has(number) ?? false;
  }

  settleNow(file: SettledFile): void {
    const results = this.#results.get(file.upload.id) ?? new Map<number, FileResult>();
    results.set(file.number, structuredClone(file.result));
    this.#results.set(file.upload.id, results);
  }
}
