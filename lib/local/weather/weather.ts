import type { AwsRequest, AwsResponse, Caller } from '../service.ts';

/** A call on its way through the gate. Unsigned calls have no caller. */
export interface Call {
  caller: Caller | undefined;
  service: string;
  action: string;
  request: AwsRequest;
}

/** How a batch is delivered to its function: so many milliseconds late, and once more after success. */
export interface Arrival {
  late: number;
  again: boolean;
}

/**
 * Faults in calls of a function to a service, and in the delivery of messages. AWS's promises hold: a message is
 * delivered at least once, a FIFO group and the changes of an item in order.
 */
export interface Weather {
  /** May answer in place of the service, so that the call has no effect. Throws NoAnswer to drop the call. */
  before(call: Call): AwsResponse | undefined | Promise<AwsResponse | undefined>;
  /** May replace the answer of a call that took effect, or drop it by throwing NoAnswer. */
  after(call: Call, response: AwsResponse): AwsResponse | Promise<AwsResponse>;
  /** The deliveries of a message sent to a standard queue, at least one: how many milliseconds late each comes. */
  deliveries?(queue: string): readonly number[];
  /** The arrivals of an event about a mail, by its `detail-type`: how many milliseconds late each comes; none: lost. */
  feedback?(detailType: string): readonly number[];
  /** How an ordered batch is delivered: of a FIFO queue or a stream, by name. */
  arrival?(source: string): Arrival;
}

/** The connection breaks before an answer is sent. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
