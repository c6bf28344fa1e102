import { expect, it } from 'vitest';
import { unframed } from '../../../../lib/local/s3/aws-chunked.ts';

const framed = (text: string, headers: Record<string, string> = {}) => ({
  method: 'PUT',
  path: '/shelf/a',
  query: new URLSearchParams(),
  headers: { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', ...headers },
  body: Buffer.from(text),
});
const whole = '5\r\nhello\r\n1;chunk-signature=ab\r\n!\r\n0\r\nx-amz-checksum-crc32: abc=\r\n\r\n';

it('takes the body out of its chunks, and the trailer with it', () => {
  const { body, headers } = unframed(framed(whole, { 'content-encoding': 'gzip,aws-chunked' }));
  expect(body.toString()).toBe('hello!');
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'x-amz-checksum-crc32': 'abc=' });
});

it('leaves a body alone that is not framed', () => {
  const request = { ...framed(whole), headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } };
  expect(unframed(request)).toBe(request);
});

it.each([
  ['', {}],
  ['5\r\nhel', {}],
  ['5\r\nhello\r\n', {}],
  ['-5\r\nhello\r\n0\r\n', {}],
  [whole, { 'x-amz-decoded-content-length': '7' }],
])('refuses a body that ends too soon: %j', (text, headers) => {
  expect(() => unframed(framed(text, headers))).toThrow(/terminated unexpectedly/);
});
