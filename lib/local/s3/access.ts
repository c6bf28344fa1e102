import type { Cloud, ServicePrincipal } from '../cloud.ts';
import { isAllowedByResourcePolicy, isDeniedByResourcePolicy } from '../iam/decide.ts';
import type { AwsRequest, Caller, Need } from '../service.ts';
import type { Bucket, Buckets } from './buckets.ts';
import { bucketOfArn, toFind } from './operation.ts';
import { accessDenied, S3Error } from './s3-error.ts';

/** Who asks. Without a signature nobody does. */
export type Visitor =
  | { kind: 'role'; role: string }
  | { kind: 'service'; by: ServicePrincipal }
  | { kind: 'nobody' };

/** What a visitor may do, by the role's policies and the bucket's. */
export class Access {
  readonly #cloud: Cloud;
  readonly #buckets: Buckets;

  constructor(cloud: Cloud, buckets: Buckets) {
    this.#cloud = cloud;
    this.#buckets = buckets;
  }

  may(visitor: Visitor, need: Need): boolean {
    const policies = this.#buckets.find(bucketOfArn(need.resource))?.policies ?? [];
    switch (visitor.kind) {
      case 'role':
        return (
          this.#cloud.allows(visitor.role, need) && !isDeniedByResourcePolicy(policies, visitor.role, need)
        );
      case 'service':
        return isAllowedByResourcePolicy(policies, visitor.by, need);
      case 'nobody':
        return false;
    }
  }

  /** Throws S3Error `AccessDenied`. */
  demand(visitor: Visitor, needs: readonly Need[]): void {
    if (!needs.every((need) => this.may(visitor, need))) throw accessDenied();
  }

  /** Whether the visitor may be told that a key is missing, rather than that it is out of reach. */
  mayKnowMissing(visitor: Visitor, bucket: Bucket): boolean {
    return this.may(visitor, toFind(bucket.name));
  }

  /** Throws S3Error `InvalidAccessKeyId`. */
  caller(accessKey: string): Caller {
    const caller = this.#cloud.callers.get(accessKey);
    if (caller) return caller;
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Error(403, 'InvalidAccessKeyId', message, { details: { AWSAccessKeyId: accessKey } });
  }

  /** Who the `Authorization` header names; the gate has seen to the rest. */
  signerOf(request: AwsRequest): Visitor {
    const [, accessKey] = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '') ?? [];
    return accessKey ? { kind: 'role', role: this.caller(accessKey).role } : { kind: 'nobody' };
  }
}
