import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow, allowObjects } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { privateBucket } from './private-bucket.ts';

/** The part of the log that a room writes: `<prefix><ULID>`. */
export type LogPrefix = 'newsletters/' | 'post/';

/**
 * Who left, to whom mail stopped and who was erased, by keyed hash, outside the tables: one object an entry, which
 * nobody may change or delete. A table that is restored, or empty, gets from here what happened since.
 */
export class LeaveLog extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage, {
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
  }

  /** Lets `fn` add entries. */
  allowLogging(fn: Lambda, prefix: LogPrefix): void {
    fn.addEnvironment(envNames.leaveLog, this.bucket.bucketName);
    allowObjects(fn, ['s3:PutObject'], this.bucket, prefix);
  }

  /** Lets `fn` read what the table may lack. */
  allowReplaying(fn: Lambda, prefix: LogPrefix): void {
    fn.addEnvironment(envNames.leaveLog, this.bucket.bucketName);
    allowObjects(fn, ['s3:GetObject'], this.bucket, prefix);
    allow(fn, ['s3:ListBucket'], this.bucket.bucketArn);
  }
}
