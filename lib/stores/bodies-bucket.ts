import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow, allowObjects } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { privateBucket, versioned } from './private-bucket.ts';

/** Manuscripts and pictures as they were handed in, and the bodies made of manuscripts. No object ever changes. */
export class BodiesBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.bucket = privateBucket(this, 'Bucket', stage, versioned);
  }

  /** Lets `fn` read the bodies that were made of manuscripts. */
  allowReading(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject'], 'bodies/');
  }

  /** Lets `fn` store manuscripts and the bodies made of them. */
  allowStoringManuscripts(fn: Lambda): void {
    this.#allow(fn, ['s3:PutObject'], 'manuscripts/', 'bodies/');
  }

  /** Lets `fn` store pictures as they were handed in. */
  allowStoringOriginals(fn: Lambda): void {
    this.#allow(fn, ['s3:PutObject'], 'originals/');
  }

  /** Lets `fn` see whether an original is stored. */
  allowFinding(fn: Lambda): void {
    fn.addEnvironment(envNames.bodiesBucket, this.bucket.bucketName);
    allow(fn, ['s3:ListBucket'], this.bucket.bucketArn);
  }

  /** Lets `fn` read pictures as they were handed in. Without ListBucket, S3 answers 403 for one that is erased. */
  allowReadingOriginals(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject'], 'originals/');
    this.allowFinding(fn);
  }

  /** Lets `fn` hide files, and erase them with all their versions. */
  allowErasing(fn: Lambda): void {
    const actions = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
    this.#allow(fn, actions, 'manuscripts/', 'bodies/', 'originals/');
    allow(fn, ['s3:ListBucketVersions'], this.bucket.bucketArn);
  }

  /** Lets `fn` sign links to what was handed in: a link may do what its signer may. */
  allowSigningLinks(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject'], 'manuscripts/', 'originals/');
  }

  /** Lets `fn` sign links to manuscripts. */
  allowSigningManuscripts(fn: Lambda): void {
    this.#allow(fn, ['s3:GetObject'], 'manuscripts/');
  }

  #allow(fn: Lambda, actions: string[], ...prefixes: string[]): void {
    fn.addEnvironment(envNames.bodiesBucket, this.bucket.bucketName);
    allowObjects(fn, actions, this.bucket, ...prefixes);
  }
}
