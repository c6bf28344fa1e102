import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { clockOf } from '../clock.ts';
import { type Cloud, perCloud } from '../cloud.ts';
import { type Emulator, nameOf, readProperties } from '../emulator.ts';
import type { Resource } from '../resource.ts';
import { storedOrNew } from '../secrets/stored-secret.ts';
import type { Caller } from '../service.ts';
import { Functions } from './functions.ts';
import { Pool } from './pool.ts';
import { openProcess, openThread } from './sandbox.ts';

const functionProperties = z.object({
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string(),
  Role: z.string(),
  Runtime: z.literal('nodejs24.x'),
  FunctionName: z.optional(z.string()),
  Environment: z.optional(z.object({ Variables: z.optional(z.record(z.string(), z.string())) })),
  MemorySize: z._default(z.number(), 128),
  Timeout: z._default(z.number(), 3),
});

type FunctionProperties = z.output<typeof functionProperties>;

const permissionProperties = z.object({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.optional(z.string()),
  SourceAccount: z.optional(z.string()),
});

export interface LambdaOptions {
  /** From the object keys of the template to the folders of code. */
  assets: ReadonlyMap<string, string>;
  /** Most sandboxes of one function at once. */
  sandboxes: number;
  /** Most executions at once of all functions; without it there is no end. */
  concurrency?: number;
}

/** Functions, each in sandboxes of its own, and the permissions to invoke them. */
export function lambdaEmulators(options: LambdaOptions): Emulator[] {
  return [functionEmulator(options), permission];
}

const functionsOf = perCloud((cloud) => new Functions(cloud));

const functionEmulator = (options: LambdaOptions): Emulator => ({
  type: 'AWS::Lambda::Function',
  supports: Object.keys(functionProperties.shape),
  // One machine has one architecture and measures nothing; logs go to files.
  ignores: ['Architectures', 'Description', 'LoggingConfig', 'Tags', 'TracingConfig', 'EphemeralStorage'],
  identify: (logicalId, place, { FunctionName }) => {
    const name = nameOf(FunctionName, logicalId, place);
    return {
      ref: name,
      attributes: { Arn: `arn:aws:lambda:${place.region}:${place.account}:function:${name}` },
    };
  },
  create: (resource, cloud) => {
    const pool = poolOf(resource, readProperties(resource, functionProperties), cloud, options);
    const functions = functionsOf(cloud);
    functions.concurrency = options.concurrency ?? functions.concurrency;
    functions.add(resource.identity.ref, pool);
  },
});

const permission: Emulator = {
  type: 'AWS::Lambda::Permission',
  supports: Object.keys(permissionProperties.shape),
  ignores: [],
  identify: (logicalId, place) => ({ ref: nameOf(undefined, logicalId, place), attributes: {} }),
  create: (resource, cloud) => {
    const { FunctionName, ...given } = readProperties(resource, permissionProperties);
    functionsOf(cloud).permit(FunctionName, {
      action: given.Action,
      principal: given.Principal,
      sourceArn: given.SourceArn,
      sourceAccount: given.SourceAccount,
    });
  },
};

function poolOf(
  resource: Resource,
  properties: FunctionProperties,
  cloud: Cloud,
  options: LambdaOptions,
): Pool {
  const { ref: name, attributes } = resource.identity;
  const folder = options.assets.get(properties.Code.S3Key);
  if (folder === undefined)
    throw new Error(`${resource.path}: the assembly has no asset ${properties.Code.S3Key}.`);
  const caller = callerOf(name, properties.Role, keySeed(cloud));
  cloud.callers.set(caller.accessKey, caller);
  const [file = '', exported = ''] = properties.Handler.split(/\.(?=[^.]*$)/);
  const logs = join(cloud.place.data, 'logs');
  mkdirSync(logs, { recursive: true });
  return new Pool({
    open: hasNativeCode(folder) ? openProcess : openThread,
    sandbox: {
      code: {
        file: join(folder, file),
        export: exported,
        functionName: name,
        arn: attributes.Arn ?? name,
        memory: properties.MemorySize,
      },
      env: environmentOf(properties.Environment?.Variables ?? {}, caller, properties.MemorySize, cloud),
      log: join(logs, `${name}.log`),
      clock: clockOf(cloud),
    },
    timeout: properties.Timeout,
    maximum: options.sandboxes,
  });
}

/** Stored, so that forms and links which a function has signed stay good through a restart. */
const keySeed = perCloud(({ place }) =>
  storedOrNew(join(place.data, 'secrets', 'access-keys'), () => randomBytes(32).toString('hex')),
);

/** Keys look like AWS's. S3 checks presigned signatures; the gate believes the key alone. */
function callerOf(name: string, role: string, seed: string): Caller {
  const derive = (what: string) => createHmac('sha256', seed).update(`${what} ${name}`).digest('hex');
  return {
    accessKey: `ASIA${derive('id').slice(0, 16).toUpperCase()}`,
    secretKey: derive('secret').slice(0, 40),
    name,
    role,
  };
}

const hasNativeCode = (folder: string): boolean =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.node'));

/** Shared by all presses of this checkout: a sandbox that finds its code compiled starts in half the time. */
const compileCache = join(import.meta.dirname, '../../../node_modules/.cache/broadside');

/** The environment of a function: its own variables, Lambda's, and PATH alone of this machine's. */
function environmentOf(
  own: Readonly<Record<string, string>>,
  caller: Caller,
  memory: number,
  { place }: Cloud,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    NODE_COMPILE_CACHE: compileCache,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: caller.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${caller.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    ...own,
    AWS_ACCESS_KEY_ID: caller.accessKey,
    AWS_SECRET_ACCESS_KEY: caller.secretKey,
    AWS_ENDPOINT_URL: place.origins.aws,
  };
}
