import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { envNames } from '../functions/runtime/env-names.ts';
import { ServiceRole } from './allow.ts';
import type { Bundle } from './bundle.ts';
import type { Stage } from './stage.ts';

/** Memory in MB (processor time grows with it) and time in seconds. */
export interface FunctionProfile {
  readonly memory: number;
  readonly seconds: number;
  /** Errors name lines of the source. Reading the map delays the first call, so not where people wait. */
  readonly sourceMaps: boolean;
  /** How long its calls to AWS may take, of its own time. */
  readonly calls: 'request' | 'batch';
}

/** A person waits for the answer. */
export const requestProfile: FunctionProfile = {
  memory: 512,
  seconds: 10,
  sourceMaps: false,
  calls: 'request',
};
/** Reads batches of a queue or a stream. */
export const batchProfile: FunctionProfile = { memory: 1024, seconds: 60, sourceMaps: true, calls: 'batch' };

/** Makes every function: one runtime, one architecture, and a role that may write its room's log and nothing else. */
export class FunctionFactory {
  readonly #bundle: Bundle;
  readonly #stage: Stage;
  /** Entries by the path of the construct made of them. */
  readonly #entries = new Map<string, string>();
  readonly #logs = new Map<Construct, LogGroup>();

  constructor(bundle: Bundle, stage: Stage) {
    this.#bundle = bundle;
    this.#stage = stage;
  }

  /**
   * @param entry `<room>/…/<verb-noun>`: the function of `functions/<room>/…/<verb-noun>.lambda.ts`. Its construct id is
   * the last part, so that an entry may move within its room without a new function on AWS.
   * @throws Error for an entry outside a room, and for a second one of the same name in `scope`.
   */
  make(scope: Construct, entry: string, profile: FunctionProfile): Lambda {
    const { room, id } = this.#named(scope, entry);
    const logGroup = this.#logOf(scope);
    const fn = new Lambda(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(this.#bundle.folder(entry)),
      handler: 'index.handler',
      memorySize: profile.memory,
      timeout: Duration.seconds(profile.seconds),
      environment: {
        POWERTOOLS_SERVICE_NAME: room,
        POWERTOOLS_METRICS_NAMESPACE: 'Broadside',
        [envNames.callBudget]: profile.calls,
        ...(profile.sourceMaps && { NODE_OPTIONS: '--enable-source-maps' }),
      },
      role: roleOf(scope, id, logGroup),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    acknowledge(fn);
    return fn;
  }

  /** One log a construct, in which the names of the streams hold the function's. */
  #logOf(scope: Construct): LogGroup {
    const known = this.#logs.get(scope);
    if (known) return known;
    const made = new LogGroup(scope, 'Log', {
      retention: this.#stage.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#logs.set(scope, made);
    return made;
  }

  #named(scope: Construct, entry: string): { room: string; id: string } {
    const [room = '', ...below] = entry.split('/');
    const name = below.at(-1);
    if (!room || !name) throw new Error(`"${entry}" is no entry of a room: say <room>/<verb-noun>.`);
    const id = pascalCase(name);
    const path = `${scope.node.path}/${id}`;
    const other = this.#entries.get(path);
    if (other) {
      throw new Error(
        `"${entry}" and "${other}" would both be the function ${path}: give one of them another name.`,
      );
    }
    this.#entries.set(path, entry);
    return { room, id };
  }
}

function roleOf(scope: Construct, id: string, log: LogGroup): Role {
  const role = new ServiceRole(scope, `${id}Role`, 'lambda.amazonaws.com');
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
        'The one asynchronous caller is the rule that comes every minute; queues and streams have dead-letter queues of their own.',
    },
    { id: 'Serverless-LambdaTracing', reason: 'The tracer would add 120 KB and 14 ms to every cold start.' },
  );
}

const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
