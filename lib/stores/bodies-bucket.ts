import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allowObjects, allowTellingMissing } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { privateBucket, versioned } from './private-bucket.ts';

/** What was handed in and what was made of it, each stored once and never changed. */
export class BodiesBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage, versioned);
  }

  allowReading(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject']);
  }

  allowStoring(fn: Lambda): void {
    this.#allow(fn, ['s3:PutObject']);
  }

  allowReadingAndStoring(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject', 's3:PutObject']);
    allowTellingMissing(fn, this.bucket);
  }

  #allow(fn: Lambda, actions: string[]): void {
    fn.addEnvironment(envNames.bodiesBucket, this.bucket.bucketName);
    allowObjects(fn, actions, this.bucket, '');
  }
}
