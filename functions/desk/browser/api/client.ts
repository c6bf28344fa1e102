import { SignInUnavailable } from '../sign-in/authorization.ts';
import { accessToken, endSession, SignInEnded, tokenInPlaceOf } from '../sign-in/session.ts';

/** The API refused, in its own words (RFC 9457). */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly points: readonly string[];
  /** Members of the problem that say more. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, points: readonly string[], more: Record<string, unknown>) {
    super(message);
    this.status = status;
    this.points = points;
    this.more = more;
  }
}

/** There was no answer: what was asked may have happened or not. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  override readonly message = 'The press did not answer. Are you online?';
}

export interface Call {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

/** Calls the API as who is signed in. @throws Refused, NoAnswer, SignInEnded. */
export async function call<T>(path: string, request: Call = {}): Promise<T> {
  const token = await withLine(accessToken);
  const answer = await withLine(() => send(path, request, token));
  if (answer.status !== 401) return read(answer);
  const another = await withLine(() => tokenInPlaceOf(token));
  return read(await withLine(() => send(path, request, another)));
}

const send = (path: string, { method = 'GET', body, signal }: Call, token: string): Promise<Response> =>
  fetch(path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });

async function read<T>(answer: Response): Promise<T> {
  const body = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  // Also the new token is none to the press: one has to sign in again.
  if (answer.status === 401) throw endSession();
  const { detail, errors = [], ...more } = Object(body);
  const points = [errors].flat().flatMap(({ text }) => (typeof text === 'string' ? text : []));
  throw new Refused(answer.status, detail ?? `The press answered ${answer.status}.`, points, more);
}

/** `fetch` throws a TypeError where there is no line, whatever the reason. The sign-in's line counts as well. */
async function withLine<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (cause) {
    throw cause instanceof TypeError || cause instanceof SignInUnavailable
      ? new NoAnswer(undefined, { cause })
      : cause;
  }
}

/** What went wrong, for the person at the desk. */
export function wordsOf(cause: unknown): string {
  if (cause instanceof Refused) return [cause.message, ...cause.points].join(' ');
  if (cause instanceof NoAnswer || cause instanceof SignInEnded) return cause.message;
  console.error(cause);
  return 'Something went wrong here. Nothing you wrote is lost; load the page anew and go on.';
}
