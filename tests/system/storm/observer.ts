import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mapConcurrently } from '../../../functions/runtime/map-concurrently.ts';
import { everyPath } from '../../../functions/site/planning/every-path.ts';
import { pageRenderer } from '../../../functions/site/rendering/render-page.ts';
import { renderSnapshot } from '../../../functions/site/rendering/render-snapshot.ts';
import { dynamoContent } from '../../../functions/site/store/dynamo-content.ts';
import { s3Bodies } from '../../../functions/site/store/s3-bodies.ts';
import type { RunningPress } from '../../../lib/local/press.ts';
import { pagesInMemory } from '../../functions/site/pages-in-memory.ts';

/** An object of the pages bucket, or what would be one: all that a reader could tell apart. */
export interface Seen {
  body: string;
  type: string;
  cacheControl: string;
  metadata: Readonly<Record<string, string>>;
}

export type Site = ReadonlyMap<string, Seen>;

/** Looks at a press from outside through clients that no weather reaches. */
export class Observer {
  readonly #settings: Readonly<Record<string, string>>;
  readonly #uploads: string;
  readonly #uploadsTable: string;
  readonly #dynamo: DynamoDBClient;
  readonly #s3: S3Client;

  constructor(press: RunningPress) {
    const { cloud } = press;
    const caller = { accessKey: 'AKIAOBSERVER', secretKey: 'observer', name: 'observer', role: 'observer' };
    cloud.callers.set(caller.accessKey, caller);
    cloud.policies.set(caller.role, [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }]);
    const credentials = { accessKeyId: caller.accessKey, secretAccessKey: caller.secretKey };
    const settings = { endpoint: press.aws, region: cloud.place.region, credentials };
    this.#dynamo = new DynamoDBClient(settings);
    this.#s3 = new S3Client({ ...settings, forcePathStyle: true });
    this.#settings = settingsOf(press, 'RenderPages');
    const { UPLOADS_BUCKET = '', UPLOADS_TABLE = '' } = settingsOf(press, 'IngestUpload');
    this.#uploads = UPLOADS_BUCKET;
    this.#uploadsTable = UPLOADS_TABLE;
  }

  /** As if the upload had been opened an hour earlier. S3 goes by the forms themselves, and takes them still. */
  async ageUpload(id: string): Promise<void> {
    const expires = new Date(Date.now() - 3_600_000).toISOString();
    await this.#dynamo.send(
      new UpdateItemCommand({
        TableName: this.#uploadsTable,
        Key: { pk: { S: `upload#${id}` }, sk: { S: 'upload' } },
        UpdateExpression: 'SET expires = :expires',
        ExpressionAttributeValues: { ':expires': { S: expires } },
      }),
    );
  }

  /** Everything in the pages bucket, by key. */
  async site(): Promise<Site> {
    const Bucket = this.#settings.PAGES_BUCKET;
    const keys: string[] = [];
    for (let StartAfter: string | undefined; ; StartAfter = keys.at(-1)) {
      const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command({ Bucket, StartAfter }));
      keys.push(...Contents.map(({ Key = '' }) => Key));
      if (!Contents.length) break;
    }
    return new Map(
      await mapConcurrently(
        keys,
        { concurrency: 16 },
        async (key) => [key, await this.#object(key)] as const,
      ),
    );
  }

  /** What a render from scratch makes of the content table as it is now. */
  async fromScratch(): Promise<Site> {
    const { CONTENT_TABLE = '', BODIES_BUCKET = '', SITE_URL: site = '' } = this.#settings;
    const content = dynamoContent(this.#dynamo, CONTENT_TABLE);
    const deps = { content, bodies: s3Bodies(this.#s3, BODIES_BUCKET), pages: pagesInMemory(), site };
    const reading = renderSnapshot(deps);
    const paths: string[] = [];
    for await (const path of everyPath({ content, pages: deps.pages, config: await reading.config() }))
      paths.push(path);
    await mapConcurrently([...new Set(paths)], { concurrency: 8 }, pageRenderer(deps));
    return new Map(
      [...deps.pages.pages].map(([path, { body, type, cacheControl }]) => [
        `${path.slice(1)}${path.endsWith('/') ? 'index.html' : ''}`,
        { body: textOf(body), type, cacheControl, metadata: {} },
      ]),
    );
  }

  /** Puts a manuscript into the uploads bucket, or with nothing to put deletes it there. */
  async upload(Key: string, Body: string | undefined): Promise<void> {
    const Bucket = this.#uploads;
    if (Body === undefined) await this.#s3.send(new DeleteObjectCommand({ Bucket, Key }));
    else await this.#s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  }

  /** Tampers with what a page says. */
  async changePage(Key: string, change: (html: string) => string): Promise<void> {
    const { body, type, cacheControl } = await this.#object(Key);
    const Body = Buffer.from(change(body), 'latin1');
    const headers = { ContentType: type, CacheControl: cacheControl };
    await this.#s3.send(new PutObjectCommand({ Bucket: this.#settings.PAGES_BUCKET, Key, Body, ...headers }));
  }

  /** A row of the content table. Throws where there is none. */
  async row(pk: string, sk: string): Promise<Record<string, AttributeValue>> {
    const get = { TableName: this.#settings.CONTENT_TABLE, Key: { pk: { S: pk }, sk: { S: sk } } };
    const { Item } = await this.#dynamo.send(new GetItemCommand(get));
    if (!Item) throw new Error(`There is no row ${pk} ${sk}`);
    return Item;
  }

  async putRow(Item: Record<string, AttributeValue>): Promise<void> {
    await this.#dynamo.send(new PutItemCommand({ TableName: this.#settings.CONTENT_TABLE, Item }));
  }

  /** Throws where there is none: what was to be tampered with has to be there. */
  async deleteRow(pk: string, sk: string): Promise<void> {
    await this.row(pk, sk);
    const Key = { pk: { S: pk }, sk: { S: sk } };
    await this.#dynamo.send(new DeleteItemCommand({ TableName: this.#settings.CONTENT_TABLE, Key }));
  }

  close(): void {
    this.#dynamo.destroy();
    this.#s3.destroy();
  }

  async #object(key: string): Promise<Seen> {
    const object = await this.#s3.send(
      new GetObjectCommand({ Bucket: this.#settings.PAGES_BUCKET, Key: key }),
    );
    return {
      body: textOf((await object.Body?.transformToByteArray()) ?? new Uint8Array()),
      type: object.ContentType ?? '',
      cacheControl: object.CacheControl ?? '',
      metadata: object.Metadata ?? {},
    };
  }
}

/** One character a byte, so that no two bodies are the same text that are not the same bytes. */
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** A function's own environment says where everything is. */
function settingsOf({ cloud }: RunningPress, name: string): Record<string, string> {
  const called = [...cloud.resources.values()].find(
    ({ type, path }) => type === 'AWS::Lambda::Function' && path.includes(name),
  );
  return Object(called?.properties.Environment).Variables;
}

/** What is not as it should be, in a line for each object. */
export function differences(is: Site, should: Site): string[] {
  const keys = [...new Set([...is.keys(), ...should.keys()])].sort();
  return keys.flatMap((key) => {
    const [one, other] = [is.get(key), should.get(key)];
    if (!one) return `${key} is missing`;
    if (!other) return `${key} should not be there`;
    const told = (seen: Seen) => JSON.stringify({ ...seen, body: '' });
    if (told(one) !== told(other)) return `${key} is sent as ${told(one)} and should be as ${told(other)}`;
    return one.body === other.body ? [] : `${key} ${firstDifference(one.body, other.body)}`;
  });
}

function firstDifference(is: string, should: string): string {
  const at = [...is].findIndex((letter, index) => letter !== should[index]);
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  return `says ${around(is)} and should say ${around(should)}`;
}
