import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { addressesOf, mediaOf } from '../removal/file-uses.ts';
import type { StoredPictures } from '../removal/ports.ts';

/** Whether pictures are stored, by lists alone: who only has to know that reads none of them. */
export function s3StoredPictures(
  client: S3Client,
  { bodies, media }: { bodies: string; media: string },
): StoredPictures {
  const keys = async (Bucket: string, Prefix: string): Promise<string[]> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  };
  return {
    hasOriginal: async (file) => (await keys(bodies, file)).includes(file),

    async hasMedia(picture) {
      const stored = new Set(await keys(media, mediaOf(picture).slice(1)));
      return addressesOf(picture).every((address) => stored.has(address.slice(1)));
    },
  };
}

/** Originals in the bodies bucket. */
export const s3Originals = (client: S3Client, bucket: string) => ({
  async read(file: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: file }));
      return await Body?.transformToByteArray();
    } catch (cause) {
      if (cause instanceof NoSuchKey) return undefined;
      throw cause;
    }
  },
});
