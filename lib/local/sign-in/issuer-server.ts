import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { Cloud } from '../cloud.ts';
import { readRequest, send } from '../web/serve.ts';
import { oidcProvider } from './oidc-provider.ts';
import { errorPage, signInPage, startPage } from './pages.ts';
import { people, subjectOf } from './people.ts';
import type { Pool } from './pool.ts';

/** Answers as the pool's domain and as its issuer, whose documents lie under the pool's id. */
export function issuerServer(pool: Pool, cloud: Cloud): RequestListener {
  const provider = oidcProvider(pool, cloud);
  const standard = provider.callback();
  const known = people.filter(({ groups }) => groups.every((group) => pool.groups.includes(group)));
  return (request, response) => {
    request.url = request.url?.replace(`/${pool.id}/.well-known/`, '/.well-known/');
    const { pathname, searchParams } = new URL(request.url ?? '/', cloud.place.origins.signIn);
    if (pathname.startsWith('/login/')) void signIn(provider, known, request, response);
    else if (pathname === '/logout') signOut(pool, searchParams, response);
    else if (pathname === '/') html(response, 200, startPage(`/${pool.id}/.well-known/openid-configuration`));
    else void standard(request, response);
  };
}

async function signIn(
  provider: Provider,
  known: typeof people,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response);
    if (request.method !== 'POST') {
      html(response, 200, signInPage(known));
      return;
    }
    const { body } = await readRequest(request, 10_000);
    const username = new URLSearchParams(body.toString()).get('username');
    const person = known.find((one) => one.username === username);
    if (!person) throw new Error('Nobody here has that name.');
    await provider.interactionFinished(request, response, {
      login: { accountId: subjectOf(person.username) },
    });
  } catch (error) {
    html(response, 400, errorPage(error instanceof Error ? error.message : 'The page is too old.'));
  }
}

/** Ends the session and redirects to an address that the client has registered. */
function signOut(pool: Pool, asked: URLSearchParams, response: ServerResponse): void {
  const client = pool.clients.find(({ id }) => id === asked.get('client_id'));
  const location = client?.LogoutURLs.find((url) => url === asked.get('logout_uri'));
  if (location === undefined) {
    html(response, 400, errorPage('That is not an address to go to after signing out.'));
    return;
  }
  const expiredCookies = ['_session', '_session.sig'].map((name) => `${name}=; path=/; max-age=0; httponly`);
  response.writeHead(302, { location, 'set-cookie': expiredCookies }).end();
}

function html(response: ServerResponse, status: number, body: string): void {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  };
  send(response, { status, headers, body }, false);
}
