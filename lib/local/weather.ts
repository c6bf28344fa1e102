import type { Caller } from './cloud.ts';
import type { AwsRequest, AwsResponse } from './service.ts';

/** A call on its way through the gate. Unsigned calls have no caller. */
export interface Call {
  caller: Caller | undefined;
  service: string;
  action: string;
  request: AwsRequest;
}

/**
 * What may befall a call between a function and a service. `before` may answer in the service's stead,
 * so that the call takes no effect; `after` may lose or replace the answer of one that did.
 */
export interface Weather {
  before(call: Call): AwsResponse | undefined | Promise<AwsResponse | undefined>;
  after(call: Call, response: AwsResponse): AwsResponse | Promise<AwsResponse>;
}
