import { clockOf } from '../clock.ts';
import type { Cloud, Invocation } from '../cloud.ts';
import { isThrottled } from '../lambda/functions.ts';
import type { Answer, WebRequest, WebResponse } from '../web/message.ts';
import { proxyEvent, type Stage } from './event.ts';
import type { AuthorizerDecision, JwtAuthorizer } from './jwt-authorizer.ts';
import { errorResponse, responseOf } from './responses.ts';
import type { Match, RouteTable } from './route-table.ts';
import type { Throttle } from './throttle.ts';

export interface Route {
  key: string;
  functionArn: string;
  /** ARN of the role as which the function is run; undefined: the API itself runs it. */
  role?: string | undefined;
  /** Milliseconds. */
  timeout: number;
  authorizer?: JwtAuthorizer;
  scopes: readonly string[];
  throttle?: Throttle;
}

export interface Gateway {
  stage: Stage;
  arn: string;
  routes: RouteTable<Route>;
}

/** Request line and header values together, in bytes. */
const largestHead = 10_240;
/** One request, in bytes. */
export const largestRequest = 10 * 1024 * 1024;
/** What a function can be given at once (Lambda's limit for one payload), in bytes. */
const largestPayload = 6 * 1024 * 1024;

/** Answers as an HTTP API does: route, throttle, authorize, invoke. */
export function answerFor({ stage, arn, routes }: Gateway, cloud: Cloud): Answer {
  return async (request) => {
    if (headSize(request) > largestHead) return errorResponse(431);
    if (request.body.length > largestRequest) return errorResponse(413);
    const path = decoded(request.path);
    if (path === undefined) return errorResponse(400);
    const match = routes.find(request.method, path);
    if (!match) return errorResponse(404);
    const { route } = match;
    if (route.throttle && !route.throttle.admits(performance.now())) return errorResponse(429);
    const decision = route.authorizer?.check(request.headers, route.scopes);
    if (decision && decision.outcome !== 'authorized') return authorizerError(decision);
    const event = proxyEvent(
      stage,
      { request, path, match, authorized: decision },
      new Date(clockOf(cloud).now()),
    );
    if ((event.body?.length ?? 0) > largestPayload) return errorResponse(413);
    const response = await invoke(cloud, match, event, sourceArn(arn, stage, request.method, route));
    response.headers['apigw-requestid'] = event.requestContext.requestId;
    return response;
  };
}

function headSize({ method, path, query, headers }: WebRequest): number {
  let size = method.length + path.length + query.length;
  for (const name in headers) size += headers[name]?.length ?? 0;
  return size;
}

/** API Gateway decodes the path before it routes, and ends it at a question mark that was encoded. */
function decoded(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path).split('?')[0];
  } catch {
    return undefined;
  }
}

const authorizerError = (decision: Exclude<AuthorizerDecision, { outcome: 'authorized' }>): WebResponse =>
  errorResponse(decision.outcome === 'forbidden' ? 403 : 401, { 'www-authenticate': decision.challenge });

/** The ARN a function's permission names: API, stage, method and the route's path, variables as written. */
function sourceArn(arn: string, stage: Stage, method: string, { key }: Route): string {
  const path = key === '$default' ? '/$default' : `/${method}${key.slice(key.indexOf(' ') + 1)}`;
  return `${arn}/${stage.name}${path}`;
}

async function invoke(
  cloud: Cloud,
  { route }: Match<Route>,
  event: unknown,
  sourceArn: string,
): Promise<WebResponse> {
  const { role, functionArn } = route;
  if (role !== undefined && !cloud.allows(role, { action: 'lambda:InvokeFunction', resource: functionArn })) {
    cloud.say('failure', `${role} may not invoke ${functionArn} for ${sourceArn}`);
    return errorResponse(500);
  }
  const by = role === undefined ? { service: 'apigateway.amazonaws.com', sourceArn } : undefined;
  const invocation = await within(route.timeout, cloud.invoke(functionArn, event, by));
  if (invocation === undefined) return errorResponse(503);
  if (invocation.outcome === 'returned') return responseOf(invocation.payload) ?? errorResponse(500);
  if (isThrottled(invocation)) return errorResponse(503);
  if (invocation.errorType === 'AccessDeniedException') cloud.say('failure', invocation.message);
  return errorResponse(500);
}

/** Undefined if it takes longer; the function goes on, as it does on AWS. */
async function within(milliseconds: number, work: Promise<Invocation>): Promise<Invocation | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, milliseconds, undefined);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
