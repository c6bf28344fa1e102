import type { SettledFile } from '../../../functions/content/documents/document-write.ts';
import type { UploadStore } from '../../../functions/content/ports.ts';
import type { FileResult, Upload } from '../../../functions/content/uploads/upload.ts';

/** The uploads, for as long as the test runs. */
export class MemoryUploads implements UploadStore {
  readonly #uploads = new Map<string, Upload>();
  readonly #results = new Map<string, Map<number, FileResult>>();

  async open(upload: Upload) {
    this.#uploads.set(upload.id, structuredClone({ ...upload, arrived: [] }));
    this.#results.set(upload.id, new Map());
  }

  async arrive({ upload: id, number }: { upload: string; number: number }) {
    const upload = this.#uploads.get(id);
    if (!upload) return undefined;
    upload.arrived = [...new Set([...upload.arrived, number])].sort((a, b) => a - b);
    upload.arrivalCount = (upload.arrivalCount ?? 0) + 1;
    return structuredClone(upload);
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
    if (result) this.#results.get(id)?.set(number, { notices: [], etag: result.etag });
  }

  /** Whether it has a result other than the one to be replaced. */
  isSettled({ upload, number, replaces }: SettledFile): boolean {
    const result = this.#results.get(upload.id)?.get(number);
    return replaces === undefined ? result !== undefined : result?.etag !== replaces;
  }

  settleNow(file: SettledFile): void {
    const results = this.#results.get(file.upload.id) ?? new Map<number, FileResult>();
    results.set(file.number, structuredClone(file.result));
    this.#results.set(file.upload.id, results);
  }
}
