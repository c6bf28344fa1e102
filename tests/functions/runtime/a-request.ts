import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';

interface Said {
  method?: string;
  /** The path of the route, with its parameters. */
  route?: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
  claims?: Record<string, string>;
  scopes?: string[];
}

/** An event as the HTTP API sends it, come through CloudFront unless `headers` says otherwise. */
export function aRequest(said: Said = {}): APIGatewayProxyEventV2WithJWTAuthorizer {
  const method = said.method ?? 'GET';
  const given = said.headers;
  const secret: Record<string, string> =
    given && Object.keys(given).length === 0 ? {} : { 'x-broadside-origin': 'the-secret' };
  return {
    version: '2.0',
    routeKey: `${method} ${said.route ?? '/'}`,
    rawPath: '/',
    rawQueryString: '',
    headers: { ...secret, ...given },
    queryStringParameters: said.query,
    pathParameters: said.path,
    body: said.body,
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.org',
      domainPrefix: 'api',
      requestId: 'r',
      routeKey: `${method} /`,
      stage: '$default',
      time: '',
      timeEpoch: 0,
      http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '198.51.100.1', userAgent: 'test' },
      authorizer: {
        principalId: '',
        integrationLatency: 0,
        jwt: { claims: said.claims ?? {}, scopes: said.scopes ?? [] },
      },
    },
  };
}
