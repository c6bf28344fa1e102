import {
  type AddToPrincipalPolicyResult,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type CfnElement, Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A role of a service. What it may do stands in the role itself: CDK's policy beside it would be one more resource. */
export class ServiceRole extends Role {
  readonly #permissions: PolicyDocument;

  /** @param service Such as `lambda.amazonaws.com`. */
  constructor(scope: Construct, id: string, service: string) {
    const permissions = new PolicyDocument();
    super(scope, id, {
      assumedBy: new ServicePrincipal(service),
      inlinePolicies: { Permissions: permissions },
    });
    this.#permissions = permissions;
  }

  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.#permissions.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}

/** Lets `fn` do exactly `actions` on exactly `resources` (ARNs). */
export function allow(fn: IFunction, actions: string[], ...resources: string[]): void {
  fn.addToRolePolicy(new PolicyStatement({ actions, resources }));
}

/** Lets `fn` do `actions` on the objects of `bucket` whose keys begin with one of `prefixes`. */
export function allowObjects(fn: IFunction, actions: string[], bucket: IBucket, ...prefixes: string[]): void {
  allow(fn, actions, ...prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)));
  for (const prefix of prefixes) acknowledgePrefix(fn, bucket, prefix);
}

function acknowledgePrefix(fn: IFunction, bucket: IBucket, prefix: string): void {
  if (!fn.role) return;
  const name = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnElement);
  Validations.of(fn.role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${name}.Arn>/${prefix}*]`,
    reason: 'Keys are made at run time; only their prefix is known at deploy.',
  });
}
