import {
  HttpMethod,
  HttpRoute,
  type HttpRouteIntegrationBindOptions,
  type HttpRouteIntegrationConfig,
  HttpRouteKey,
  type HttpRouteProps,
  type IHttpRouteAuthorizer,
  IntegrationCredentials,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';
import { envNames } from '../functions/runtime/env-names.ts';
import type { Accounts, Role } from './accounts.ts';
import { type Gateway, pagePaths } from './gateway.ts';

/** The routes of the HTTP API, and who may call them. What can be read with GET can be asked for with HEAD. */
export class Api {
  readonly #gateway: Gateway;
  readonly #siteUrl: string;
  readonly #signedIn: IHttpRouteAuthorizer;
  readonly #integrations = new Map<Lambda, HttpLambdaIntegration>();

  constructor({ gateway, accounts, siteUrl }: { gateway: Gateway; accounts: Accounts; siteUrl: string }) {
    this.#gateway = gateway;
    this.#siteUrl = siteUrl;
    this.#signedIn = new HttpJwtAuthorizer('SignedIn', accounts.pool.userPoolProviderUrl, {
      jwtAudience: [accounts.client.userPoolClientId],
    });
  }

  /** A route for everybody. @param route Method and path, as in `GET /api/articles`. */
  open(route: string, fn: Lambda): void {
    this.#routes(route, fn).forEach(acknowledgeOpen);
  }

  /**
   * A page or form of a room, for everybody: nobody signs in to subscribe or to book. The edge passes every method of
   * these paths to the API, and takes the slash off their end.
   * @param route Method and path, as in `POST /newsletters/confirm/{token}`.
   * @throws Error for a path that the edge asks the bucket of pages for.
   */
  page(route: string, fn: Lambda): void {
    const path = pathOf(route);
    if (!pagePaths.some((one) => path === one || path.startsWith(`${one}/`)) || path.endsWith('/')) {
      throw new Error(
        `"${route}" is no page of a room: its path is one of ${pagePaths.join(', ')} or below, without a slash at its end.`,
      );
    }
    this.open(route, fn);
  }

  /** A route for people whose access token has the scope of one of `roles`. */
  guarded(route: string, fn: Lambda, ...roles: Role[]): void {
    this.#routes(route, fn, {
      authorizer: this.#signedIn,
      authorizationScopes: roles.map((role) => `press/${role}`),
    });
  }

  /**
   * Answers requests that no other route matches. Anybody can make up such addresses, each new to the cache, so they
   * have a limit of their own: at 20 ms each, or ten at once that start cold, they leave most of the ten executions of a
   * new account to everybody else.
   */
  fallback(fn: Lambda): void {
    const route = this.#route(HttpRouteKey.DEFAULT, this.#integrate(fn));
    this.#gateway.limitRoute(route, HttpRouteKey.DEFAULT.key, { rateLimit: 20, burstLimit: 10 });
    acknowledgeOpen(route);
  }

  #routes(route: string, fn: Lambda, authorization: Partial<HttpRouteProps> = {}): HttpRoute[] {
    const integration = this.#integrate(fn);
    const method = methodOf(route);
    const methods = method === HttpMethod.GET ? [method, HttpMethod.HEAD] : [method];
    return methods.map((one) =>
      this.#route(HttpRouteKey.with(pathOf(route), one), integration, authorization),
    );
  }

  /** The integration stands below the function's first route; the other routes share it. */
  #integrate(fn: Lambda): HttpLambdaIntegration {
    const known = this.#integrations.get(fn);
    if (known) return known;
    const { invoker, originSecret } = this.#gateway;
    fn.addEnvironment(envNames.originSecret, originSecret);
    fn.addEnvironment(envNames.siteUrl, this.#siteUrl);
    invoker.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }),
    );
    const integration = new InvokerIntegration(fn, invoker);
    this.#integrations.set(fn, integration);
    return integration;
  }

  #route(
    routeKey: HttpRouteKey,
    integration: HttpLambdaIntegration,
    authorization: Partial<HttpRouteProps> = {},
  ): HttpRoute {
    const { api: httpApi } = this.#gateway;
    return new HttpRoute(this.#gateway, routeKey.key, { httpApi, routeKey, integration, ...authorization });
  }
}

/** Runs the function as a role. CDK's own adds a permission for each route instead, and a function's policy has 20 KB. */
class InvokerIntegration extends HttpLambdaIntegration {
  readonly #invoker: IRole;

  constructor(fn: Lambda, invoker: IRole) {
    super(fn.node.id, fn);
    this.#invoker = invoker;
  }

  protected override completeBind(): void {
    // The role has its permission from `Api`.
  }

  override bind(options: HttpRouteIntegrationBindOptions): HttpRouteIntegrationConfig {
    return { ...super.bind(options), credentials: IntegrationCredentials.fromRole(this.#invoker) };
  }
}

const acknowledgeOpen = (route: HttpRoute): void =>
  Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: 'Readers have no accounts.' });

const pathOf = (route: string): string => route.slice(route.indexOf(' ') + 1);

function methodOf(route: string): HttpMethod {
  const name = route.slice(0, route.indexOf(' '));
  const method = Object.values(HttpMethod).find((one) => one === name);
  if (!method) throw new Error(`"${route}" does not begin with an HTTP method.`);
  return method;
}
