import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import * as answers from '../../../../functions/content/api/api-answers.ts';
import { historyList, historyPage } from '../../../../functions/content/backup/history.ts';
import { revisionOf, type StoredHead } from '../../../../functions/content/contract/document.ts';
import { termsOf } from '../../../../functions/content/documents/membership.ts';
import { movedMarker } from '../../../../functions/content/documents/moved-markers.ts';
import { dynamoContent } from '../../../../functions/content/store/dynamo-content.ts';
import { s3Archive } from '../../../../functions/content/store/s3-files.ts';
import { openDocumentType } from '../../../../functions/content/uploads/upload.ts';
import { type DynamoTables, dynamoTables } from '../../../contracts/dynamo-tables.ts';
import {
  aCloudWithS3,
  accessKey,
  type CloudWithS3,
  secretKey,
} from '../../../lib/local/s3/a-cloud-with-s3.ts';
import { aRequest } from '../../runtime/a-request.ts';
import { aHead, anIncoming } from '../a-document.ts';

const root = join(import.meta.dirname, '../../../..');

type Asked = Parameters<typeof aRequest>[0] & { rawPath?: string };

const editor = {
  claims: { sub: 's', username: 'rosa', name: 'Rosa Varga', scope: 'press/editor press/writer' },
};
const writer = { claims: { sub: 'k', username: 'karl', scope: 'press/writer' } };
const deleting = { method: 'DELETE', route: '/api/documents/{slug}' };

let dynamo: DynamoTables;
let s3: CloudWithS3;

/** The functions as they are deployed, on stores with four articles, a draft and a moved slug. */
beforeAll(async () => {
  [dynamo, s3] = await Promise.all([dynamoTables(), aCloudWithS3()]);
  const tables = await dynamo.tables();
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: secretKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.origin,
    AWS_ENDPOINT_URL_S3: s3.origin,
    CONTENT_TABLE: tables.content,
    UPLOADS_TABLE: tables.uploads,
    UPLOADS_BUCKET: 'press-shelf',
    BODIES_BUCKET: 'press-shelf',
    MEDIA_BUCKET: 'press-shelf',
    PICTURES_QUEUE: 'https://sqs.example/pictures',
    ANNOUNCE_QUEUE: 'https://sqs.example/announce',
    SITE_URL: 'https://press.example',
    ORIGIN_SECRET: 'the-secret',
  });
  await fill(tables);
});

afterAll(async () => {
  await dynamo.close();
  await s3.stop();
});

const aPicture = {
  name: 'a.png',
  width: 9,
  height: 6,
  src: '/media/a.png',
  variants: [{ path: '/media/a.webp', width: 9, height: 6, type: 'image/webp' }],
};

async function fill(tables: { content: string }) {
  const content = dynamoContent(dynamo.client, tables);
  const body = await s3Archive(s3.client, 'press-shelf').putBody({
    html: '<p>Text <a href="/about/">about</a> <img src="/media/a.png" srcset="/media/a.webp 480w, /media/b.webp 960w"></p>',
    text: 'Text',
    pictures: [aPicture],
  });
  const write = async (head: StoredHead) => {
    await content.addTerms(termsOf(head));
    await content.write({ seen: undefined, head, revision: revisionOf(head) });
  };
  const provenance = { publication: 'The Lantern', dates: ['1949-05'], treatment: 'abridged' as const };
  const fields = {
    section: 'Housing',
    tags: ['Rent'],
    authors: ['A. Baker'],
    written: '1949',
    picture: aPicture,
    provenance,
  };
  await write(aHead({ body }, fields));
  for (const slug of ['b', 'c', 'd']) await write(aHead({ slug, body }, { title: slug, tags: ['Rent'] }));
  await write(aHead({ slug: 'draft', draft: true, body }, { title: 'Draft' }));
  const manuscript = await s3Archive(s3.client, 'press-shelf').putManuscript(Buffer.from('# Waiting'));
  const waiting = { title: 'Waiting', published: '2999-05' };
  await write(aHead({ slug: 'waiting', body, manuscript }, waiting));
  await write(movedMarker(undefined, 'old', anIncoming()));
}

/** Asks a function by its name, and holds what it answers to the schema. */
async function ask<S extends z.ZodMiniType>(
  name: string,
  schema: S,
  asked: Asked = {},
): Promise<z.output<S>> {
  const result = await answered(name, asked);
  expect(result.statusCode).toBeLessThan(300);
  return schema.parse(JSON.parse(result.body ?? ''));
}

