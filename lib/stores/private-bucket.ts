import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

/** A bucket that is closed to the public, encrypted, and reached over TLS alone. */
export function privateBucket(
  scope: Construct,
  id: string,
  stage: Stage,
  overrides: Partial<BucketProps> = {},
): Bucket {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: stage.removal,
    ...overrides,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'Access logs would be a second store of who read what, and cost more than the press.',
  });
  return bucket;
}

/** Tells EventBridge of every new object. Set on the CloudFormation resource: CDK's own option would add a custom resource
 *  with a function. */
export function sendEvents(bucket: Bucket): void {
  resourceOf(bucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

function resourceOf(bucket: Bucket): CfnBucket {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket))
    throw new Error(`${bucket.node.path} has no CloudFormation resource.`);
  return defaultChild;
}

/** Overwritten and deleted objects can be brought back for 30 days. */
export const versioned: Partial<BucketProps> = {
  versioned: true,
  lifecycleRules: [
    { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
  ],
};

/**
 * Stops keeping versions: what readers saw does not outlive its deletion. A bucket that kept them once can only suspend
 * it, and its old versions go within a day. Set on the CloudFormation resource, for CDK's Bucket cannot suspend versions.
 */
export function unversioned(bucket: Bucket): void {
  resourceOf(bucket).versioningConfiguration = { status: 'Suspended' };
  bucket.addLifecycleRule({
    noncurrentVersionExpiration: Duration.days(1),
    abortIncompleteMultipartUploadAfter: Duration.days(1),
  });
}
