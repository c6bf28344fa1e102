import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { callbackAt } from '../../../lib/sign-in-callbacks.ts';
import { Problem } from '../client.ts';
import { callbackPage } from './callback-page.ts';

/** Where the browser comes back to on this machine. */
export interface CallbackListener {
  /** As it is registered with the press. */
  redirectUri: string;
  /** The first callback with the state; others are turned away. */
  callback: Promise<Callback>;
  close(): void;
}

/** What came back, and how to tell the person in the browser what became of it. */
export interface Callback {
  parameters: URLSearchParams;
  answer(page: { title: string; text: string; failed?: boolean }): void;
}

/** Listens on the first of the ports that is free.
 *  @throws Problem when none is. */
export async function listenForCallback(state: string, ports: readonly number[]): Promise<CallbackListener> {
  const { promise: callback, resolve } = Promise.withResolvers<Callback>();
  const listener = callbackListener(state, resolve);
  for (const port of ports) {
    const servers = await listenOn(port, listener);
    if (servers) return { redirectUri: callbackAt(port), callback, close: () => servers.forEach(closeNow) };
  }
  throw new Problem(
    `Signing in needs one of the ports ${ports.join(', ')} of this machine, and all are in use. Stop what uses one of them, then try again.`,
  );
}

function callbackListener(state: string, resolve: (callback: Callback) => void): RequestListener {
  return (request, response) => {
    const { pathname, searchParams: parameters } = new URL(request.url ?? '/', 'http://localhost');
    const answer = (status: number, page: Parameters<typeof callbackPage>[0]) => {
      response.writeHead(status, headers).end(callbackPage(page));
    };
    if (request.method !== 'GET' || pathname !== '/') return answer(404, nothingHere);
    if (parameters.get('state') !== state) return answer(400, notThisSignIn);
    resolve({ parameters, answer: (page) => answer(page.failed ? 400 : 200, page) });
  };
}

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  // The address holds the code.
  'referrer-policy': 'no-referrer',
  connection: 'close',
};

const nothingHere = {
  title: 'There is nothing here',
  text: 'This address waits for somebody who signs in.',
  failed: true,
};
const notThisSignIn = {
  title: 'This is another sign-in',
  text: 'The terminal has not begun it, so it was ignored. Open the address that stands in the terminal.',
  failed: true,
};

/** A browser takes `localhost` for either address; one that somebody else listens at would give away the code.
 *  Undefined when the port is in use. */
async function listenOn(port: number, listener: RequestListener): Promise<Server[] | undefined> {
  const servers: Server[] = [];
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer(listener).listen(port, host);
    const outcome = await once(server, 'listening').catch((error: NodeJS.ErrnoException) => error);
    if (!(outcome instanceof Error)) servers.push(server);
    // Without IPv6 there is nobody to come by it.
    else if (host === '127.0.0.1' || outcome.code === 'EADDRINUSE') {
      servers.forEach(closeNow);
      return undefined;
    }
  }
  return servers;
}

/** Lets answers that are on their way arrive. */
function closeNow(server: Server): void {
  server.close();
  server.closeIdleConnections();
  void pause(1000, undefined, { ref: false }).then(() => server.closeAllConnections());
}
