import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow, allowObjects } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { privateBucket, unversioned } from './private-bucket.ts';

/** Variants of pictures as readers get them. A key is the path on the site without its slash: `media/…`. */
export class MediaBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage);
    unversioned(this.bucket);
  }

  /** Lets `fn` store variants of pictures. */
  allowStoring(fn: Lambda): void {
    fn.addEnvironment(envNames.mediaBucket, this.bucket.bucketName);
    allowObjects(fn, ['s3:PutObject'], this.bucket, 'media/');
  }

  /** Lets `fn` see which variants are stored. */
  allowFinding(fn: Lambda): void {
    fn.addEnvironment(envNames.mediaBucket, this.bucket.bucketName);
    allow(fn, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** Lets `fn` delete variants, with versions from before the bucket stopped keeping them. */
  allowErasing(fn: Lambda): void {
    fn.addEnvironment(envNames.mediaBucket, this.bucket.bucketName);
    allowObjects(fn, ['s3:DeleteObject', 's3:DeleteObjectVersion'], this.bucket, 'media/');
    allow(fn, ['s3:ListBucketVersions'], this.bucket.bucketArn);
  }
}
