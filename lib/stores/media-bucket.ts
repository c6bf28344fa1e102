import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allowObjects } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { privateBucket, versioned } from './private-bucket.ts';

/** Variants of pictures as readers get them. A key is the path on the site without its slash: `media/…`. */
export class MediaBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage, versioned);
  }

  /** Lets `fn` store variants of pictures. */
  allowStoring(fn: Lambda): void {
    fn.addEnvironment(envNames.mediaBucket, this.bucket.bucketName);
    allowObjects(fn, ['s3:PutObject'], this.bucket, 'media/');
  }
}
