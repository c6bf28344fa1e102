import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { demandSameOrigin, formBody, several } from '../../../functions/runtime/forms.ts';
import { Problem } from '../../../functions/runtime/problem.ts';
import { aRequest } from './a-request.ts';

const anything = z.record(z.string(), z.unknown());
const urlencoded = 'application/x-www-form-urlencoded';

/** As API Gateway sends it: every body that is not text in base64. */
function posted(type: string | undefined, body: string | Uint8Array, base64 = true) {
  const event = aRequest({
    method: 'POST',
    headers: { 'x-broadside-origin': 's', ...(type && { 'content-type': type }) },
  });
  return {
    ...event,
    body: base64 ? Buffer.from(body).toString('base64') : String(body),
    isBase64Encoded: base64,
  };
}

const fields = (type: string | undefined, body: string | Uint8Array, base64 = true) =>
  formBody(posted(type, body, base64), anything);

const status = async (answer: Promise<unknown>) => {
  const error: unknown = await answer.catch((thrown: unknown) => thrown);
  return error instanceof Problem ? error.status : error;
};

const part = (name: string, value: string, more = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

describe('a posted form', () => {
  it('is read as browsers send it', async () => {
    const wanted = { name: 'Rosa Värga', list: ['weekly', 'press'], note: '' };
    const body = 'name=Rosa+V%C3%A4rga&list=weekly&list=press&note=';
    expect(await fields(urlencoded, body)).toEqual(wanted);
    expect(await fields(`${urlencoded};charset=UTF-8`, body, false)).toEqual(wanted);
    const parts = [
      part('name', 'Rosa Värga'),
      part('list', 'weekly'),
      part('list', 'press'),
      part('note', ''),
    ];
    expect(await fields('multipart/form-data; boundary=b', `${parts.join('')}--b--\r\n`)).toEqual(wanted);
  });

  it('brings every text to the other side', async () => {
    const texts = fc.uniqueArray(
      // A schema's record leaves out `__proto__`.
      fc.tuple(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name !== '__proto__'),
        fc.string({ unit: 'grapheme' }),
      ),
      { selector: ([name]) => name, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (pairs) => {
        const wanted = Object.fromEntries(pairs);
        expect(await fields(urlencoded, new URLSearchParams(pairs).toString())).toEqual(wanted);
        const form = new FormData();
        for (const [name, value] of pairs) form.append(name, value);
        const sent = new Response(form);
        const type = sent.headers.get('content-type') ?? '';
        const received = await fields(type, new Uint8Array(await sent.arrayBuffer()));
        // Browsers send every line end of a form as CR LF.
        const lines = (text: string) => text.replace(/\r\n?|\n/g, '\r\n');
        expect(received).toEqual(
          Object.fromEntries(pairs.map(([name, value]) => [lines(name), lines(value)])),
        );
      }),
    );
  });

  it('without a body has no fields, whatever its type', async () => {
    expect(await fields(undefined, '')).toEqual({});
    expect(await fields('multipart/form-data; boundary=b', '')).toEqual({});
    expect(await formBody(aRequest({ method: 'POST' }), anything)).toEqual({});
  });

  it('is refused beyond 64 KB, counted after base64', async () => {
    const just = `a=${'x'.repeat(64 * 1024 - 2)}`;
    expect(await fields(urlencoded, just)).toEqual({ a: just.slice(2) });
    expect(await status(fields(urlencoded, `${just}x`))).toBe(413);
    expect(await status(fields(urlencoded, `${just}x`, false))).toBe(413);
  });

  it.each([
    [undefined, 'a=1', 415],
    ['application/json', '{}', 415],
    ['text/plain', 'a=1', 415],
    ['multipart/mixed; boundary=b', `${part('a', '1')}--b--\r\n`, 415],
    [`${urlencoded}; charset=iso-8859-1`, 'a=1', 415],
    ['application/x-www-form-urlencodedish', 'a=1', 415],
    [urlencoded, 'name=%E4', 400],
    [urlencoded, 'name=%C3%28', 400],
    [urlencoded, 'name=%ED%A0%80', 400],
    ['multipart/form-data', `${part('a', '1')}--b--\r\n`, 400],
    ['multipart/form-data; charset=utf-8', `${part('a', '1')}--b--\r\n`, 400],
    ['multipart/form-data; boundary=other', `${part('a', '1')}--b--\r\n`, 400],
    ['multipart/form-data; boundary=b', part('a', '1'), 400],
    ['multipart/form-data; boundary=b', 'a=1', 400],
    ['multipart/form-data; boundary=b', `--b\r\n\r\n1\r\n--b--\r\n`, 400],
    ['multipart/form-data; boundary=b', `${part('a', '1', '; filename="x.txt"')}--b--\r\n`, 400],
  ])('of type %s with body %j is refused with %i', async (type, body, expected) => {
    expect(await status(fields(type, body))).toBe(expected);
  });

  it('in bytes that are not UTF-8 is refused', async () => {
    const latin1 = (text: string) => Buffer.from(text, 'latin1');
    expect(await status(fields(urlencoded, latin1('name=Värga')))).toBe(400);
    const multipart = latin1(`${part('name', 'Värga')}--b--\r\n`);
    expect(await status(fields('multipart/form-data; boundary=b', multipart))).toBe(400);
  });

  it('is an answer or a refusal, whatever is sent', async () => {
    const types = fc.constantFrom(
      urlencoded,
      'multipart/form-data; boundary=b',
      'multipart/form-data; boundary="b"',
      'multipart/form-data; boundary=',
    );
    const pieces = fc.constantFrom(
      '--b',
      '--b--',
      '\r\n',
      'Content-Disposition: form-data; name="a"',
      '=',
      '&',
      '%',
      'é',
    );
    const bodies = fc.oneof(
      fc.uint8Array({ minLength: 1 }),
      fc.array(pieces, { minLength: 1, maxLength: 14 }).map((all) => Buffer.from(all.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(types, bodies, async (type, body) => {
        const answer = await status(fields(type, body).then(() => 200));
        expect([200, 400]).toContain(answer);
      }),
      { numRuns: 500 },
    );
  });

  it('has fields with the names of what every object has', async () => {
    const body = '__proto__=1&constructor=2&toString=3';
    const received = await formBody(posted(urlencoded, body), z.unknown());
    expect(Object.entries(Object(received))).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', '3'],
    ]);
    expect({}.toString).toBe(Object.prototype.toString);
  });

  it('gives boxes as a list, ticked or not, and refuses in words', async () => {
    const schema = z.object({ list: several(z.string().check(z.regex(/^[a-z]+$/, 'is no list'))) });
    expect(await formBody(posted(urlencoded, ''), schema)).toEqual({ list: [] });
    expect(await formBody(posted(urlencoded, 'list=a'), schema)).toEqual({ list: ['a'] });
    expect(await formBody(posted(urlencoded, 'list=a&list=b&x=1'), schema)).toEqual({ list: ['a', 'b'] });
    await expect(formBody(posted(urlencoded, 'list=a&list=7'), schema)).rejects.toMatchObject({
      status: 422,
      complaints: [{ where: 'list.1', text: 'is no list' }],
    });
  });
});

describe('a form of ours', () => {
  const site = 'https://lantern.example';
  const sent = (headers: Record<string, string>) => () =>
    demandSameOrigin(aRequest({ method: 'POST', headers: { 'x-broadside-origin': 's', ...headers } }), site);

  it.each([
    [{ 'sec-fetch-site': 'same-origin', origin: site }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }],
    [{ origin: site }],
    [{}],
  ])('is taken with %j', (headers) => expect(sent(headers)).not.toThrow());

  it.each([
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://other.lantern.example' }],
    [{ 'sec-fetch-site': 'cross-site', origin: site }],
    [{ 'sec-fetch-site': '' }],
    [{ origin: 'https://elsewhere.example' }],
    [{ origin: 'https://lantern.example.org' }],
    [{ origin: 'http://lantern.example' }],
    [{ origin: 'null' }],
  ])('is refused with %j', (headers) => {
    expect(sent(headers)).toThrow(Problem);
    expect(sent(headers)).toThrow('another site');
  });
});
