import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { type Bucket, CfnBucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Aws, Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow, allowObjects } from '../allow.ts';
import type { WorkQueue } from '../queue.ts';
import type { Stage } from '../stage.ts';
import { privateBucket } from './private-bucket.ts';

/** Where signed forms put files as they came. What is read out of them is kept elsewhere, so they go in time. */
export class UploadsBucket extends Construct {
  readonly bucket: Bucket;

  /** @param site Origin of the site, whose pages may post here. */
  constructor(scope: Construct, id: string, { stage, site }: { stage: Stage; site: string }) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage, {
      bucketName: uploadsBucketName(stage),
      cors: [
        { allowedMethods: [HttpMethods.POST], allowedOrigins: [site], allowedHeaders: ['*'], maxAge: 3600 },
      ],
      lifecycleRules: [
        { expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    sendEvents(this.bucket);
  }

  /** Lets `fn` sign forms: a form may do what its signer may. */
  allowSigning(fn: Lambda): void {
    this.#allow(fn, ['s3:PutObject'], 'manuscripts/', 'pictures/');
  }

  allowReadingManuscripts(fn: Lambda): void {
    this.#allowReading(fn, 'manuscripts/');
  }

  allowReadingPictures(fn: Lambda): void {
    this.#allowReading(fn, 'pictures/');
  }

  /** Tells `queue` of every object under `prefix`. Never match a reason: forms arrive as POST, not as Put. */
  tell(queue: WorkQueue, prefix: 'manuscripts/' | 'pictures/'): void {
    new Rule(this, prefix === 'pictures/' ? 'PicturesArrived' : 'ManuscriptsArrived', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [this.bucket.bucketName] }, object: { key: [{ prefix }] } },
      },
      targets: [new SqsQueue(queue.queue, { deadLetterQueue: queue.dead })],
    });
  }

  /** Whoever may not list is told 403 of a file that is gone, and cannot tell "gone" from "not allowed". */
  #allowReading(fn: Lambda, prefix: string): void {
    this.#allow(fn, ['s3:GetObject'], prefix);
    allow(fn, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  #allow(fn: Lambda, actions: string[], ...prefixes: string[]): void {
    fn.addEnvironment(envNames.uploadsBucket, this.bucket.bucketName);
    allowObjects(fn, actions, this.bucket, ...prefixes);
  }
}

/** The one bucket with a name of our making: the site's security policy names it before it exists. */
export const uploadsBucketName = (stage: Stage): string =>
  `broadside-${stage.name}-uploads-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

/** By the bucket's own property: the construct's way brings a function of another runtime along. */
function sendEvents(bucket: Bucket): void {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket)) throw new Error('A bucket without its resource');
  defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
