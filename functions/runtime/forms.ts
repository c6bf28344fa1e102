import { isUtf8 } from 'node:buffer';
import * as z from 'zod/mini';
import { Problem } from './problem.ts';
import { check, type HttpEvent, header } from './request.ts';

/** Bytes of a form's body, at most. */
const longestBody = 64 * 1024;

/**
 * The fields of a posted form, urlencoded or multipart, parsed with the schema. A field is text; where a name comes
 * more than once, an array of texts. No body at all is a form without fields.
 * @throws Problem 413 beyond 64 KB, 415 for another type, 400 when it is not UTF-8, not a form or has a file in it,
 * 422 when the schema refuses it.
 */
export async function formBody<S extends z.ZodMiniType>(event: HttpEvent, schema: S): Promise<z.output<S>> {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > longestBody) throw new Problem(413, 'This is more than a form of ours can take.');
  const fields = body.length ? fieldsOf(await parsed(body, header(event, 'content-type') ?? '')) : {};
  return check(schema, fields, 422);
}

/** A field that may come any number of times, such as the ticked boxes of a group: an array. */
export const several = <S extends z.ZodMiniType>(item: S) =>
  z._default(
    z.pipe(
      z.transform((value: unknown) => [value].flat()),
      z.array(item),
    ),
    [],
  );

/**
 * Refuses a form that another site made a browser send. For forms without a token: browsers say where a request comes
 * from in `Sec-Fetch-Site`, old ones in `Origin`, and a program says neither.
 * @throws Problem 403
 */
export function demandSameOrigin(event: HttpEvent, siteUrl: string): void {
  const site = header(event, 'sec-fetch-site');
  const origin = header(event, 'origin');
  const isOurs =
    site === undefined ? origin === undefined || origin === siteUrl : ['same-origin', 'none'].includes(site);
  if (isOurs) return;
  throw new Problem(403, 'This form was sent from another site. Please fill it in on ours.');
}

const refused = (cause?: unknown) =>
  new Problem(400, 'This form arrived damaged. Please go back and send it again.', { cause });

/** By the parsers that Node's fetch has (the Fetch standard, "multipart/form-data parser"). */
async function parsed(body: Buffer, type: string): Promise<FormData> {
  const multipart = /^\s*multipart\/form-data\s*(?:;|$)/i.test(type);
  const urlencoded = /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type);
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type) ?? [];
  if (!(multipart || urlencoded) || charset.toLowerCase() !== 'utf-8') throw new Problem(415, notAForm);
  if (!isUtf8(urlencoded ? percentDecoded(body) : body)) throw refused();
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (cause) {
    throw refused(cause);
  }
}

const notAForm =
  'This address takes forms: application/x-www-form-urlencoded or multipart/form-data, in UTF-8.';

/** The parser makes U+FFFD of escapes that are not UTF-8, and nobody would know what a person had typed. */
const percentDecoded = (body: Buffer): Buffer =>
  Buffer.from(
    body
      .toString('latin1')
      .replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    'latin1',
  );

function fieldsOf(form: FormData): Record<string, unknown> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (typeof value !== 'string') throw new Problem(400, 'This form takes no files.');
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}
