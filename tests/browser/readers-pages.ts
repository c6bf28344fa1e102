import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { faceFile } from '../../functions/look/face-files.ts';
import { iconOf } from '../../functions/look/icon.ts';
import { stylesheetOf } from '../../functions/look/stylesheet.ts';
import { aConfig } from '../functions/look/a-config.ts';

/** What a browser asks of a room. */
export interface Asked {
  path: string;
  query: Record<string, string>;
  form?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string | Uint8Array;
}

/** A site whose pages are answered by a room's use cases on fakes, with the paper's styles and faces. */
export async function openSite(answer: (asked: Asked) => Promise<Answer>) {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await give(request, answer).catch(broken);
    const texts = Object.entries(headers).map(([name, value]): [string, string] => [name, `${value}`]);
    response.writeHead(status, Object.fromEntries(texts)).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const broken = (error: unknown): Answer => ({ status: 500, headers: {}, body: String(error) });

async function give(request: IncomingMessage, answer: (asked: Asked) => Promise<Answer>): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://site.example');
  const [, first, name = ''] = url.pathname.split('/');
  if (first === 'assets') return asset(name);
  if (first === 'media')
    return { ...found('image/jpeg'), body: await readFile(`examples/press/pictures/${name}`) };
  const form = request.method === 'POST' ? new URLSearchParams(await text(request)) : undefined;
  return answer({
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    ...(form && { form: Object.fromEntries(form) }),
  });
}

const found = (type: string) => ({ status: 200, headers: { 'content-type': type } });

function asset(name: string): Answer {
  const face = faceFile(name);
  if (face) return { ...found('font/woff2'), body: face };
  const known = [stylesheetOf(aConfig.colours), iconOf(aConfig)].find((one) => one.name === name);
  return known ? { ...found(known.type), body: known.body } : { status: 404, headers: {}, body: '' };
}
