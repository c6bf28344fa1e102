import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import type { Answer, WebRequest, WebResponse } from './message.ts';

/** Limits of a server, and its answers when something goes wrong. */
interface ServeOptions {
  cloud: Cloud;
  /** Largest request body, in bytes. */
  limit: number;
  tooLarge: WebResponse;
  internalError: WebResponse;
}

/** Answers every request to this server, and prints a line for each. */
export function serve(server: Server, answer: Answer, options: ServeOptions): void {
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const began = performance.now();
    answerOrError(incoming, answer, options).then((response) => {
      send(outgoing, response, incoming.method === 'HEAD');
      options.cloud.say('request', line(incoming, response.status, performance.now() - began));
    });
  });
}

async function answerOrError(
  incoming: IncomingMessage,
  answer: Answer,
  options: ServeOptions,
): Promise<WebResponse> {
  try {
    return await answer(await readRequest(incoming, options.limit));
  } catch (error) {
    if (error instanceof BodyTooLarge)
      return { ...options.tooLarge, headers: { ...options.tooLarge.headers, connection: 'close' } };
    options.cloud.say(
      'failure',
      `${incoming.method} ${incoming.url}: ${error instanceof Error ? error.message : error}`,
    );
    return options.internalError;
  }
}

/** Serves with a listener that is loaded at the first request. `name` stands in the line that says why it failed. */
export function serveLazily(
  server: Server,
  name: string,
  load: () => Promise<RequestListener>,
  cloud: Cloud,
): void {
  let loading: Promise<RequestListener> | undefined;
  server.on('request', (request, response) => {
    loading ??= load();
    loading.then(
      (listener) => listener(request, response),
      (error: unknown) => {
        cloud.say('failure', `${name}: ${error instanceof Error ? error.message : error}`);
        response.writeHead(500).end();
      },
    );
  });
}

/** Sends the answer. To HEAD it goes without its body, but with the length it would have. */
export function send(outgoing: ServerResponse, response: WebResponse, head: boolean): void {
  const { status, headers, body } = response;
  const mayHaveBody = status >= 200 && status !== 204 && status !== 304;
  if (mayHaveBody && !(head && headers['content-length'] !== undefined)) {
    headers['content-length'] = String(body === undefined ? 0 : Buffer.byteLength(body));
  }
  outgoing.writeHead(status, headers);
  outgoing.end(mayHaveBody && !head ? body : undefined);
}

/** Without the query: it may hold secrets. */
const line = ({ method, url }: IncomingMessage, status: number, took: number): string =>
  `${method} ${url?.split('?')[0]} ${status} ${took < 10 ? took.toFixed(1) : Math.round(took)} ms`;

/** The body is larger than the server's limit. */
class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

const nothing = Buffer.alloc(0);

/** Reads a whole request; throws BodyTooLarge over `limit` bytes. */
export async function readRequest(incoming: IncomingMessage, limit: number): Promise<WebRequest> {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers: joined(incoming.rawHeaders),
    body: hasBody(incoming) ? await readBody(incoming, limit) : nothing,
    peer: peerOf(incoming),
  };
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;

function joined(raw: string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]?.toLowerCase() ?? '';
    const value = raw[index + 1] ?? '';
    const known = headers[name];
    headers[name] = known === undefined ? value : `${known}${name === 'cookie' ? '; ' : ','}${value}`;
  }
  return headers;
}

function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    // The rest is read and dropped: clients read no answer before they have sent everything.
    else reject(new BodyTooLarge(`Over ${limit} bytes.`));
  });
  incoming.on('end', () => resolve(Buffer.concat(chunks)));
  incoming.on('error', reject);
  return promise;
}

function peerOf({ socket }: IncomingMessage): WebRequest['peer'] {
  const address = socket.remoteAddress ?? '127.0.0.1';
  return {
    address: address.startsWith('::ffff:') ? address.slice(7) : address,
    port: socket.remotePort ?? 0,
  };
}
