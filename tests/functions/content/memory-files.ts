import type { Body } from '../../../functions/content/contract/values.ts';
import { bodyKey, manuscriptKey, originalKey } from '../../../functions/content/documents/archive-keys.ts';
import type { Archive, Manuscripts, Media, UploadedFiles } from '../../../functions/content/ports.ts';
import { addressesOf } from '../../../functions/content/removal/file-uses.ts';
import type {
  ErasableFiles,
  ShownPictures,
  StoredPictures,
} from '../../../functions/content/removal/ports.ts';
import { fileAt, keyOf, type UploadedFile } from '../../../functions/content/uploads/upload.ts';

type Bytes = Uint8Array;

/** The buckets, for as long as the test runs. */
export class MemoryFiles {
  readonly objects = new Map<string, Bytes>();
  /** Of the archive, which keeps versions: the last stands, and one without bytes is a delete marker. */
  readonly #versions = new Map<string, { id: string; bytes?: Bytes }[]>();
  /** Pictures that came within a document, of which nothing is told yet. */
  readonly put: UploadedFile[] = [];
  #ids = 0;

  post(file: UploadedFile, bytes: Bytes): void {
    this.objects.set(keyOf(file), bytes);
  }

  readonly uploadedFiles: UploadedFiles = {
    read: async (file) => this.objects.get(keyOf(file)),
    put: async (file, bytes) => {
      this.post(file, bytes);
      this.put.push(file);
    },
    arrived: async (upload) =>
      [...this.objects.keys()].flatMap((key) => {
        const file = fileAt(key);
        return file?.upload === upload ? [file.number] : [];
      }),
  };

  readonly archive: Archive = {
    putManuscript: async (bytes) => this.#add(manuscriptKey(bytes), bytes),
    putOriginal: async (bytes) => this.#add(originalKey(bytes), bytes),
    putBody: async (body) => this.#add(bodyKey(body), new TextEncoder().encode(JSON.stringify(body))),
    body: async (key): Promise<Body> => JSON.parse(new TextDecoder().decode(this.#at(key))),
  };

  readonly manuscripts: Manuscripts = { read: async (key) => this.#at(key) };

  readonly media: Media = { put: async ({ path, bytes }) => void this.#put(path.slice(1), bytes) };

  readonly erasable: ErasableFiles = {
    hide: async (file) => {
      if (this.#versions.get(file)?.length) this.#add(file, undefined);
      return { file, ids: (this.#versions.get(file) ?? []).map(({ id }) => id) };
    },
    show: async (file) => this.#filter(file, ({ bytes }) => bytes !== undefined),
    purge: async ({ file, ids }) =>
      this.#filter(file, ({ id, bytes }) => bytes !== undefined && !ids.includes(id)),
  };

  readonly originals = { read: async (file: string) => this.objects.get(file) };

  readonly storedPictures: StoredPictures = {
    hasOriginal: async (file) => this.objects.has(file),
    hasMedia: async (picture) => addressesOf(picture).every((path) => this.objects.has(path.slice(1))),
  };

  readonly shownPictures: ShownPictures = {
    remove: async (media) => {
      const keys = [...this.objects.keys()].filter((key) => key.startsWith(media.slice(1)));
      for (const key of keys) this.objects.delete(key);
      return keys.map((key) => `/${key}`);
    },
    has: async (media) => [...this.objects.keys()].some((key) => key.startsWith(media.slice(1))),
  };

  async removeFiles(files: UploadedFile[]): Promise<void> {
    for (const file of files) this.objects.delete(keyOf(file));
  }

  /** Every key of the archive that has a version left, hidden ones too. */
  archived = (): string[] => [...this.#versions].flatMap(([key, all]) => (all.length ? [key] : [])).sort();

  /** How many versions and delete markers a key of the archive has. */
  versionsOf = (key: string): number => this.#versions.get(key)?.length ?? 0;

  #add(key: string, bytes: Bytes | undefined): string {
    this.#ids += 1;
    this.#versions.set(key, [...(this.#versions.get(key) ?? []), { id: `${this.#ids}`, bytes }]);
    this.#stand(key);
    return key;
  }

  #filter(key: string, keeps: (version: { id: string; bytes?: Bytes }) => boolean): void {
    this.#versions.set(key, (this.#versions.get(key) ?? []).filter(keeps));
    this.#stand(key);
  }

  #stand(key: string): void {
    const bytes = this.#versions.get(key)?.at(-1)?.bytes;
    if (bytes) this.objects.set(key, bytes);
    else this.objects.delete(key);
  }

  #put(key: string, bytes: Bytes): string {
    this.objects.set(key, bytes);
    return key;
  }

  #at(key: string): Bytes {
    const bytes = this.objects.get(key);
    if (!bytes) throw new Error(`There is nothing at ${key}`);
    return bytes;
  }
}
