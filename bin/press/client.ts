import { setTimeout as pause } from 'node:timers/promises';
import type { Press } from './find-press.ts';
import { Problem, ServerError, Unreachable } from './problem.ts';

const tries = 5;

/** Calls the press's API and gives the parsed answer. A busy or restarting press is asked again.
 *  @throws Problem with the answer's own words (RFC 9457 `detail`) when it refuses; ServerError when it fails. */
export async function call<T>(press: Press, method: string, path: string, body?: unknown): Promise<T> {
  const response = await patiently(() =>
    fetch(press.api + path, {
      method,
      headers: { authorization: `Bearer ${press.token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  if (!response.ok) throw failureOf(response, await words(response));
  return (await response.json()) as T;
}

/** What to throw for an answer that is not the wanted one. */
export const failureOf = ({ status }: Response, words: string): Problem =>
  status === 429 || status >= 500 ? new ServerError(words) : new Problem(words);

/** Repeats a request that met a closed door (no connection, 429, 5xx), with growing pauses. */
export async function patiently(request: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await request().catch(
      (cause: unknown) => new Unreachable(wasCutOff(cause) ? cutOff : notThere, { cause }),
    );
    const again = response instanceof Unreachable || response.status === 429 || response.status >= 500;
    if (again && attempt < tries) await pause(100 * 2 ** attempt);
    else if (response instanceof Unreachable) throw response;
    else return response;
  }
}

const notThere = 'The press does not answer. Is it running?';
const cutOff = 'The press is there, but the connection to it was cut off again and again.';

/** Whether somebody took the connection and then let it go. What fetch throws has Node's error as its cause. */
const wasCutOff = (thrown: unknown): boolean =>
  ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(Object(Object(thrown).cause).code);

async function words(response: Response): Promise<string> {
  const text = await response.text();
  if (response.status === 401)
    return 'The press does not accept this token. A local press writes a fresh one to editor-token in its data folder.';
  try {
    const { detail, message }: { detail?: string; message?: string } = JSON.parse(text);
    return detail ?? message ?? text;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
