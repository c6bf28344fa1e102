import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { hashOf } from '../../../../bin/press/backup/folder.ts';
import type { History } from '../../../../bin/press/backup/history.ts';
import type { Press } from '../../../../bin/press/client.ts';

/** A document by the texts of its revisions and the orders that they have. */
export function aPast(slug: string, revisions: [order: string, text: string][]): History {
  const past = revisions.map(([order, text], at) => ({
    ...{ revision: at + 1, status: 'published', order, manuscript: hashOf(Buffer.from(text)), pictures: {} },
  }));
  const { revision = 0, order = '' } = past.at(-1) ?? {};
  return { slug, status: 'published', order, revision, revisions: revision, names: [], past };
}

/** A press that only tells pasts, with texts that it is given: also what no press would tell. */
export class FalsePress implements Press {
  api = '';
  readonly token = 'token';
  readonly documents = new Map<string, History>();
  readonly texts = new Map<string, string>();
  /** Records of newsletters by their names, with the state and the time of issues. */
  readonly records = new Map<string, { record: object; state?: string; changed?: string }>();
  /** Names of records that were asked for, and bodies of those handed in. */
  readonly recordsAsked: string[] = [];
  readonly recordsHandedIn: { name: string; body: unknown }[] = [];
  /** What it answers in place of the truth. */
  spoil = (page: object): object => page;
  /** Called whenever it is asked for all documents. */
  asked = () => {};
  readonly #server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', this.api);
    if (pathname.startsWith('/newsletter-records'))
      return void response.end(JSON.stringify(await this.#record(request, pathname.split('/')[2])));
    const hash = /^\/files\/(\w+)$/.exec(pathname)?.[1];
    response.end(hash ? this.texts.get(hash) : JSON.stringify(this.#answer(pathname)));
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, 'localhost', done));
    const { port } = this.#server.address() as AddressInfo;
    this.api = `http://localhost:${port}`;
    return this;
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  has(slug: string, revisions: [order: string, text: string][]): void {
    this.documents.set(slug, aPast(slug, revisions));
    for (const [, text] of revisions) this.texts.set(hashOf(Buffer.from(text)), text);
  }

  async #record(request: IncomingMessage, name: string | undefined): Promise<object> {
    if (name === undefined)
      return {
        items: [...this.records].map(([name, { record: _, ...line }]) => ({ name, ...line })),
        next: null,
      };
    if (request.method === 'POST') {
      this.recordsHandedIn.push({ name, body: JSON.parse(await textOf(request)) });
      return { outcome: 'restored' };
    }
    this.recordsAsked.push(name);
    return this.records.get(name)?.record ?? {};
  }

  #answer(path: string): object {
    const one = this.documents.get(path.split('/').at(-1) ?? '');
    if (one) return this.spoil({ ...one, links: this.#links(one), next: null });
    this.asked();
    return { items: [...this.documents.values()], next: null };
  }

  #links({ past }: History): Record<string, string> {
    const hashes = past.flatMap(({ manuscript = '', pictures }) => [manuscript, ...Object.values(pictures)]);
    return Object.fromEntries(hashes.map((hash) => [hash, `${this.api}/files/${hash}`]));
  }
}
