import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Caller, Cloud } from '../cloud.ts';
import { physicalName } from '../physical-name.ts';
import type { Host, Resource } from '../resource.ts';
import { readProperties } from '../web/properties.ts';
import { environmentOf } from './environment.ts';
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

type Described = z.output<typeof functionProperties>;

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
}

/** Functions, each in sandboxes of its own, and who besides them may start them. */
export function lambdaHosts(options: LambdaOptions): Host[] {
  const made = new WeakMap<Cloud, Functions>();
  const functionsOf = (cloud: Cloud): Functions => {
    const functions = made.get(cloud) ?? new Functions(cloud);
    made.set(cloud, functions);
    return functions;
  };
  return [functionHost(options, functionsOf), permissionHost(functionsOf)];
}

const functionHost = (options: LambdaOptions, functionsOf: (cloud: Cloud) => Functions): Host => ({
  type: 'AWS::Lambda::Function',
  honours: Object.keys(functionProperties.shape),
  // One machine has one architecture, prints a log as it comes, and measures nothing.
  ignores: ['Architectures', 'Description', 'LoggingConfig', 'Tags', 'TracingConfig', 'EphemeralStorage'],
  identify: (logicalId, place, { FunctionName }) => {
    const name = typeof FunctionName === 'string' ? FunctionName : physicalName(logicalId, place);
    return {
      ref: name,
      attributes: { Arn: `arn:aws:lambda:${place.region}:${place.account}:function:${name}` },
    };
  },
  create: (resource, cloud) => {
    const pool = poolOf(resource, readProperties(resource, functionProperties), cloud, options);
    functionsOf(cloud).add(resource.identity.ref, pool);
  },
});

const permissionHost = (functionsOf: (cloud: Cloud) => Functions): Host => ({
  type: 'AWS::Lambda::Permission',
  honours: Object.keys(permissionProperties.shape),
  ignores: [],
  identify: (logicalId, place) => ({ ref: physicalName(logicalId, place), attributes: {} }),
  create: (resource, cloud) => {
    const { FunctionName, ...given } = readProperties(resource, permissionProperties);
    functionsOf(cloud).permit(FunctionName, {
      action: given.Action,
      principal: given.Principal,
      sourceArn: given.SourceArn,
      sourceAccount: given.SourceAccount,
    });
  },
});

function poolOf(resource: Resource, described: Described, cloud: Cloud, options: LambdaOptions): Pool {
  const { ref: name, attributes } = resource.identity;
  const folder = options.assets.get(described.Code.S3Key);
  if (folder === undefined)
    throw new Error(`${resource.path}: the assembly has no asset ${described.Code.S3Key}.`);
  const caller = callerOf(name, described.Role);
  cloud.callers.set(caller.accessKey, caller);
  const [file = '', exported = ''] = described.Handler.split(/\.(?=[^.]*$)/);
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
        memory: described.MemorySize,
      },
      env: environmentOf(described.Environment?.Variables ?? {}, caller, described.MemorySize, cloud),
      log: join(logs, `${name}.log`),
    },
    timeout: described.Timeout,
    most: options.sandboxes,
  });
}

/** Keys look like AWS's: signatures made with them are checked by S3, everything else goes by the key alone. */
const callerOf = (name: string, role: string): Caller => ({
  accessKey: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
  secretKey: randomBytes(20).toString('hex'),
  name,
  role,
});

const hasNativeCode = (folder: string): boolean =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.node'));
