import { randomBytes } from 'node:crypto';
import type { Answer, WebRequest, WebResponse } from '../web/message.ts';
import type { Behaviour, Distribution } from './distribution.ts';
import { EdgeFunctionFailed } from './edge-function.ts';
import { type Edge, type Fetched, fetchThrough } from './fetch-through.ts';
import { functionEvent, requestOrResponse, responseOf } from './function-event.ts';

type How = Fetched['how'] | 'FunctionGeneratedResponse' | 'Error';
/** `request` is as the viewer-request function left it. */
type Outcome = { how: How; request: WebRequest; response: WebResponse };

/** Answers as a CloudFront distribution does. */
export function edgeAnswer(edge: Edge): Answer {
  return async (viewed) => {
    const requestId = randomBytes(32).toString('base64url');
    const request = withoutForgeries(viewed);
    const behaviour = edge.distribution.behaviours.find(({ matches }) => matches(request.path));
    if (!behaviour) throw new Error(`No behaviour takes ${request.path}.`);
    const outcome = await outcomeOf(request, behaviour, edge, requestId);
    const response = behaviour.dress?.(request, outcome.response) ?? outcome.response;
    const final = lastWord({ ...outcome, response }, behaviour, edge, requestId);
    return signed(final, outcome.how, edge.distribution, requestId);
  };
}

/** Whatever a reader claims in CloudFront's own headers is not believed. */
function withoutForgeries(request: WebRequest): WebRequest {
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
  if (!behaviour.methods.has(method)) return refusal(403, request, `${method} is not allowed here.`);
  try {
    const site = { distribution: edge.distribution, requestId };
    const event = () => functionEvent('viewer-request', site, request);
    const changed = behaviour.onRequest ? requestOrResponse(behaviour.onRequest(event()), request) : request;
    if ('status' in changed) return { how: 'FunctionGeneratedResponse', request, response: changed };
    const fetched = await fetchThrough(withRootObject(changed, edge.distribution), behaviour, edge);
    return { ...fetched, request: changed };
  } catch (error) {
    if (error instanceof EdgeFunctionFailed) return refusal(503, request, error.message);
    throw error;
  }
}

const withRootObject = (request: WebRequest, { rootObject }: Distribution): WebRequest =>
  request.path === '/' && rootObject !== '' ? { ...request, path: `/${rootObject}` } : request;

/** The viewer-response function; CloudFront does not ask it about errors, nor about another function's answer. */
function lastWord(
  { how, request, response }: Outcome,
  { onResponse }: Behaviour,
  { distribution }: Edge,
  requestId: string,
): WebResponse {
  if (!onResponse || how === 'FunctionGeneratedResponse' || response.status >= 400) return response;
  const event = functionEvent('viewer-response', { distribution, requestId }, request, response);
  return responseOf(onResponse(event), response);
}

function refusal(status: number, request: WebRequest, text: string): Outcome {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { how: 'Error', request, response: { status, headers, body: `CloudFront: ${text}\n` } };
}

function signed(response: WebResponse, how: How, { domain }: Distribution, requestId: string): WebResponse {
  const said = response.status >= 400 ? 'Error' : how;
  const own = {
    'x-cache': `${said} from cloudfront`,
    via: `1.1 ${domain} (CloudFront)`,
    'x-amz-cf-id': requestId,
  };
  return { ...response, headers: { ...response.headers, ...own } };
}
