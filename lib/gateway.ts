import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  HttpApi,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ServiceRole } from './allow.ts';
import type { Stage } from './stage.ts';

/** Where rooms answer with pages of their own, whatever the method; the site has its pages in a bucket everywhere else. */
export const pagePaths = ['/events', '/newsletters'];

/** The HTTP API without its routes, and the secret that shows it that a request came through CloudFront. */
export class Gateway extends Construct {
  readonly api: HttpApi;
  /** A dynamic reference, resolved at deploy: the template never holds the secret. */
  readonly originSecret: string;
  /** Runs the functions of the routes. A permission of each function would be a resource for each. */
  readonly invoker: ServiceRole;
  readonly #stage: HttpStage;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false });
    this.originSecret = originSecretOf(this);
    this.invoker = new ServiceRole(this, 'Invoker', 'apigateway.amazonaws.com');
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      // Limits what a flood of requests can cost. CloudFront answers most readers from its cache.
      // An account's burst is 1,250 in the smaller regions.
      throttle: { rateLimit: 2000, burstLimit: 1000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog(this, stage)),
        format: anonymous,
      },
    });
  }

  /** Gives one route limits of its own. Call it once: it replaces what was set before. */
  limitRoute(route: HttpRoute, routeKey: string, { rateLimit, burstLimit }: ThrottleSettings): void {
    const { defaultChild } = this.#stage.node;
    if (!(defaultChild instanceof CfnStage)) throw new Error('The stage has no CloudFormation resource.');
    // CloudFormation passes the object on as it is, so it has the API's own names.
    defaultChild.routeSettings = {
      [routeKey]: { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
    };
    // API Gateway refuses settings of a route that is not there.
    this.#stage.node.addDependency(route);
  }
}

/** No field tells who sent the request. */
const anonymous = AccessLogFormat.custom(
  JSON.stringify({
    request: '$context.requestId',
    route: '$context.routeKey',
    status: '$context.status',
    ms: '$context.responseLatency',
    error: '$context.integrationErrorMessage',
  }),
);

function accessLog(scope: Construct, stage: Stage): LogGroup {
  return new LogGroup(scope, 'AccessLog', {
    retention: stage.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function originSecretOf(scope: Construct): string {
  const secret = new Secret(scope, 'OriginSecret', {
    description: 'What CloudFront says to the API, so that nobody reaches it past the site.',
    generateSecretString: { passwordLength: 40, excludePunctuation: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'CloudFront and the functions get it at a deploy; a rotation between deploys would lock readers out.',
  });
  return secret.secretValue.unsafeUnwrap();
}
