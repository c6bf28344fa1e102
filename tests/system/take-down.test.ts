import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isSettled, type Receipt } from '../../bin/press/receipts.ts';
import type { Template } from '../../lib/local/assembly.ts';
import { workLeft } from '../../lib/local/pending-work.ts';
import { queuesOf } from '../../lib/local/sqs/queues.ts';
import { aPress, eventually, type PressUnderTest } from './a-press.ts';

let press: PressUnderTest;
beforeAll(async () => {
  press = await aPress({ edgeCache: true });
});
afterAll(() => press.end());

const text = '---\ntitle: The stairwell\n---\nUnheard of. ![Stairs](stairs.png)\n';

it('takes a picture from its address, at the edge too, and makes it again when it is published again', async () => {
  const create = { width: 30, height: 20, channels: 3 as const, background: '#803010' };
  const picture = await sharp({ create }).png().toBuffer();
  await press.handIn({ 'stairwell.md': text, 'stairs.png': picture });
  const page = await eventually(
    () => press.get('/articles/the-stairwell/'),
    ({ status }) => status === 200,
  );
  const [path = ''] = page.text.match(/\/media\/[a-z0-9.-]+/) ?? [];
  expect((await press.get(path)).status).toBe(200);
  expect((await press.get(path)).headers.get('x-cache')).toContain('Hit');

  await press.api('POST', '/documents/the-stairwell/withdraw', { reason: 'Wrong.' });
  const gone = await eventually(
    () => press.get(path),
    ({ status }) => status === 404,
    60,
  );
  expect(gone.status).toBe(404);

  await press.handIn({ 'stairwell.md': text });
  expect((await press.get(path)).status).toBe(200);

  await press.api('DELETE', '/documents/the-stairwell');
  const deleted = await eventually(
    () => press.get(path),
    ({ status }) => status === 404,
    60,
  );
  expect(deleted.status).toBe(404);
}, 180_000);

it('overtakes a full render: a withdrawal waits behind a few of its pages', async () => {
  const names = (what: string, of: number) => Array.from({ length: 20 }, (_, at) => `${what} ${of} ${at}`);
  const piece = (at: number) =>
    `---\ntitle: Piece ${at}\ntags: [${names('Tag', at)}]\nauthors: [${names('Author', at)}]\n---\nText.\n`;
  const pieces = Array.from({ length: 20 }, (_, at) => [`piece-${at}.md`, piece(at)]);
  await press.handIn(Object.fromEntries(pieces));
  const quiet = () =>
    eventually(
      async () => workLeft(press.cloud),
      (work) => !work.length,
      240,
    );
  expect(await quiet()).toEqual([]);

  // Counted in pages and not in seconds, and the renderer waits for the planner: any machine will do.
  const planned = Promise.withResolvers<void>();
  let rendered = 0;
  const withdrawn = { asked: false, planned: 0, removed: 0 };
  press.cloud.weather = {
    async before({ caller, action, request }) {
      const isBy = (name: string) => caller?.name.endsWith(name);
      if (isBy('RenderPages') && request.method === 'HEAD') rendered += 1;
      if (isBy('RenderPages') && action === 'DeleteObject' && request.path.includes('/articles/piece-7/'))
        withdrawn.removed ||= rendered;
      if (withdrawn.asked && isBy('PlanPages') && String(request.body).includes('/articles/piece-7/')) {
        withdrawn.planned ||= rendered;
        planned.resolve();
      }
      if (isBy('RenderPages') && withdrawn.asked) await Promise.race([planned.promise, pause(10_000)]);
      return undefined;
    },
    after: (_, response) => response,
  };
  try {
    await press.api('POST', '/site/render');
    await eventually(
      async () => rendered,
      (count) => count > 150,
      120,
    );
    withdrawn.asked = true;
    await press.api('POST', '/documents/piece-7/withdraw', { reason: 'Wrong.' });
    expect(await quiet()).toEqual([]);
  } finally {
    delete press.cloud.weather;
  }
  expect(rendered).toBeGreaterThan(800);
  expect(withdrawn.planned).toBeGreaterThan(150);
  expect(withdrawn.removed - withdrawn.planned).toBeGreaterThan(0);
  expect(withdrawn.removed - withdrawn.planned).toBeLessThan(350);
}, 600_000);

