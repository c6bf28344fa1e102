import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import type { Answer, WebResponse } from './message.ts';
import { BodyTooLarge, readRequest } from './read-request.ts';

/** How a face says what went wrong before or in place of an answer. */
interface Face {
  cloud: Cloud;
  /** Largest request body, in bytes. */
  limit: number;
  tooLarge: WebResponse;
  broken: WebResponse;
}

/** Answers every request that comes in at this door, and tells the person at the terminal of each. */
export function serve(door: Server, answer: Answer, face: Face): void {
  door.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const began = performance.now();
    answerOrExcuse(incoming, answer, face).then((response) => {
      send(outgoing, response, incoming.method === 'HEAD');
      face.cloud.say('request', line(incoming, response.status, performance.now() - began));
    });
  });
}

async function answerOrExcuse(incoming: IncomingMessage, answer: Answer, face: Face): Promise<WebResponse> {
  try {
    return await answer(await readRequest(incoming, face.limit));
  } catch (error) {
    if (error instanceof BodyTooLarge)
      return { ...face.tooLarge, headers: { ...face.tooLarge.headers, connection: 'close' } };
    face.cloud.say(
      'failure',
      `${incoming.method} ${incoming.url}: ${error instanceof Error ? error.message : error}`,
    );
    return face.broken;
  }
}

/** Writes the whole answer. To HEAD it goes without its body, but with the length it would have. */
export function send(outgoing: ServerResponse, response: WebResponse, head: boolean): void {
  const { status, headers, body } = response;
  const mayHaveBody = status >= 200 && status !== 204 && status !== 304;
  if (mayHaveBody && !(head && headers['content-length'] !== undefined)) {
    headers['content-length'] = String(body === undefined ? 0 : Buffer.byteLength(body));
  }
  outgoing.writeHead(status, headers);
  outgoing.end(mayHaveBody && !head ? body : undefined);
}

/** Without the query: it may hold what only one person should know. */
const line = ({ method, url }: IncomingMessage, status: number, took: number): string =>
  `${method} ${url?.split('?')[0]} ${status} ${took < 10 ? took.toFixed(1) : Math.round(took)} ms`;
