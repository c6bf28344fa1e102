import type { Cloud, ServicePrincipal } from '../cloud.ts';
import { isAllowedByResourcePolicy, isDeniedByResourcePolicy } from '../iam/decide.ts';
import type { AwsRequest, Caller, Need } from '../service.ts';
import type { Bucket, Buckets } from './buckets.ts';
import { bucketOfArn, toFind } from './operation.ts';
import { accessDenied, S3Error } from './s3-error.ts';

/** Who sends the request; anonymous without a signature. */
export type Requester =
  | { kind: 'role'; role: string }
  | { kind: 'service'; by: ServicePrincipal }
  | { kind: 'nobody' };

/** What a requester may do, by the role's policies and the bucket's. */
export class Access {
  readonly #cloud: Cloud;
  readonly #buckets: Buckets;

  constructor(cloud: Cloud, buckets: Buckets) {
    this.#cloud = cloud;
    this.#buckets = buckets;
  }

  may(requester: Requester, need: Need): boolean {
    const policies = this.#buckets.find(bucketOfArn(need.resource))?.policies ?? [];
    switch (requester.kind) {
      case 'role':
        return (
          this.#cloud.allows(requester.role, need) &&
          !isDeniedByResourcePolicy(policies, requester.role, need)
        );
      case 'service':
        return isAllowedByResourcePolicy(policies, requester.by, need);
      case 'nobody':
        return false;
    }
  }

  /** Throws S3Error `AccessDenied`. */
  require(requester: Requester, needs: readonly Need[]): void {
    if (!needs.every((need) => this.may(requester, need))) throw accessDenied();
  }

  /** Whether the answer may say that a key is missing: S3 asks for the right to list the bucket. */
  maySeeMissing(requester: Requester, bucket: Bucket): boolean {
    return this.may(requester, toFind(bucket.name));
  }

  /** Throws S3Error `InvalidAccessKeyId`. */
  caller(accessKey: string): Caller {
    const caller = this.#cloud.callers.get(accessKey);
    if (caller) return caller;
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Error(403, 'InvalidAccessKeyId', message, { details: { AWSAccessKeyId: accessKey } });
  }

  /** Who the `Authorization` header names; the gate has checked the rest. */
  signerOf(request: AwsRequest): Requester {
    const [, accessKey] = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '') ?? [];
    return accessKey ? { kind: 'role', role: this.caller(accessKey).role } : { kind: 'nobody' };
  }
}
