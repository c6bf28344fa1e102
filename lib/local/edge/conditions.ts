import { one, type WebRequest, type WebResponse } from '../web/message.ts';

/** The answer, or 304 if the viewer has it already. */
export function applyConditions(request: WebRequest, response: WebResponse): WebResponse {
  return response.status === 200 && isRead(request) && isUnchanged(request, response)
    ? notModified(response)
    : response;
}

/** The requested range of a whole answer (206), or all of it. */
export function applyRange(request: WebRequest, response: WebResponse): WebResponse {
  const { range } = request.headers;
  return response.status === 200 && isRead(request) && range !== undefined
    ? partOf(range, response)
    : response;
}

const isRead = ({ method }: WebRequest): boolean => method === 'GET' || method === 'HEAD';

/** RFC 9110, 13.2.2: a tag counts before a date. Tags are compared weakly. */
function isUnchanged({ headers }: WebRequest, response: WebResponse): boolean {
  const tags = headers['if-none-match'];
  const own = one(response.headers.etag);
  if (tags !== undefined) {
    return (
      own !== undefined &&
      tags.split(',').some((tag) => tag.trim() === '*' || withoutWeakMark(tag) === withoutWeakMark(own))
    );
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  const modified = Date.parse(one(response.headers['last-modified']) ?? '');
  return !Number.isNaN(since) && !Number.isNaN(modified) && modified <= since;
}

const withoutWeakMark = (tag: string): string => tag.trim().replace(/^W\//, '');

function notModified({ headers }: WebResponse): WebResponse {
  const { 'content-length': _, 'content-type': __, 'content-encoding': ___, ...others } = headers;
  return { status: 304, headers: others };
}

/** One range of bytes (RFC 9110, 14.1); several, or nonsense, get the whole. */
function partOf(range: string, response: WebResponse): WebResponse {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (from === undefined || to === undefined || from + to === '') return response;
  const body = Buffer.from(response.body ?? '');
  const first = from === '' ? Math.max(0, body.length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? body.length - 1 : Math.min(Number(to), body.length - 1);
  const { 'content-length': _, ...headers } = response.headers;
  if (first > last) return { status: 416, headers: { 'content-range': `bytes */${body.length}` } };
  const contentRange = `bytes ${first}-${last}/${body.length}`;
  return {
    status: 206,
    headers: { ...headers, 'content-range': contentRange },
    body: body.subarray(first, last + 1),
  };
}
