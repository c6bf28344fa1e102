import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { one, type WebResponse } from '../web/message.ts';

export type Encoding = 'br' | 'gzip';

const applications =
  'dash+xml eot font font-sfnt javascript json opentype otf pdf pkcs7-mime protobuf rss+xml truetype ttf vnd.ms-fontobject wasm xhtml+xml xml';
const texts = 'css csv html javascript js plain richtext tab-separated-values xml';

/** What CloudFront compresses, by content type. */
const compressible = new Set([
  ...applications.split(' ').map((name) => `application/${name}`),
  ...texts.split(' ').map((name) => `text/${name}`),
  ...['font/eot', 'font/opentype', 'font/otf', 'font/ttf', 'image/svg+xml'],
]);

/** CloudFront compresses bodies of these sizes, in bytes. */
const smallest = 1_000;
const largest = 10_000_000;

/** The best encoding both sides know: brotli before gzip. */
export function encodingFor(
  accepted: string | undefined,
  offered: readonly Encoding[],
): Encoding | undefined {
  if (accepted === undefined) return undefined;
  const wanted = new Set(
    accepted
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  );
  return offered.find((encoding) => wanted.has(encoding) || wanted.has('*'));
}

/** Compresses the answer when CloudFront would. Its tag becomes a weak one: the bytes are no longer the same. */
export async function compressed(
  response: WebResponse,
  encoding: Encoding | undefined,
): Promise<WebResponse> {
  if (encoding === undefined || !mayBeCompressed(response)) return response;
  const body = await compress(Buffer.from(response.body ?? ''), encoding);
  const { 'content-length': _, etag, ...headers } = response.headers;
  return {
    ...response,
    headers: {
      ...headers,
      ...(etag && { etag: weak(one(etag) ?? '') }),
      ...compressedHeaders(headers, encoding),
    },
    body,
  };
}

function mayBeCompressed({ status, headers, body }: WebResponse): boolean {
  const type = one(headers['content-type'])?.split(';')[0]?.trim().toLowerCase() ?? '';
  const size = body === undefined ? 0 : Buffer.byteLength(body);
  const suits = size >= smallest && size <= largest && compressible.has(type);
  return suits && headers['content-encoding'] === undefined && [200, 403, 404].includes(status);
}

const compressedHeaders = ({ vary }: WebResponse['headers'], encoding: Encoding) => ({
  'content-encoding': encoding,
  vary: vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`,
});

const weak = (tag: string): string => (tag.startsWith('W/') ? tag : `W/${tag}`);

const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);

/** Fast rather than small: on one machine the network costs nothing. */
const compress = (body: Buffer, encoding: Encoding): Promise<Buffer> =>
  encoding === 'br'
    ? brotliOf(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
    : gzipOf(body, { level: 5 });
