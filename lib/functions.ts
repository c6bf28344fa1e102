import { basename } from 'node:path';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Bundle } from './bundle.ts';
import type { Stage } from './stage.ts';

/** How much a function gets: memory in MB (processor time goes with it), time in seconds. */
export interface Strength {
  readonly memory: number;
  readonly seconds: number;
  /** Errors name the line of the source. Reading the map delays the first call, so not where people wait. */
  readonly sourceMaps: boolean;
}

/** A person waits for it. */
export const answering: Strength = { memory: 512, seconds: 10, sourceMaps: false };
/** Works through a queue or a stream. */
export const working: Strength = { memory: 1024, seconds: 60, sourceMaps: true };

/** Makes every function of the press: one runtime, one processor, a role with nothing but its own log. */
export class FunctionFactory {
  readonly #bundle: Bundle;
  readonly #stage: Stage;

  constructor(bundle: Bundle, stage: Stage) {
    this.#bundle = bundle;
    this.#stage = stage;
  }

  /** @param entry `<room>/…/<verb-noun>`: the function of `functions/<room>/…/<verb-noun>.lambda.ts`. */
  make(scope: Construct, entry: string, strength: Strength): Lambda {
    const [room = ''] = entry.split('/');
    const id = pascalCase(basename(entry));
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: this.#stage.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const fn = new Lambda(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(this.#bundle.folder(entry)),
      handler: 'index.handler',
      memorySize: strength.memory,
      timeout: Duration.seconds(strength.seconds),
      environment: {
        POWERTOOLS_SERVICE_NAME: room,
        POWERTOOLS_METRICS_NAMESPACE: 'Broadside',
        ...(strength.sourceMaps && { NODE_OPTIONS: '--enable-source-maps' }),
      },
      role: roleOf(scope, id, logGroup),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    acknowledge(fn);
    return fn;
  }
}

function roleOf(scope: Construct, id: string, log: LogGroup): Role {
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [log.logGroupArn],
    }),
  );
  return role;
}

function acknowledge(fn: Lambda): void {
  Validations.of(fn).acknowledge(
    {
      id: 'Serverless-LambdaDLQ',
      reason:
        'Nobody calls it without waiting for the answer; queues and the stream have their own dead letters.',
    },
    { id: 'Serverless-LambdaTracing', reason: 'The tracer would add 120 KB and 14 ms to every cold start.' },
  );
}

const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