/** What an auditor with every right to read finds: each version in each bucket and each row of each table. */
function auditorOf({ aws, cloud }: PressUnderTest) {
  const [accessKey, secretKey, name] = ['AKIAAUDITOR000000001', 'a-secret-of-the-auditor', 'auditor'];
  const role = `arn:aws:iam::${cloud.place.account}:role/${name}`;
  cloud.callers.set(accessKey, { accessKey, secretKey, name, role });
  // Without ListBucket, S3 answers 403 for what is deleted in the meantime.
  const Action = [
    's3:ListBucket',
    's3:ListBucketVersions',
    's3:GetObject',
    's3:GetObjectVersion',
    'dynamodb:Scan',
  ];
  cloud.policies.set(role, [{ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }]);
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const settings = { endpoint: aws, region: cloud.place.region, credentials };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const dynamo = new DynamoDBClient(settings);
  const namesOf = (type: string) =>
    [...cloud.resources.values()].flatMap((one) => (one.type === type ? one.identity.ref : []));

  async function* versionsIn(Bucket: string): AsyncGenerator<Found> {
    let markers: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (markers) {
      const page: ListObjectVersionsCommandOutput = await s3.send(
        new ListObjectVersionsCommand({ Bucket, ...markers }),
      );
      for (const { Key = '', VersionId } of page.Versions ?? []) {
        const got = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId })).catch(unlessGone);
        const bytes = await got?.Body?.transformToByteArray();
        const text = bytes ? Buffer.from(bytes).toString() : '';
        yield { at: `${Bucket}/${Key}`, text: [Key, text, JSON.stringify(got?.Metadata)].join('\n') };
      }
      for (const { Key = '' } of page.DeleteMarkers ?? []) yield { at: `${Bucket}/${Key}`, text: Key };
      const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
      markers = IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined;
    }
  }

  async function* rowsIn(TableName: string): AsyncGenerator<Found> {
    const pages = paginateScan({ client: dynamo }, { TableName, ConsistentRead: true });
    for await (const { Items = [] } of pages) {
      for (const item of Items)
        yield { at: `${TableName} ${item.pk?.S} ${item.sk?.S}`, text: JSON.stringify(item) };
    }
  }

  return {
    /** Where each of the words is found, upper and lower case alike. */
    async find(words: string[]): Promise<Record<string, string[]>> {
      const found: [string, Set<string>][] = words.map((word) => [word, new Set()]);
      const places = [
        ...namesOf('AWS::S3::Bucket').map(versionsIn),
        ...namesOf('AWS::DynamoDB::Table').map(rowsIn),
      ];
      for (const all of places) {
        for await (const { at, text } of all) {
          const lower = text.toLowerCase();
          for (const [word, where] of found) if (lower.includes(word)) where.add(at);
        }
      }
      return Object.fromEntries(found.map(([word, where]) => [word, [...where].sort()]));
    },
    end() {
      s3.destroy();
      dynamo.destroy();
    },
  };
}

interface Found {
  at: string;
  text: string;
}

/** It was deleted between the list and this call. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof Error) || !['NoSuchKey', 'NoSuchVersion'].includes(error.name)) throw error;
}

/** Buckets that keep versions still, as those of a press from before did. */
function keepVersions({ Resources }: Template): void {
  for (const { Type, Properties } of Object.values(Resources)) {
    if (Type === 'AWS::S3::Bucket' && Properties?.VersioningConfiguration)
      Properties.VersioningConfiguration = { Status: 'Enabled' };
  }
}

interface Forms {
  id: string;
  files: { url: string; fields: Record<string, string> }[];
}

async function post({ files }: Forms, contents: (string | Uint8Array<ArrayBuffer>)[]): Promise<void> {
  for (const [at, content] of contents.entries()) {
    const form = new FormData();
    for (const [field, value] of Object.entries(files[at]?.fields ?? {})) form.append(field, value);
    form.append('file', new Blob([content]), 'file');
    const { status } = await fetch(files[at]?.url ?? '', { method: 'POST', body: form });
    expect(status).toBeLessThan(300);
  }
}

it('leaves no byte of what is deleted in any bucket, old version or table, though its forms are used again', async () => {
  const old = await aPress({ change: keepVersions });
  const auditor = auditorOf(old);
  try {
    const create = { width: 40, height: 30, channels: 3 as const, background: '#205080' };
    const picture = new Uint8Array(await sharp({ create }).png().toBuffer());
    const manuscript =
      '---\ntitle: The zephyrgate\nslug: stair\n---\nQuillonbury wept. ![Nook](marblenook.png)\n';
    const opened = await old.api<Forms>('POST', '/uploads', {
      files: [
        { name: 'obscurandum.md', type: 'text/markdown', bytes: Buffer.byteLength(manuscript) },
        { name: 'marblenook.png', type: 'image/png', bytes: picture.length },
      ],
    });
    await post(opened, [manuscript, picture]);
    const receipt = await eventually(() => old.api<Receipt>('GET', `/uploads/${opened.id}`), isSettled, 60);
    expect(receipt.state).toBe('done');
    // A corrected revision, so that there is a history, and a page of which there are two versions.
    await old.handIn({ 'obscurandum.md': manuscript.replace('wept', 'wept again') });
    await old.handIn({ 'neighbour.md': '---\ntitle: The neighbour\n---\nFlutterhaven stays.\n' });
    const page = await eventually(
      () => old.get('/articles/stair/'),
      ({ text }) => text.includes('wept again'),
      60,
    );
    const media = /\/media\/([0-9a-f]+)-/.exec(page.text)?.[1] ?? 'no picture';
    const original = createHash('sha256').update(picture).digest('hex');
    const words = ['quillonbury', 'zephyrgate', 'obscurandum', 'marblenook', media, original];

    const before = await auditor.find([...words, 'flutterhaven']);
    for (const [word, where] of Object.entries(before)) expect(where, word).not.toEqual([]);

    // The second look at a deletion comes when its pages are rendered, as after a quarter of an hour.
    queuesOf(old.cloud).longestWait = 20_000;
    await old.api('DELETE', '/documents/stair');
    const uploaded = (where: string[] = []) => where.filter((at) => at.includes(opened.id));
    await eventually(
      () => auditor.find(['quillonbury']),
      ({ quillonbury }) => !uploaded(quillonbury).length,
      60,
    );
    await post(opened, [manuscript, picture]);
    expect(uploaded((await auditor.find(['quillonbury'])).quillonbury)).toHaveLength(1);

    const none = Object.fromEntries(words.map((word) => [word, []]));
    const left = await eventually(
      () => auditor.find(words),
      (found) => Object.values(found).every((where) => !where.length),
      90,
    );
    expect(left).toEqual(none);
    const { stair = [], flutterhaven = [] } = await auditor.find(['stair', 'flutterhaven']);
    expect(stair.some((at) => / doc#stair head$/.test(at))).toBe(true);
    expect(flutterhaven).toEqual(expect.arrayContaining(before.flutterhaven ?? []));
  } finally {
    auditor.end();
    await old.end();
  }
}, 300_000);
