import type { RequestListener } from 'node:http';
import type { Cloud } from '../cloud.ts';
import type { Pool } from './pool.ts';

/** Opens the issuer at the sign-in door. It is loaded at the first request: most starts never need it. */
export function openSignIn(pool: Pool, cloud: Cloud): void {
  let loading: Promise<RequestListener> | undefined;
  const load = async () => (await import('./issuer-server.ts')).issuerServer(pool, cloud);
  cloud.doors.signIn.on('request', (request, response) => {
    loading ??= load();
    loading.then(
      (listener) => listener(request, response),
      (error: unknown) => {
        cloud.say('failure', `Sign-in: ${error instanceof Error ? error.message : error}`);
        response.writeHead(500).end();
      },
    );
  });
}
