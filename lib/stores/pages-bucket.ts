import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow, allowObjects } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { privateBucket, versioned } from './private-bucket.ts';

/** The site as readers get it, one object a page. All of it can be rendered again. */
export class PagesBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage, versioned);
  }

  /** Lets `fn` see which pages there are. */
  allowListing(fn: Lambda): void {
    fn.addEnvironment(envNames.pagesBucket, this.bucket.bucketName);
    allow(fn, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /**
   * Lets `fn` compare, put and take away pages. Whoever may not list is told 403 of a page that is not there,
   * and cannot tell "missing" from "not allowed".
   */
  allowPublishing(fn: Lambda): void {
    this.allowListing(fn);
    allowObjects(fn, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], this.bucket, '');
  }
}
