import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ErasableFiles, ErasableUploads, OldPages, ShownPictures } from '../removal/ports.ts';
import { keyOf } from '../uploads/upload.ts';

interface Version {
  Key: string;
  VersionId: string | undefined;
  latest: boolean;
  marker: boolean;
}

/** Every version and delete marker of the keys that begin so, a page at a time. */
async function* versionsOf(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<Version[]> {
  let markers: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (markers) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix, ...markers }),
    );
    const { Versions = [], DeleteMarkers = [], IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    yield [
      ...Versions.map((one) => versionIn(one, false)),
      ...DeleteMarkers.map((one) => versionIn(one, true)),
    ];
    markers = IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined;
  }
}

const versionIn = (
  { Key = '', VersionId, IsLatest = false }: { Key?: string; VersionId?: string; IsLatest?: boolean },
  marker: boolean,
): Version => ({ Key, VersionId, latest: IsLatest, marker });

/** What one call takes. */
const mostKeys = 1000;

type Deletion = Pick<Version, 'Key'> & Partial<Pick<Version, 'VersionId'>>;

/** Deletes versions, or keys where none is named. Throws FilesNotDeleted if S3 does not delete all of them. */
async function deleteAll(client: S3Client, Bucket: string, all: Deletion[]): Promise<void> {
  for (let at = 0; at < all.length; at += mostKeys) {
    const Objects = all.slice(at, at + mostKeys).map(({ Key, VersionId }) => ({ Key, VersionId }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors.length) throw new FilesNotDeleted(Errors.length, Errors[0]?.Code);
  }
}

class FilesNotDeleted extends Error {
  override readonly name = 'FilesNotDeleted';

  constructor(count: number, code = 'unknown') {
    super(`S3 did not delete ${count} files (${code})`);
  }
}

/** The bodies bucket, which keeps versions. */
export function s3ErasableFiles(client: S3Client, bucket: string): ErasableFiles {
  const allOf = async (file: string): Promise<Version[]> => {
    const all: Version[] = [];
    for await (const page of versionsOf(client, bucket, file)) all.push(...page);
    return all.filter(({ Key }) => Key === file);
  };
  return {
    async hide(file) {
      const ids = (await allOf(file)).flatMap(({ VersionId }) => VersionId ?? []);
      if (!ids.length) return { file, ids };
      const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: file }));
      return { file, ids: VersionId ? [...ids, VersionId] : ids };
    },

    async show(file) {
      const markers = (await allOf(file)).filter(({ marker }) => marker);
      await deleteAll(client, bucket, markers);
    },

    /** With every delete marker: a call that was repeated lays one more than its answer names. */
    async purge({ file, ids }) {
      const left = (await allOf(file)).filter(
        ({ VersionId = '', marker }) => marker || ids.includes(VersionId),
      );
      await deleteAll(client, bucket, left);
    },
  };
}

/** The media bucket. */
export function s3ShownPictures(client: S3Client, bucket: string): ShownPictures {
  const filesAt = (media: string) => versionsOf(client, bucket, media.slice(1));
  return {
    async remove(media) {
      const keys = new Set<string>();
      for await (const page of filesAt(media)) {
        await deleteAll(client, bucket, page);
        for (const { Key } of page) keys.add(Key);
      }
      return [...keys].map((key) => `/${key}`);
    },

    async has(media) {
      for await (const page of filesAt(media)) if (page.length) return true;
      return false;
    },
  };
}

/** The uploads bucket, which keeps no versions. */
export const s3UploadedFilesRemover = (
  client: S3Client,
  bucket: string,
): Pick<ErasableUploads, 'removeFiles'> => ({
  removeFiles: (files) =>
    deleteAll(
      client,
      bucket,
      files.map((file) => ({ Key: keyOf(file) })),
    ),
});

/** The pages bucket. */
export const s3OldPages = (client: S3Client, bucket: string): OldPages => ({
  async removeVersions() {
    for await (const page of versionsOf(client, bucket, '')) {
      const old = page.filter(({ latest }) => !latest);
      await deleteAll(client, bucket, old);
    }
  },
});
