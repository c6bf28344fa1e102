import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

/** A bucket nobody reaches but by a grant, and only over TLS. */
export function privateBucket(
  scope: Construct,
  id: string,
  stage: Stage,
  more: Partial<BucketProps> = {},
): Bucket {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: stage.removal,
    ...more,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'Access logs would be a second store of who read what, and cost more than the press.',
  });
  return bucket;
}

/** Keeps what was overwritten or deleted long enough to take a mistake back. */
export const versioned: Partial<BucketProps> = {
  versioned: true,
  lifecycleRules: [
    { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
  ],
};
