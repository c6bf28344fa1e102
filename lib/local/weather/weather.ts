import type { AwsRequest, AwsResponse, Caller } from '../service.ts';

/** A call on its way through the gate. Unsigned calls have no caller. */
export interface Call {
  caller: Caller | undefined;
  service: string;
  action: string;
  request: AwsRequest;
}

/** How a batch comes to its function: so many milliseconds late, and once more after it was worked on. */
export interface Arrival {
  late: number;
  again: boolean;
}

/**
 * What may befall a call between a function and a service, and a message on its way. What AWS promises it
 * keeps: a message comes at least once, a FIFO group and the changes of an item come in order.
 */
export interface Weather {
  /** May answer in the service's stead, so that the call takes no effect. Throws NoAnswer to lose the call. */
  before(call: Call): AwsResponse | undefined | Promise<AwsResponse | undefined>;
  /** May replace the answer of a call that took effect, or lose it by throwing NoAnswer. */
  after(call: Call, response: AwsResponse): AwsResponse | Promise<AwsResponse>;
  /** The deliveries of a message sent to a standard queue, at least one: how many milliseconds late each comes. */
  deliveries?(queue: string): readonly number[];
  /** How a batch arrives that has to stay in order: of a FIFO queue or a stream, by name. */
  arrival?(source: string): Arrival;
}

/** The connection breaks before an answer is sent. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
