import { createServer } from 'node:http';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { GetObjectCommand, ListObjectVersionsCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileVersions } from '../../functions/content/removal/ports.ts';
import { cloudFrontCopies } from '../../functions/content/store/cloudfront-copies.ts';
import { s3ErasableFiles, s3ShownPictures } from '../../functions/content/store/s3-erasing.ts';
import { s3Archive, s3Media } from '../../functions/content/store/s3-files.ts';
import { s3StoredPictures } from '../../functions/content/store/s3-pictures.ts';
import { ulids } from '../../functions/runtime/ids.ts';
import { Gate } from '../../lib/local/gate.ts';
import { MemoryEdge } from '../functions/content/memory-edge.ts';
import { MemoryFiles } from '../functions/content/memory-files.ts';
import { aSite } from '../lib/local/edge/a-site.ts';
import { aCloudWithS3, type CloudWithS3 } from '../lib/local/s3/a-cloud-with-s3.ts';
import { closeAll } from '../lib/local/web/small-cloud.ts';
import { type Edge, edgeCopiesContract, type RemovableFiles, removableFilesContract } from './removal.ts';

const [archive, media] = ['press-archive', 'press-media'];
const versioning = (Status: string) => ({ VersioningConfiguration: { Status } });

describe('in memory', () => {
  removableFilesContract(async () => inMemory());
  describe('copies near the readers', () => edgeCopiesContract(async () => edgeInMemory()));
});

describe('in S3', () => {
  let cloud: CloudWithS3;
  beforeAll(async () => {
    // The media bucket kept versions until a deploy suspended it.
    const Archive = versioning('Enabled');
    const before = await aCloudWithS3({ buckets: { Archive, Media: versioning('Enabled') } });
    for (const Body of ['first', 'second']) {
      for (const Key of ['media/ef56-480.webp', 'media/ef567-480.webp'])
        await before.client.send(new PutObjectCommand({ Bucket: media, Key, Body }));
    }
    await before.stop(true);
    const buckets = { Archive, Media: versioning('Suspended') };
    cloud = await aCloudWithS3({ buckets, folder: before.folder });
  });
  afterAll(() => cloud.stop());

  removableFilesContract(async () => inS3(cloud));

  it('takes away the versions of a picture from before the bucket stopped keeping them', async () => {
    const { media: files, shownPictures } = inS3(cloud);
    const path = '/media/ef56-480.webp';
    const mine = () => versionsAt(cloud, media, 'media/ef56-');
    await files.put({ path, type: 'image/webp', bytes: new Uint8Array(3) });
    await files.put({ path, type: 'image/webp', bytes: new Uint8Array(4) });
    expect(await mine()).toBe(3);
    await shownPictures.remove('/media/ef56-');
    expect(await mine()).toBe(0);
    expect(await versionsAt(cloud, media, 'media/ef567-')).toBe(2);
  });

  it('touches no file whose key only begins alike', async () => {
    const { erasable, read } = inS3(cloud);
    for (const Key of ['originals/1', 'originals/10'])
      await cloud.client.send(new PutObjectCommand({ Bucket: archive, Key, Body: Key }));
    const versions = await erasable.hide('originals/1');
    expect(Buffer.from((await read('originals/10')) ?? '').toString()).toBe('originals/10');
    await erasable.hide('originals/10');
    await erasable.show('originals/1');
    expect(await read('originals/10')).toBeUndefined();
    await erasable.purge({ ...versions, ids: [...versions.ids] });
    await erasable.show('originals/10');
    expect(await read('originals/1')).toBeUndefined();
    expect(Buffer.from((await read('originals/10')) ?? '').toString()).toBe('originals/10');
  });

  it('leaves what the fake leaves, in whatever order calls come', async () => {
    let salt = 0;
    const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const bytes = new TextEncoder().encode(`Salt ${++salt}`);
      const [fake, real] = [inMemory(), inS3(cloud)];
      expect(await play(steps, bytes, real)).toEqual(await play(steps, bytes, fake));
    });
    await fc.assert(property, { numRuns: 15 });
  });
});

describe('CloudFront', () => {
  const servers: { close(): void }[] = [];
  afterAll(async () => {
    for (const server of servers) server.close();
    await closeAll();
  });

  edgeCopiesContract(async () => {
    const { edge, close } = await edgeBehindGate();
    servers.push({ close });
    return edge;
  });

  it('drops nothing without the permission, and says so', async () => {
    const { edge, close } = await edgeBehindGate({ allowed: false });
    servers.push({ close });
    const path = '/media/ab12-480.webp';
    await edge.keep([path]);
    await expect(edge.copies.invalidate([path])).rejects.toThrow(/cloudfront:CreateInvalidation/);
    expect(await edge.kept([path])).toEqual([path]);
  });
});

