import type { IncomingMessage } from 'node:http';
import type { WebRequest } from './message.ts';

/** The body is larger than this face takes. */
export class BodyTooLarge extends Error {
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
    // The rest is read and dropped: a sender in mid-sentence does not hear an answer.
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