async function refused(name: string, asked: Asked = {}) {
  const result = await answered(name, asked);
  expect(result.headers).toMatchObject({ 'content-type': 'application/problem+json' });
  return { ...answers.problem.parse(JSON.parse(result.body ?? '')), headers: result.headers };
}

async function answered(name: string, asked: Asked): Promise<APIGatewayProxyStructuredResultV2> {
  const [entry = ''] = globSync(`functions/content/*/${name}.lambda.ts`, { cwd: root });
  const { handler } = await import(join(root, entry));
  return handler({ ...aRequest(asked), rawPath: asked.rawPath ?? '/' }, { awsRequestId: 'r' } as Context);
}

describe('articles', () => {
  it('come newest first, a page at a time', async () => {
    const first = await ask('list-articles', answers.articleList, { query: { limit: '3' } });
    expect(first.items.map(({ slug }) => slug)).toEqual(['rent-strike', 'd', 'c']);
    expect(first.items[0]?.url).toBe('https://press.example/articles/rent-strike/');
    const query = { limit: '3', cursor: first.next ?? '' };
    expect(await ask('list-articles', answers.articleList, { query })).toMatchObject({
      items: [{ slug: 'b' }],
      next: null,
    });
  });

  it.each<Record<string, string>>([
    { section: 'housing' },
    { section: 'Housing' },
    { author: 'A. Baker' },
    { written: '1949' },
  ])('come by %j', async (query) => {
    const { items } = await ask('list-articles', answers.articleList, { query });
    expect(items.map(({ slug }) => slug)).toEqual(['rent-strike']);
  });

  it.each([
    [{ colour: 'red' }, 'section, tag, author, series, year or written'],
    [{ tag: 'a', year: '2024' }, 'at a time'],
    [{ limit: '0' }, 'limit: has to be a number from 1 to 100'],
    [{ limit: '101' }, '1 to 100'],
    [{ year: 'MMXX' }, 'year: has to be a year'],
    [{ cursor: 'Zm9v' }, 'cursor'],
    [{ cursor: '!' }, 'cursor'],
    [{ cursor: Buffer.from(`2024#${'x'.repeat(1050)}`).toString('base64url') }, 'cursor'],
  ])('asked for by %j are refused with what there is', async (query, words) => {
    const problem = await refused('list-articles', { query });
    expect(problem).toMatchObject({ status: 400, detail: expect.stringContaining(words) });
  });

  it('are given whole, with where they come from', async () => {
    const article = await ask('show-article', answers.article, { path: { slug: 'rent-strike' } });
    expect(article).toMatchObject({
      text: 'Text',
      section: { slug: 'housing', name: 'Housing' },
      authors: [{ slug: 'a-baker', name: 'A. Baker' }],
      provenance: { publication: 'The Lantern' },
      written: '1949',
    });
  });

  it('have addresses that lead to the site from everywhere', async () => {
    const article = await ask('show-article', answers.article, { path: { slug: 'rent-strike' } });
    const shown = {
      ...{ name: 'a.png', width: 9, height: 6, src: 'https://press.example/media/a.png' },
      variants: [{ url: 'https://press.example/media/a.webp', width: 9, height: 6, type: 'image/webp' }],
    };
    expect(article).toMatchObject({ picture: shown, pictures: [shown] });
    expect(article.html).toBe(
      '<p>Text <a href="https://press.example/about/">about</a> <img src="https://press.example/media/a.png" ' +
        'srcset="https://press.example/media/a.webp 480w, https://press.example/media/b.webp 960w"></p>',
    );
    const { items } = await ask('list-articles', answers.articleList, { query: { limit: '1' } });
    expect(items[0]?.picture).toEqual(shown);
  });

  it.each([
    ['list-articles', {}],
    ['list-articles', { query: { limit: '0' } }],
    ['show-article', { path: { slug: 'rent-strike' } }],
    ['show-article', { path: { slug: 'none' } }],
    ['show-article', { path: { slug: 'old' } }],
    ['list-names', { rawPath: '/api/tags' }],
    ['describe-api', { rawPath: '/api/openapi.json' }],
  ])('may be read by scripts of every site: %s %j', async (name, asked) => {
    const { headers } = await answered(name, asked);
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*' });
  });

  it('may be kept ten seconds, and are not sent twice', async () => {
    const first = await answered('show-article', { path: { slug: 'rent-strike' } });
    expect(first.headers).toMatchObject({ 'cache-control': 'public, max-age=0, s-maxage=10' });
    const headers = { 'if-none-match': String(first.headers?.etag) };
    expect((await answered('show-article', { path: { slug: 'rent-strike' }, headers })).statusCode).toBe(304);
  });

  it('are published ones, ever', async () => {
    for (const slug of ['draft', 'none', 'x'.repeat(2100), 'é'.repeat(1100)]) {
      expect(await refused('show-article', { path: { slug } })).toMatchObject({ status: 404 });
    }
    const moved = await refused('show-article', { path: { slug: 'old' } });
    expect(moved).toMatchObject({ status: 308, headers: { location: '/api/articles/rent-strike' } });
  });
});

