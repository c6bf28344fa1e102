import { randomBytes } from 'node:crypto';
import type { Answer, WebRequest, WebResponse } from '../web/message.ts';
import type { Behaviour, Distribution } from './distribution.ts';
import { EdgeFunctionFailed } from './edge-function.ts';
import { type Edge, type Fetched, fetchThrough } from './fetch-through.ts';
import { functionEvent, requestOrResponse, responseOf } from './function-event.ts';

type Result = Fetched['result'] | 'FunctionGeneratedResponse' | 'Error';
/** `request` is what the viewer-request function returned. */
type Outcome = { result: Result; request: WebRequest; response: WebResponse };

/** Answers as a CloudFront distribution does. */
export function edgeAnswer(edge: Edge): Answer {
  return async (viewerRequest) => {
    const requestId = randomBytes(32).toString('base64url');
    const request = withoutCloudFrontHeaders(viewerRequest);
    const behaviour = edge.distribution.behaviours.find(({ matches }) => matches(request.path));
    if (!behaviour) throw new Error(`No behaviour takes ${request.path}.`);
    const outcome = await outcomeOf(request, behaviour, edge, requestId);
    const response = behaviour.applyHeadersPolicy?.(outcome.response) ?? outcome.response;
    const final = withViewerResponse({ ...outcome, response }, behaviour, edge, requestId);
    return withCloudFrontHeaders(final, outcome.result, edge.distribution, requestId);
  };
}

/** A viewer cannot forge CloudFront's own headers: they are removed. */
function withoutCloudFrontHeaders(request: WebRequest): WebRequest {
  const headers = Object.entries(request.headers).filter(([name]) => !/^(cloudfront-|x-amz-cf-)/.test(name));
  return { ...request, headers: Object.fromEntries(headers) };
}

async function outcomeOf(
  request: WebRequest,
  behaviour: Behaviour,
  edge: Edge,
  requestId: string,
): Promise<Outcome> {
  const { method } = request;
  if (!behaviour.methods.has(method)) return errorOutcome(403, request, `${method} is not allowed here.`);
  try {
    const site = { distribution: edge.distribution, requestId };
    const event = () => functionEvent('viewer-request', site, request);
    const changed = behaviour.onRequest ? requestOrResponse(behaviour.onRequest(event()), request) : request;
    if ('status' in changed) return { result: 'FunctionGeneratedResponse', request, response: changed };
    const fetched = await fetchThrough(withRootObject(changed, edge.distribution), behaviour, edge);
    return { ...fetched, request: changed };
  } catch (error) {
    if (error instanceof EdgeFunctionFailed) return errorOutcome(503, request, error.message);
    throw error;
  }
}

const withRootObject = (request: WebRequest, { rootObject }: Distribution): WebRequest =>
  request.path === '/' && rootObject !== '' ? { ...request, path: `/${rootObject}` } : request;

/** Runs the viewer-response function; CloudFront skips it for errors and for another function's answer. */
function withViewerResponse(
  { result, request, response }: Outcome,
  { onResponse }: Behaviour,
  { distribution }: Edge,
  requestId: string,
): WebResponse {
  if (!onResponse || result === 'FunctionGeneratedResponse' || response.status >= 400) return response;
  const event = functionEvent('viewer-response', { distribution, requestId }, request, response);
  return responseOf(onResponse(event), response);
}

function errorOutcome(status: number, request: WebRequest, text: string): Outcome {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { result: 'Error', request, response: { status, headers, body: `CloudFront: ${text}\n` } };
}

function withCloudFrontHeaders(
  response: WebResponse,
  result: Result,
  { domain }: Distribution,
  requestId: string,
): WebResponse {
  const shown = response.status >= 400 ? 'Error' : result;
  const own = {
    'x-cache': `${shown} from cloudfront`,
    via: `1.1 ${domain} (CloudFront)`,
    'x-amz-cf-id': requestId,
  };
  return { ...response, headers: { ...response.headers, ...own } };
}
