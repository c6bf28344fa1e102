import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow, allowObjects } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { privateBucket, unversioned } from './private-bucket.ts';

/** The rendered site, one object a page. All of it can be rendered again. */
export class PagesBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage);
    unversioned(this.bucket);
  }

  /** Lets `fn` list the keys of all pages. */
  allowListing(fn: Lambda): void {
    fn.addEnvironment(envNames.pagesBucket, this.bucket.bucketName);
    allow(fn, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** Lets `fn` delete versions of pages from before the bucket stopped keeping them. */
  allowErasingVersions(fn: Lambda): void {
    fn.addEnvironment(envNames.pagesBucket, this.bucket.bucketName);
    allow(fn, ['s3:ListBucketVersions'], this.bucket.bucketArn);
    allowObjects(fn, ['s3:DeleteObjectVersion'], this.bucket, '');
  }

  /**
   * Lets `fn` read, write and delete pages. Without ListBucket, S3 answers 403 for a missing object, which cannot be
   * told from a missing permission.
   */
  allowPublishing(fn: Lambda): void {
    this.allowListing(fn);
    allowObjects(fn, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], this.bucket, '');
  }
}
