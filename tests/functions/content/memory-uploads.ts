import type { SettledFile, UploadStore } from '../../../functions/content/ports.ts';
import type { FileResult, Upload } from '../../../functions/content/upload.ts';

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
    this.settleNow(file);
  }

  isSettled({ upload, number }: SettledFile): boolean {
    return this.#results.get(upload.id)?.has(number) ?? false;
  }

  settleNow(file: SettledFile): void {
    const results = this.#results.get(file.upload.id) ?? new Map<number, FileResult>();
    if (!results.has(file.number)) results.set(file.number, structuredClone(file.result));
    this.#results.set(file.upload.id, results);
  }
}
