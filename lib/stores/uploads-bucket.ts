import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { type Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow, allowObjects } from '../allow.ts';
import type { WorkQueue } from '../queue.ts';
import type { Stage } from '../stage.ts';
import { privateBucket, sendEvents } from './private-bucket.ts';

export interface UploadsBucketProps {
  readonly stage: Stage;
  /** Fixed: the site's Content Security Policy names the bucket, and is created before it. */
  readonly uploadsBucketName: string;
  /** Origin of the site, whose pages may post here. */
  readonly siteUrl: string;
}

/** Where signed forms put files. What is made of them is stored elsewhere, so the files expire. */
export class UploadsBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { stage, uploadsBucketName, siteUrl }: UploadsBucketProps) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage, {
      bucketName: uploadsBucketName,
      cors: [
        {
          allowedMethods: [HttpMethods.POST],
          allowedOrigins: [siteUrl],
          allowedHeaders: ['*'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        { expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    sendEvents(this.bucket);
  }

  /** Lets `fn` sign upload forms: a form may do what its signer may. */
  allowSigning(fn: Lambda): void {
    this.#allow(fn, ['s3:PutObject'], 'manuscripts/', 'pictures/');
  }

  allowReadingManuscripts(fn: Lambda): void {
    this.#allowReading(fn, 'manuscripts/');
  }

  allowReadingPictures(fn: Lambda): void {
    this.#allowReading(fn, 'pictures/');
  }

  /** Lets `fn` put pictures that came within a document. */
  allowPuttingPictures(fn: Lambda): void {
    this.#allow(fn, ['s3:PutObject'], 'pictures/');
  }

  /** Lets `fn` see which files are there. */
  allowFinding(fn: Lambda): void {
    fn.addEnvironment(envNames.uploadsBucket, this.bucket.bucketName);
    allow(fn, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** Lets `fn` delete files before they expire. */
  allowErasing(fn: Lambda): void {
    this.#allow(fn, ['s3:DeleteObject'], 'manuscripts/', 'pictures/');
  }

  /** Sends an event to `queue` for every new object under `prefix`, whatever its reason: a form's is not `PutObject`. */
  notify(queue: WorkQueue, prefix: 'manuscripts/' | 'pictures/'): void {
    new Rule(this, prefix === 'pictures/' ? 'PicturesArrived' : 'ManuscriptsArrived', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [this.bucket.bucketName] }, object: { key: [{ prefix }] } },
      },
      targets: [new SqsQueue(queue.queue, { deadLetterQueue: queue.deadLetterQueue })],
    });
  }

  /** Without ListBucket, S3 answers 403 for an expired file, which cannot be told from a missing permission. */
  #allowReading(fn: Lambda, prefix: string): void {
    this.#allow(fn, ['s3:GetObject'], prefix);
    this.allowFinding(fn);
  }

  #allow(fn: Lambda, actions: string[], ...prefixes: string[]): void {
    fn.addEnvironment(envNames.uploadsBucket, this.bucket.bucketName);
    allowObjects(fn, actions, this.bucket, ...prefixes);
  }
}
