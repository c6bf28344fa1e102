import { randomUUID } from 'node:crypto';
import type { WebRequest } from '../web/message.ts';
import type { AuthorizerDecision } from './jwt-authorizer.ts';
import type { Match } from './route-table.ts';

/** What every event says of the API. */
export interface Stage {
  accountId: string;
  apiId: string;
  domainName: string;
  name: string;
}

interface RoutedRequest {
  request: WebRequest;
  /** The path as routed: decoded. */
  path: string;
  match: Match<{ key: string }>;
  authorized?: Extract<AuthorizerDecision, { outcome: 'authorized' }>;
}

/** The event of an AWS_PROXY integration, payload format 2.0. */
export function proxyEvent(stage: Stage, { request, path, match, authorized }: RoutedRequest, now: Date) {
  const { cookie, ...headers } = request.headers;
  const id = randomUUID();
  const text = request.body.length === 0 || isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: path,
    rawQueryString: request.query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers: { ...headers, ...forwarded(request, stage, id) },
    ...(request.query !== '' && { queryStringParameters: queryParameters(request.query) }),
    requestContext: {
      accountId: stage.accountId,
      apiId: stage.apiId,
      ...(authorized && { authorizer: { jwt: { claims: authorized.claims, scopes: authorized.scopes } } }),
      domainName: stage.domainName,
      domainPrefix: stage.apiId,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.peer.address,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: id,
      routeKey: match.route.key,
      stage: stage.name,
      time: clfTime(now),
      timeEpoch: now.getTime(),
    },
    ...(hasKeys(match.parameters) && { pathParameters: match.parameters }),
    ...(request.body.length > 0 && { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: !text,
  };
}

const hasKeys = (parameters: Record<string, string> | undefined): boolean =>
  parameters !== undefined && Object.keys(parameters).length > 0;

/** API Gateway's own headers; it appends to a client's x-forwarded-for. */
function forwarded({ headers, peer }: WebRequest, stage: Stage, id: string): Record<string, string> {
  const before = headers['x-forwarded-for'];
  return {
    host: stage.domainName,
    'x-amzn-trace-id': `Root=1-${id}`,
    'x-forwarded-for': before === undefined ? peer.address : `${before}, ${peer.address}`,
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  };
}

/** Whether a body of this type goes into the event as it is. Anything else, forms included, goes as base64. */
export function isText(type: string | undefined): boolean {
  return (
    type !== undefined && /^(text\/|application\/(json|javascript|xml)\b|[^;]*\+(json|xml)\b)/i.test(type)
  );
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const known = parameters[name];
    parameters[name] = known === undefined ? value : `${known},${value}`;
  }
  return parameters;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As in the common log format, in UTC: `12/Mar/2020:19:03:58 +0000`. */
function clfTime(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
