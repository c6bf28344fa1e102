import * as z from 'zod/mini';
import type { Cloud } from '../cloud.ts';
import { type Emulator, nameOf, readProperties } from '../emulator.ts';
import type { Identity, Place, Resource } from '../resource.ts';
import { statementsOf } from './statement.ts';

const inlinePolicy = z.object({ PolicyDocument: z.unknown() });

const roleProperties = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.optional(z.array(inlinePolicy)),
  ManagedPolicyArns: z.optional(
    z.array(
      z.string().check(
        // It grants nothing but the writing of logs, which here need no grant.
        z.endsWith(
          ':policy/service-role/AWSLambdaBasicExecutionRole',
          'only AWSLambdaBasicExecutionRole is known',
        ),
      ),
    ),
  ),
});

const policyProperties = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()) });

const role: Emulator = {
  type: 'AWS::IAM::Role',
  supports: ['AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns'],
  ignores: ['Description', 'Tags'],
  identify: (logicalId, place) => {
    const name = nameOf(undefined, logicalId, place);
    return { ref: name, attributes: { Arn: roleArn(name, place), RoleId: name } };
  },
  create: (resource, cloud) => {
    const { AssumeRolePolicyDocument, Policies } = readProperties(resource, roleProperties);
    statementsOf(AssumeRolePolicyDocument);
    attach(
      resource,
      cloud,
      resource.identity.ref,
      (Policies ?? []).map((one) => one.PolicyDocument),
    );
  },
};

const policy = (type: string): Emulator => ({
  type,
  supports: ['PolicyDocument', 'Roles'],
  ignores: ['PolicyName', 'ManagedPolicyName', 'Description', 'Path'],
  identify: (logicalId, place): Identity => ({ ref: nameOf(undefined, logicalId, place), attributes: {} }),
  create: (resource, cloud) => {
    const { PolicyDocument, Roles } = readProperties(resource, policyProperties);
    for (const name of Roles) attach(resource, cloud, name, [PolicyDocument]);
  },
});

/** Roles come before the policies attached to them. */
export const iamEmulators: readonly Emulator[] = [
  role,
  policy('AWS::IAM::Policy'),
  policy('AWS::IAM::ManagedPolicy'),
];

const roleArn = (name: string, place: Place): string => `arn:aws:iam::${place.account}:role/${name}`;

/** Reads each policy at once, so that one that cannot be read stops the start and not a request. */
function attach(resource: Resource, cloud: Cloud, roleName: string, documents: unknown[]): void {
  try {
    for (const document of documents) statementsOf(document);
  } catch (cause) {
    throw new Error(
      `${resource.path} (${resource.type}): ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
  const arn = roleArn(roleName, cloud.place);
  cloud.policies.set(arn, [...(cloud.policies.get(arn) ?? []), ...documents]);
}
