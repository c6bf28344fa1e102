import { HttpMethod, HttpRoute, HttpRouteKey, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Validations } from 'aws-cdk-lib/core';
import { envNames } from '../functions/runtime/env-names.ts';
import type { Accounts } from './accounts.ts';
import type { Gateway } from './gateway.ts';

export type Role = 'editor' | 'writer';

/** What functions answer, and to whom. */
export class Api {
  readonly #gateway: Gateway;
  readonly #site: string;
  readonly #signedIn: IHttpRouteAuthorizer;

  constructor({ gateway, accounts, site }: { gateway: Gateway; accounts: Accounts; site: string }) {
    this.#gateway = gateway;
    this.#site = site;
    this.#signedIn = new HttpJwtAuthorizer('SignedIn', accounts.pool.userPoolProviderUrl, {
      jwtAudience: [accounts.client.userPoolClientId],
    });
  }

  /** Everybody may ask. */
  open(route: string, fn: Lambda): void {
    const made = this.#route(HttpRouteKey.with(pathOf(route), methodOf(route)), fn);
    Validations.of(made).acknowledge({ id: 'AwsSolutions-APIG4', reason: 'Readers have no accounts.' });
  }

  /** People who are one of `roles`, as their token says. */
  guarded(route: string, fn: Lambda, ...roles: Role[]): void {
    this.#route(HttpRouteKey.with(pathOf(route), methodOf(route)), fn, {
      authorizer: this.#signedIn,
      authorizationScopes: roles.map((role) => `press/${role}`),
    });
  }

  /** Whatever no other route answers. */
  otherwise(fn: Lambda): void {
    const made = this.#route(HttpRouteKey.DEFAULT, fn);
    Validations.of(made).acknowledge({ id: 'AwsSolutions-APIG4', reason: 'Readers have no accounts.' });
  }

  #route(
    routeKey: HttpRouteKey,
    fn: Lambda,
    guard: Partial<ConstructorParameters<typeof HttpRoute>[2]> = {},
  ): HttpRoute {
    fn.addEnvironment(envNames.originSecret, this.#gateway.originSecret);
    fn.addEnvironment(envNames.siteUrl, this.#site);
    return new HttpRoute(this.#gateway, routeKey.key, {
      httpApi: this.#gateway.api,
      routeKey,
      integration: new HttpLambdaIntegration(fn.node.id, fn),
      ...guard,
    });
  }
}

const pathOf = (route: string): string => route.slice(route.indexOf(' ') + 1);

function methodOf(route: string): HttpMethod {
  const name = route.slice(0, route.indexOf(' '));
  const method = Object.values(HttpMethod).find((one) => one === name);
  if (!method) throw new Error(`"${route}" does not begin with a method.`);
  return method;
}