it('describes itself, for machines and for people', async () => {
  const machines = await answered('describe-api', { rawPath: '/api/openapi.json' });
  expect(JSON.parse(machines.body ?? '')).toMatchObject({
    openapi: '3.1.1',
    servers: [{ url: 'https://press.example' }],
  });
  const people = await answered('describe-api', { rawPath: '/api' });
  expect(people.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
  expect(people.body).toContain('<h1>');
});

it('names are those that something is published under', async () => {
  const tags = await ask('list-names', answers.nameList, { rawPath: '/api/tags' });
  expect(tags).toEqual({ items: [{ slug: 'rent', name: 'Rent' }], next: null });
  expect((await ask('list-names', answers.nameList, { rawPath: '/api/series' })).items).toEqual([]);
  const beginning = async (begins: string) =>
    (await ask('list-names', answers.nameList, { rawPath: '/api/tags', query: { begins } })).items;
  for (const begins of ['R', 'rent', 'Ré'])
    expect(await beginning(begins)).toEqual([{ slug: 'rent', name: 'Rent' }]);
  for (const begins of ['rents', 'q', 's', '!', 'ent']) expect(await beginning(begins)).toEqual([]);
  expect(await refused('list-names', { rawPath: '/api/tags', query: { q: 'x' } })).toMatchObject({
    status: 400,
  });
});

describe('editors', () => {
  const file = { name: 'rent.md', type: 'text/markdown', bytes: 12 };
  const body = (value: unknown) => JSON.stringify(value);

  it('open an upload and see its receipt', async () => {
    const asked = { ...writer, method: 'POST', body: body({ files: [file] }) };
    const opened = await ask('open-upload', answers.openedUpload, asked);
    expect(opened.files[0]?.fields).toMatchObject({
      key: `manuscripts/${opened.id}/0`,
      'Content-Type': 'text/markdown',
    });
    const receipt = await ask('show-receipt', answers.receipt, { ...writer, path: { id: opened.id } });
    expect(receipt).toMatchObject({ state: 'waiting', documents: [], notices: [{ file: 'rent.md' }] });
    expect(await refused('show-receipt', { ...writer, path: { id: 'none' } })).toMatchObject({ status: 404 });
    const route = 'POST /api/uploads/{id}/forms';
    const again = { ...writer, method: 'POST', path: { id: opened.id }, route };
    const renewed = await ask('open-upload', answers.openedUpload, again);
    expect(renewed.files.map(({ fields }) => fields.key)).toEqual([`manuscripts/${opened.id}/0`]);
    expect(await refused('open-upload', { ...again, path: { id: 'none' } })).toMatchObject({ status: 404 });
    const another = { claims: { ...writer.claims, sub: 't' } };
    expect(await refused('open-upload', { ...again, ...another })).toMatchObject({ status: 404 });
  });

  it.each([
    [{}, 'a list of files'],
    [[], '{"files"'],
    [{ files: [file], colour: 'red' }, 'Unknown: colour. The request has to be {"files"'],
    [{ files: [] }, 'at least one file'],
    [{ files: Array.from({ length: 51 }, (_, n) => ({ ...file, name: `${n}.md` })) }, 'at most 50'],
    [{ files: [{ ...file, bytes: 20_000_001 }] }, 'at most 20 MB'],
    [{ files: [file, { name: 'a.png', type: 'image/png', bytes: 25_000_001 }] }, 'at most 25 MB'],
    [{ files: [{ ...file, type: 'application/zip' }] }, 'neither Markdown'],
    [{ files: [{ name: 'a/no-12.pdf', type: 'application/pdf', bytes: 12 }] }, 'file: no-12.pdf'],
    [{ files: [file, file] }, 'named twice'],
    [
      {
        files: [
          { ...file, name: 'essay.odt', type: openDocumentType },
          { name: 'essay.odt/a.png', type: 'image/png', bytes: 1 },
        ],
      },
      'as the pictures within “essay.odt” have. Rename it.',
    ],
    [{ files: [{ ...file, based_on: 'lamps' }] }, 'the id of a revision'],
    [{ files: [{ ...file, based_on: 'lamps/0' }] }, 'the id of a revision'],
    [
      { files: [file, { name: 'a.png', type: 'image/png', bytes: 1, based_on: 'lamps/1' }] },
      'is no manuscript, so it began',
    ],
    [{ files: [{ ...file, name: '' }] }, 'the file’s name'],
    [{ files: [{ ...file, name: 'a\u001b[2J.md' }] }, 'terminals obey'],
    [{ files: [{ ...file, name: 'a\u202edm.exe.md' }] }, 'terminals obey'],
    [{ files: [{ ...file, name: 'a.png', type: 'image/png' }] }, 'no manuscript'],
  ])('may not hand in %j', async (wish, words) => {
    const problem = await refused('open-upload', { ...editor, method: 'POST', body: body(wish) });
    expect(problem).toMatchObject({ status: 422, detail: expect.stringContaining(words) });
  });

  it('are not read by scripts of other sites', async () => {
    for (const name of ['list-documents', 'list-histories']) {
      expect((await answered(name, editor)).headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('see every document, and each with its past', async () => {
    const first = await ask('list-documents', answers.documentList, { ...editor, query: { limit: '2' } });
    const query = { limit: '100', cursor: first.next ?? '' };
    const rest = await ask('list-documents', answers.documentList, { ...editor, query });
    expect([...first.items, ...rest.items].map(({ slug }) => slug).sort()).toEqual([
      'b',
      'c',
      'd',
      'draft',
      'rent-strike',
      'waiting',
    ]);
    const shown = await ask('show-document', answers.document, { ...editor, path: { slug: 'draft' } });
    expect(shown).toMatchObject({ status: 'draft', revisions: [{ revision: 1, by: 'rosa' }] });
    expect(await refused('show-document', { ...editor, path: { slug: 'none' } })).toMatchObject({
      status: 404,
    });
  });

  it('alone read a revision, fetch its manuscript and publish it', async () => {
    const path = { slug: 'waiting', revision: '1' };
    for (const [name, status] of [
      ['show-revision', 404],
      ['publish-document', 403],
    ] as const) {
      const asked = { path, method: 'POST', body: '{}' };
      expect(await refused(name, { ...asked, ...writer })).toMatchObject({ status });
      expect(await refused(name, asked)).toMatchObject({ status: 401 });
    }
    expect(await refused('show-article', { path })).toMatchObject({ status: 404 });
    expect(await ask('show-document', answers.document, { ...editor, path })).toMatchObject({
      status: 'scheduled',
      published: '2999-05',
    });
    const shown = await ask('show-revision', answers.revision, { ...editor, path });
    expect(shown).toMatchObject({ status: 'scheduled', text: 'Text', revision: 1 });
    const route = '/api/documents/{slug}/revisions/{revision}/manuscript';
    const linked = await ask('show-revision', answers.manuscriptLink, { ...editor, path, route });
    const response = await fetch(linked.url);
    expect({ name: linked.name, text: await response.text() }).toEqual({
      name: 'rent-strike.md',
      text: '# Waiting',
    });
    expect(linked.text).toBe('# Waiting');
    const unknown = { ...editor, path: { ...path, revision: '7' } };
    for (const name of ['show-revision']) expect(await refused(name, unknown)).toMatchObject({ status: 404 });

    const publication = { ...editor, path, method: 'POST', body: body({}) };
    for (const wrong of [{ revision: 0 }, { replaces: 'b' }, { replaces: [''] }])
      expect(await refused('publish-document', { ...publication, body: body(wrong) })).toMatchObject({
        status: 422,
      });
    const others = { ...publication, body: body({ replaces: ['b'] }) };
    expect(await refused('publish-document', others)).toMatchObject({ status: 409 });
    const done = await ask('publish-document', answers.publishedDocument, publication);
    expect(done).toMatchObject({
      status: 'published',
      revision: 2,
      by: 's',
      byName: 'Rosa Varga',
      moved: [],
      replaced: [],
      kept: [],
    });
    expect(done.published).toMatch(/^20\d\d-\d\d-\d\dT/);
    expect(await refused('publish-document', publication)).toMatchObject({ status: 409 });
    expect(await ask('show-article', answers.article, { path })).toMatchObject({ title: 'Waiting' });
    await ask('command-document', answers.changedDocument, { ...editor, path, ...deleting });
  });

  it.each([
    [writer, undefined, 403],
    [{}, { slug: 'b' }, 401],
    [editor, { slug: 'none' }, 404],
  ])('alone have announced again what there is: %j %j', async (who, path, status) => {
    expect(await refused('request-announcement', { ...who, path, method: 'POST' })).toMatchObject({ status });
  });

  it('alone schedule, and take it back', async () => {
    const path = { slug: 'c' };
    const route = '/api/documents/{slug}/schedule';
    const wanted = {
      path,
      method: 'POST',
      route,
      body: body({ withdraw_at: '2099-12-31T18:00:00.5+01:00' }),
    };
    expect(await refused('command-document', { ...wanted, ...writer })).toMatchObject({ status: 403 });
    for (const wrong of [{}, { publish_at: 'soon' }, { withdraw_at: '2099-12-31' }, { publish_at: 7 }])
      expect(await refused('command-document', { ...wanted, ...editor, body: body(wrong) })).toMatchObject({
        status: 422,
      });
    expect(await ask('command-document', answers.changedDocument, { ...wanted, ...editor })).toMatchObject({
      status: 'published',
      schedule: { withdrawAt: '2099-12-31T17:00:00Z' },
    });
    const back = { ...editor, path, route, method: 'DELETE' };
    const done = await ask('command-document', answers.changedDocument, back);
    expect(done).toMatchObject({ status: 'published' });
    expect(done.schedule).toBeUndefined();
    expect(await refused('command-document', back)).toMatchObject({ status: 409 });
    expect(await refused('command-document', { ...back, method: 'PUT' })).toMatchObject({ status: 405 });
  });

  it('alone withdraw, with a reason, and delete', async () => {
    const route = '/api/documents/{slug}/withdraw';
    const withdrawal = { path: { slug: 'd' }, method: 'POST', route, body: body({ reason: 'Wrong.' }) };
    expect(await refused('command-document', { ...withdrawal, ...writer })).toMatchObject({ status: 403 });
    expect(await refused('command-document', withdrawal)).toMatchObject({ status: 401 });
    const silent = { ...withdrawal, ...editor, body: body({ reason: ' ' }) };
    expect(await refused('command-document', silent)).toMatchObject({
      status: 422,
      detail: expect.stringContaining('why'),
    });
    const done = await ask('command-document', answers.changedDocument, { ...withdrawal, ...editor });
    expect(done).toMatchObject({
      status: 'withdrawn',
      reason: 'Wrong.',
      by: 's',
      byName: 'Rosa Varga',
      revision: 2,
    });
    expect(await refused('command-document', { ...withdrawal, ...editor })).toMatchObject({ status: 409 });
    expect(await refused('show-article', { path: { slug: 'd' } })).toMatchObject({ status: 410 });

    const deletion = { path: { slug: 'd' }, ...deleting };
    expect(await refused('command-document', { ...deletion, ...writer })).toMatchObject({ status: 403 });
    expect(await ask('command-document', answers.changedDocument, { ...deletion, ...editor })).toMatchObject({
      status: 'deleted',
      title: '',
    });
    expect(await refused('show-document', { ...editor, path: { slug: 'd' } })).toMatchObject({ status: 404 });
  });
});

describe('backups', () => {
  it('hear of every document, a page at a time', async () => {
    const found: string[] = [];
    let query: Record<string, string> = { limit: '4' };
    for (let turn = 0; turn < 9; turn++) {
      const { items, next } = await ask('list-histories', historyList, { ...editor, query });
      found.push(...items.map(({ slug, status }) => `${slug} ${status}`));
      if (!next) break;
      query = { limit: '4', cursor: next };
    }
    expect(found).toEqual(expect.arrayContaining(['draft draft', 'old moved', 'rent-strike published']));
  });

  it('get links to what was handed in, that work by themselves', async () => {
    const manuscript = await s3Archive(s3.client, 'press-shelf').putManuscript(Buffer.from('# Kept'));
    const content = dynamoContent(dynamo.client, { content: process.env.CONTENT_TABLE ?? '' });
    const head = aHead({ slug: 'kept', manuscript, name: 'kept.md' });
    await content.write({ seen: undefined, head, revision: revisionOf(head), filename: 'kept.md' });
    const told = await ask('show-history', historyPage, { ...editor, path: { slug: 'kept' } });
    const hash = manuscript.slice('manuscripts/'.length);
    expect(told).toMatchObject({
      revisions: 1,
      names: ['kept.md'],
      past: [{ by: 'rosa', manuscript: hash }],
    });
    expect(await (await fetch(told.links[hash] ?? '')).text()).toBe('# Kept');
    expect((await fetch((told.links[hash] ?? '').replace('manuscripts', 'bodies'))).status).toBe(403);
  });

  it.each([
    ['list-histories', writer, {}, 403],
    ['show-history', writer, { slug: 'kept' }, 403],
    ['show-history', editor, { slug: 'none' }, 404],
  ])('by %s are for editors, and of what there is', async (name, who, path, status) => {
    expect(await refused(name, { ...who, path })).toMatchObject({ status });
  });
});