/** `purge` is of the nth `hide` before it. */
type Step = { call: 'put' | 'hide' | 'show' } | { call: 'purge'; nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ call: fc.constantFrom('put' as const, 'hide' as const, 'show' as const) }),
  fc.record({ call: fc.constant('purge' as const), nth: fc.nat(3) }),
);

/** After each step: what is read, and how many versions there are. */
async function play(steps: Step[], bytes: Uint8Array, files: RemovableFiles) {
  const file = await files.archive.putOriginal(bytes);
  const hidden: FileVersions[] = [];
  const seen: [boolean, number][] = [];
  for (const one of steps) {
    const versions = one.call === 'purge' ? hidden.at(-1 - one.nth) : undefined;
    if (one.call === 'put') await files.archive.putOriginal(bytes);
    if (one.call === 'hide') hidden.push(await files.erasable.hide(file));
    if (one.call === 'show') await files.erasable.show(file);
    if (versions) await files.erasable.purge(versions);
    seen.push([(await files.read(file)) !== undefined, await files.versions(file)]);
  }
  return seen;
}

function inMemory(): RemovableFiles {
  const files = new MemoryFiles();
  return {
    archive: files.archive,
    erasable: files.erasable,
    media: files.media,
    shownPictures: files.shownPictures,
    storedPictures: files.storedPictures,
    read: async (file) => files.objects.get(file),
    versions: async (file) => files.versionsOf(file),
  };
}

function inS3(cloud: CloudWithS3): RemovableFiles {
  const { client } = cloud;
  return {
    archive: s3Archive(client, archive),
    erasable: s3ErasableFiles(client, archive),
    media: s3Media(client, media),
    shownPictures: s3ShownPictures(client, media),
    storedPictures: s3StoredPictures(client, { bodies: archive, media }),
    async read(Key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: archive, Key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    versions: (file) => versionsAt(cloud, archive, file),
  };
}

async function versionsAt({ client }: CloudWithS3, Bucket: string, Prefix: string): Promise<number> {
  const { Versions = [], DeleteMarkers = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket, Prefix }),
  );
  return Versions.length + DeleteMarkers.length;
}

function edgeInMemory(): Edge {
  const copies = new MemoryEdge();
  return {
    copies,
    keep: async (paths) => {
      for (const path of paths) copies.copies.add(path);
    },
    kept: async (paths) => paths.filter((path) => copies.copies.has(path)),
  };
}

/** The adapter, its client and the gate; the edge cache of a distribution that reads files of a bucket. */
async function edgeBehindGate({ allowed = true } = {}) {
  const { cloud, files, ask } = await aSite({ edgeCache: true });
  const distribution = cloud.resources.get('Distribution')?.identity.ref ?? '';
  const [accessKeyId, secretAccessKey] = ['AKIATAKEDOWN00000001', 'a-secret-for-tests'];
  const role = 'arn:aws:iam::000000000000:role/take-down';
  cloud.callers.set(accessKeyId, {
    accessKey: accessKeyId,
    secretKey: secretAccessKey,
    name: 'take-down',
    role,
  });
  const arn = `arn:aws:cloudfront::000000000000:distribution/${distribution}`;
  cloud.allows = (_, { action, resource }) =>
    allowed && action === 'cloudfront:CreateInvalidation' && resource === arn;
  const server = createServer(new Gate(cloud).listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new CloudFrontClient({
    endpoint: `http://127.0.0.1:${Object(server.address()).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
  const cacheControl = 'public, max-age=31536000, immutable';
  const cached = async (path: string) => (await ask(path)).headers.get('x-cache')?.startsWith('Hit') ?? false;
  const edge: Edge = {
    copies: cloudFrontCopies(client, distribution, ulids({ now: () => new Date() })),
    async keep(paths) {
      for (const path of paths) {
        files.set(path.slice(1), { body: path, type: 'image/webp', cacheControl });
        await (await ask(path)).arrayBuffer();
      }
    },
    async kept(paths) {
      // What is asked for now and is not kept would be kept.
      files.clear();
      const kept: string[] = [];
      for (const path of paths) if (await cached(path)) kept.push(path);
      return kept;
    },
  };
  const close = () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { edge, close };
}
