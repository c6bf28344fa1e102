import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow, allowObjects } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { privateBucket } from './private-bucket.ts';

/**
 * What issues of the mail were sent as (`frozen/`), what counts as carried by them (`marks/`), and what the web archive
 * shows of them (`pages/`). No versions: what is withdrawn and deleted has to be gone.
 */
export class IssuesBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage, {
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
  }

  /** Lets `fn` read what the archive shows. */
  allowReadingPages(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject'], 'pages/');
  }

  /** Lets `fn` correct what the archive shows, and remove what is deleted. */
  allowPublishing(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject', 's3:PutObject'], 'pages/');
    this.#allow(fn, ['s3:DeleteObject'], 'frozen/', 'pages/');
  }

  /** Lets `fn` read what was frozen. */
  allowReadingFrozen(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject'], 'frozen/');
  }

  /** Lets `fn` take back marks. */
  allowReadingMarks(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject'], 'marks/');
  }

  /** Lets `fn` freeze issues and bring them back. */
  allowKeeping(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject', 's3:PutObject'], 'frozen/', 'marks/', 'pages/');
  }

  /** Without ListBucket, S3 answers 403 for what is not there. */
  #allow(fn: Lambda, actions: string[], ...prefixes: string[]): void {
    fn.addEnvironment(envNames.issuesBucket, this.bucket.bucketName);
    allowObjects(fn, actions, this.bucket, ...prefixes);
    allow(fn, ['s3:ListBucket'], this.bucket.bucketArn);
  }
}
